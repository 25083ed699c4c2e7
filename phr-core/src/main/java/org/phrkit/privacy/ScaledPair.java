package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.table.Column;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * A quasi-identifier before and after as numbers: numbers, dates as days and ordinals as ranks scaled to mean 0 and
 * standard deviation 1 by the original; categories as their codes in the original. NaN where a cell is missing.
 */
final class ScaledPair {
    private final double[] original;
    private final double[] released;
    private final double mismatch;

    private ScaledPair(double[] original, double[] released, double mismatch) {
        this.original = original;
        this.released = released;
        this.mismatch = mismatch;
    }

    /**
     * The column of the release that has the name of one of the original.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Column twin(Table released, Column column) {
        return released.column(column.spec().name())
                .orElseThrow(() -> new IllegalArgumentException("original and release differ in their columns"));
    }

    /**
     * The quasi-identifiers of the original.
     *
     * @throws IllegalArgumentException if there are none
     */
    static List<Column> quasi(Table original, Table released) {
        List<Column> quasi = original.columns(Role.QUASI);
        if (quasi.isEmpty() || original.rowCount() != released.rowCount()) {
            throw new IllegalArgumentException(
                    "original and release differ in their rows, or have no quasi-identifier");
        }
        return quasi;
    }

    /**
     * All quasi-identifiers of the original, those of categories last.
     *
     * @throws IllegalArgumentException if the original has none, the release misses one, or the two differ in rows or in
     *     what their columns hold
     */
    static List<ScaledPair> all(Table original, Table released) {
        List<ScaledPair> numbers = new ArrayList<>();
        List<ScaledPair> categories = new ArrayList<>();
        for (Column before : quasi(original, released)) {
            ScaledPair pair = of(before, twin(released, before));
            (pair.mismatch > 0 ? categories : numbers).add(pair);
        }
        numbers.addAll(categories);
        return numbers;
    }

    /** @throws IllegalArgumentException if the two differ in what they hold */
    static ScaledPair of(Column before, Column after) {
        return of(before, after, OriginalScale.of(before));
    }

    /**
     * Of some rows.
     *
     * @param scale of the column of the whole original
     * @throws IllegalArgumentException if the two differ in what they hold
     */
    static ScaledPair of(Column before, Column after, OriginalScale scale) {
        boolean areNumbers = before instanceof NumberColumn && after instanceof NumberColumn;
        boolean areTexts = before instanceof TextColumn
                && after instanceof TextColumn
                && before.spec().levels().equals(after.spec().levels());
        if (!areNumbers && !areTexts) {
            throw new IllegalArgumentException("original and release differ in what their columns hold");
        }
        return new ScaledPair(scale.scores(before), scale.scores(after), scale.mismatch());
    }

    /** By row; not a copy. */
    double[] original() {
        return original;
    }

    /** By row, on the scale of the original; not a copy. */
    double[] released() {
        return released;
    }

    /** The squared distance of two different categories, above 0; 0 for all other kinds. */
    double mismatch() {
        return mismatch;
    }
}
