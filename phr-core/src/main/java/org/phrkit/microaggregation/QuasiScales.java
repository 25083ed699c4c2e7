package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.TextColumn;

/**
 * The scales of the quasi-identifiers of a table, by which parts of the table are grouped elsewhere as they are in the
 * whole. Immutable; several threads may use one.
 *
 * @param columns dates, numbers and ordinals in table order, then categories in table order
 * @param records how many records the rows of the table stand for
 */
public record QuasiScales(List<OfColumn> columns, long records) implements Serializable {
    /**
     * Copies the lists.
     *
     * @param columns dates, numbers and ordinals in table order, then categories in table order
     * @param records how many records the rows of the table stand for
     */
    public QuasiScales {
        columns = List.copyOf(columns);
    }

    /**
     * The scale of a column.
     *
     * @param kind how its cells are read
     * @param scale of numbers, days or ranks; of categories not used
     * @param mismatch the squared distance of two categories that differ; 0 of others
     * @param levels of ordinals and categories, by code; none of others
     * @param varies whether not all cells that are there are the same
     */
    public record OfColumn(Kind kind, Standardisation scale, double mismatch, List<String> levels, boolean varies)
            implements Serializable {
        private static final Standardisation NONE = new Standardisation(0, 0, 0, 0);

        /**
         * Copies the lists.
         *
         * @param kind the kind of its cells
         * @param scale of numbers, days or ranks
         * @param mismatch the squared distance of two categories that differ
         * @param levels of ordinals and categories, by code
         * @param varies whether not all cells that are there are the same
         */
        public OfColumn {
            levels = List.copyOf(levels);
        }

        /**
         * {@return the scale of numbers, of dates, or of the ranks of an ordinal of these levels}
         *
         * @param kind the kind of its cells
         * @param scale mean and deviation of the numbers
         * @param levels the texts of an ordinal from low to high
         */
        public static OfColumn ofNumbers(Kind kind, Standardisation scale, List<String> levels) {
            return new OfColumn(kind, scale, 0, levels, scale.deviation() > 0);
        }

        /**
         * {@return the scale of categories}
         *
         * @param levels in the order in which they first appear in the table
         * @param counts by code how many records have it
         */
        public static OfColumn ofCategories(List<String> levels, long[] counts) {
            boolean varies = Arrays.stream(counts).filter(count -> count > 0).count() > 1;
            return new OfColumn(Kind.CATEGORY, NONE, Standardisation.mismatch(counts), levels, varies);
        }

        static OfColumn of(Column column, RecordCounts weights) {
            List<String> levels = column instanceof TextColumn texts ? texts.levels() : List.of();
            if (column.spec().kind() != Kind.CATEGORY) {
                return ofNumbers(column.spec().kind(), Standardisation.of(column.numbers(), weights), levels);
            }
            return ofCategories(levels, Standardisation.counts(column.numbers(), levels.size(), weights));
        }

        /** The coordinates of a column of the table, or of some of its rows. */
        double[] coordinates(Column column) {
            double[] numbers = column.numbers();
            if (kind != Kind.CATEGORY) {
                return scale.apply(numbers);
            }
            List<String> own = ((TextColumn) column).levels();
            if (!own.equals(levels)) {
                Map<String, Integer> codes = new HashMap<>();
                levels.forEach(level -> codes.put(level, codes.size()));
                for (int row = 0; row < numbers.length; row++) {
                    if (!Double.isNaN(numbers[row])) {
                        numbers[row] = Objects.requireNonNull(codes.get(own.get((int) numbers[row])), "a level of all");
                    }
                }
            }
            return numbers;
        }

        /**
         * {@return the sum of the squared distances between cells, where they are there, and others in their place}
         *
         * @param original the column of the original
         * @param others the column of the release
         * @param weights how many records each row stands for
         */
        public double loss(Column original, Column others, RecordCounts weights) {
            if (kind == Kind.CATEGORY) {
                long count = 0;
                for (int row = 0; row < original.rowCount(); row++) {
                    boolean differ =
                            !original.isMissing(row) && !original.text(row).equals(others.text(row));
                    count += differ ? weights.of(row) : 0;
                }
                return mismatch * count;
            }
            double[] scores = scale.apply(original.numbers());
            double[] otherScores = scale.apply(others.numbers());
            return Standardisation.sum(scores.length, row -> {
                double difference = scores[row] - otherScores[row];
                return weights.of(row) * (difference * difference);
            });
        }

        /** By rank of an ordinal its coordinate. */
        double[] coordinatesOfRanks() {
            return IntStream.range(0, kind == Kind.ORDINAL ? levels.size() : 0)
                    .mapToDouble(scale::apply)
                    .toArray();
        }
    }

    static QuasiScales of(List<Column> quasi, RecordCounts weights) {
        return new QuasiScales(
                inOrder(quasi).stream()
                        .map(column -> OfColumn.of(column, weights))
                        .toList(),
                weights.total());
    }

    /**
     * {@return these columns in the order of the scales}
     *
     * @param quasi the quasi-identifiers
     */
    public static List<Column> inOrder(List<Column> quasi) {
        return quasi.stream()
                .sorted(Comparator.comparing(column -> column.spec().kind() == Kind.CATEGORY))
                .toList();
    }

    /**
     * The loss of a single group of all rows: two random records are 2 apart, squared, on each scale, and the loss is half of
     * that for each record.
     */
    double wholeLoss() {
        return (double) records * columns.stream().filter(OfColumn::varies).count();
    }
}
