package org.phrkit.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.microaggregation.BlockGrouping;
import org.phrkit.microaggregation.DataMatrix;
import org.phrkit.microaggregation.Partition;
import org.phrkit.neighbours.Points;

/**
 * Rows with the groups they are in, all rows of each.
 *
 * @param rows of these groups
 * @param groupOf by row the number of the first row of its group, by which a group is known wherever it is
 * @param margins by row how far its group is from the cuts between former blocks
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record GroupedPiece(Piece rows, long[] groupOf, double[] margins) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Rows that were grouped. */
    static GroupedPiece of(Piece rows, Partition groups) {
        int[][] members = groups.members();
        long[] groupOf = new long[rows.rowCount()];
        Arrays.setAll(groupOf, row -> rows.rowNumber(members[groups.groupOf(row)][0]));
        return new GroupedPiece(rows, groupOf, new double[groupOf.length]);
    }

    /** The same with the codes of other levels. */
    GroupedPiece coded(TableColumns before, TableColumns after) {
        return new GroupedPiece(rows.coded(before, after), groupOf, margins);
    }

    /** The groups, in the order of their first rows. */
    Partition groups() {
        long[] numbers = numbers();
        int[] groups = new int[groupOf.length];
        Arrays.setAll(groups, row -> Arrays.binarySearch(numbers, groupOf[row]));
        return new Partition(groups);
    }

    /** By group the number of its first row, ascending. */
    long[] numbers() {
        return Arrays.stream(groupOf).sorted().distinct().toArray();
    }

    /** By group its margin. */
    double[] marginsOfGroups() {
        Partition groups = groups();
        double[] ofGroups = new double[groups.groupCount()];
        for (int row = 0; row < margins.length; row++) {
            ofGroups[groups.groupOf(row)] = margins[row];
        }
        return ofGroups;
    }

    /** The centres of its groups. */
    Centres centres(DataMatrix points) {
        Points centres = BlockGrouping.centres(points, groups());
        double[][] columns = new double[centres.dimensions()][centres.size()];
        for (int dimension = 0; dimension < columns.length; dimension++) {
            for (int group = 0; group < centres.size(); group++) {
                columns[dimension][group] = centres.coordinate(group, dimension);
            }
        }
        return new Centres(numbers(), columns);
    }

    /** The same with the margins of its groups. */
    GroupedPiece with(double[] ofGroups) {
        return new GroupedPiece(
                rows,
                groupOf,
                Arrays.stream(groups().groups())
                        .mapToDouble(group -> ofGroups[group])
                        .toArray());
    }

    /** @param rowIndices ascending, all of each group */
    GroupedPiece select(int[] rowIndices) {
        return new GroupedPiece(
                rows.select(rowIndices),
                Arrays.stream(rowIndices).mapToLong(row -> groupOf[row]).toArray(),
                Arrays.stream(rowIndices).mapToDouble(row -> margins[row]).toArray());
    }

    /** All rows of several pieces, by their numbers. */
    static GroupedPiece join(List<GroupedPiece> parts) {
        Piece rows = Piece.join(parts.stream().map(GroupedPiece::rows).toList());
        long[] numbers =
                IntStream.range(0, rows.rowCount()).mapToLong(rows::rowNumber).toArray();
        long[] groupOf = new long[numbers.length];
        double[] margins = new double[numbers.length];
        for (GroupedPiece part : parts) {
            for (int row = 0; row < part.groupOf.length; row++) {
                int at = Arrays.binarySearch(numbers, part.rows.rowNumber(row));
                groupOf[at] = part.groupOf[row];
                margins[at] = part.margins[row];
            }
        }
        return new GroupedPiece(rows, groupOf, margins);
    }

    /**
     * The centres of groups, by dimension.
     *
     * @param groups the numbers of their first rows
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Centres(long[] groups, double[][] columns) implements Serializable {
        private static final long serialVersionUID = 1L;

        Centres select(int[] places) {
            return new Centres(
                    Arrays.stream(places).mapToLong(place -> groups[place]).toArray(),
                    Arrays.stream(columns)
                            .map(column -> Arrays.stream(places)
                                    .mapToDouble(place -> column[place])
                                    .toArray())
                            .toArray(double[][]::new));
        }

        /** Those of all parts, in the order of the groups. */
        static Centres join(List<Centres> parts) {
            long[] groups = parts.stream()
                    .flatMapToLong(part -> Arrays.stream(part.groups))
                    .toArray();
            double[][] columns = new double[parts.get(0).columns.length][];
            for (int dimension = 0; dimension < columns.length; dimension++) {
                int at = dimension;
                columns[dimension] = parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.columns[at]))
                        .toArray();
            }
            Centres joined = new Centres(groups, columns);
            return joined.select(IntStream.range(0, groups.length)
                    .boxed()
                    .sorted(Comparator.comparing(place -> groups[place]))
                    .mapToInt(place -> place)
                    .toArray());
        }
    }
}
