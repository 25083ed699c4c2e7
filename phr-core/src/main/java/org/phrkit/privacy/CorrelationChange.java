package org.phrkit.privacy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * How the linear relations between columns changed from the original to the release.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param before of the original
 * @param after of the release, with the columns in the same order
 */
public record CorrelationChange(CorrelationMatrix before, CorrelationMatrix after) {
    private static final Set<Role> COMPARED = EnumSet.of(Role.QUASI, Role.SENSITIVE);

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param before of the original
     * @param after of the release, with the columns in the same order
     */
    public CorrelationChange {
        if (!before.columns().equals(after.columns())) {
            throw new IllegalArgumentException("original and release differ in their columns");
        }
    }

    /**
     * The correlation of two columns, in the original and in the release.
     *
     * @param column the name of one column
     * @param other the name of the other column
     * @param before in the original
     * @param after in the release
     */
    public record Pair(String column, String other, double before, double after) {}

    /**
     * Compares the quasi-identifiers and the sensitive columns that are numbers, integers or dates. Takes time in
     * proportion to n·p² for n rows of p such columns.
     *
     * @param original the original
     * @param release has columns of the same names, and any number of rows
     * @return the correlations before and after
     * @throws IllegalArgumentException if the release misses a column, or holds something else there
     */
    public static CorrelationChange of(Table original, Table release) {
        List<ColumnPair> pairs = ColumnPair.of(original, release, COMPARED).stream()
                .filter(pair -> pair.kind().isNumeric())
                .toList();
        return new CorrelationChange(
                CorrelationMatrix.of(
                        pairs.stream().map(pair -> (NumberColumn) pair.before()).toList()),
                CorrelationMatrix.of(
                        pairs.stream().map(pair -> (NumberColumn) pair.after()).toList()));
    }

    /**
     * {@return the correlation of two columns in the release less that in the original, from -2 to 2; 0 below 1e-12,
     * which is rounding}
     *
     * @param i the index of one column, from 0
     * @param j the index of the other column, from 0
     */
    public double change(int i, int j) {
        double change = after.value(i, j) - before.value(i, j);
        return Math.abs(change) < CorrelationMatrix.ROUNDING ? 0 : change;
    }

    /**
     * {@return the two columns whose correlation changed most, of several the first; none where there are no two
     * columns}
     */
    public Optional<Pair> largest() {
        int columnCount = before.columns().size();
        int first = 0;
        int second = 1;
        for (int i = 0; i < columnCount; i++) {
            for (int j = i + 1; j < columnCount; j++) {
                if (Math.abs(change(i, j)) > Math.abs(change(first, second))) {
                    first = i;
                    second = j;
                }
            }
        }
        return columnCount < 2
                ? Optional.empty()
                : Optional.of(new Pair(
                        before.columns().get(first),
                        before.columns().get(second),
                        before.value(first, second),
                        after.value(first, second)));
    }

    /** {@return the mean of |change| over the pairs of different columns; 0 where there are none} */
    public double meanAbsolute() {
        int columnCount = before.columns().size();
        double sum = 0;
        for (int i = 0; i < columnCount; i++) {
            for (int j = i + 1; j < columnCount; j++) {
                sum += Math.abs(change(i, j));
            }
        }
        return columnCount < 2 ? 0 : 2 * sum / (columnCount * (columnCount - 1L));
    }
}
