package org.phrkit.neighbours;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How many records each row stands for. */
public final class Weights {
    private final int @Nullable [] counts;
    private final int rowCount;

    private Weights(int @Nullable [] counts, int rowCount) {
        this.counts = counts;
        this.rowCount = rowCount;
    }

    /** Each row stands for itself. */
    public static Weights equal(int rowCount) {
        return new Weights(null, rowCount);
    }

    /**
     * Takes a copy.
     *
     * @throws IllegalArgumentException if a count is below 1
     */
    public static Weights of(int[] counts) {
        if (Arrays.stream(counts).anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("each row must stand for one record or more");
        }
        return new Weights(counts.clone(), counts.length);
    }

    public int of(int rowIndex) {
        return counts == null ? 1 : counts[rowIndex];
    }

    /** The number of records in all. */
    public long total() {
        return counts == null ? rowCount : Arrays.stream(counts).asLongStream().sum();
    }
}
