package org.phrkit.cli.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which share of the rows before and after has each level. Beyond twelve, the rarest before are counted together as
 * others, at the end.
 */
final class Levels {
    private static final int SHOWN = 12;

    private final List<String> names;
    private final List<Double> before;
    private final List<Double> after;

    /**
     * @param before rows of each level
     * @param after rows of each level
     * @throws IllegalArgumentException where a level has no count, or there is no row before, or none after
     */
    Levels(List<String> levels, int[] before, int[] after) {
        if (levels.size() != before.length || levels.size() != after.length) {
            throw new IllegalArgumentException("each level needs a count before and a count after");
        }
        if (rows(before) < 1 || rows(after) < 1) {
            throw new IllegalArgumentException("levels need rows before and after");
        }
        List<Integer> shown = IntStream.range(0, before.length)
                .boxed()
                .sorted(Comparator.comparing((Integer level) -> -before[level]))
                .limit(before.length > SHOWN ? SHOWN - 1 : SHOWN)
                .sorted()
                .toList();
        this.names = new ArrayList<>(shown.stream().map(levels::get).toList());
        if (shown.size() < before.length) {
            names.add((before.length - shown.size()) + " others");
        }
        this.before = shares(shown, before);
        this.after = shares(shown, after);
    }

    /** In the order in which they were given. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** Percent of the rows before, by level. */
    List<Double> before() {
        return before;
    }

    /** Percent of the rows after, by level. */
    List<Double> after() {
        return after;
    }

    /** To one decimal. */
    static String percent(double share) {
        long tenths = Math.round(share * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    private static List<Double> shares(List<Integer> shown, int[] counts) {
        long rows = rows(counts);
        List<Double> shares = new ArrayList<>();
        shown.forEach(level -> shares.add(100.0 * counts[level] / rows));
        if (shown.size() < counts.length) {
            long known = shown.stream().mapToLong(level -> counts[level]).sum();
            shares.add(100.0 * (rows - known) / rows);
        }
        return List.copyOf(shares);
    }

    private static long rows(int[] counts) {
        return Arrays.stream(counts).asLongStream().sum();
    }
}
