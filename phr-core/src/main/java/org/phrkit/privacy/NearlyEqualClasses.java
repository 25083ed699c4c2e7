package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.TextColumn;

/**
 * Equivalence classes that differ from another one by next to nothing, as when the same mean was printed with
 * different digits: then a group was split, and its rows can be told apart.
 *
 * <p>Two classes are nearly equal where in each quasi-identifier their cells are the same, or numbers a and b with
 * |a - b| ≤ max(10^-6·max(|a|, |b|), 10^-12·M) for the largest magnitude M in the column; the second is for means that
 * are zero but for rounding. In a column whose numbers are all integers up to 2^53, as years and record numbers are,
 * only equal numbers are: 1, 1.0 and 01.
 *
 * <p>Immutable; several threads may use one.
 */
public final class NearlyEqualClasses {
    private static final double RELATIVE = 1e-6;
    private static final double OF_LARGEST = 1e-12;

    private final int count;
    private final int firstRow;

    private NearlyEqualClasses(int count, int firstRow) {
        this.count = count;
        this.firstRow = firstRow;
    }

    /**
     * Looks for them: first by clusters of each column's numbers, in which neighbours in their order are near, then in
     * pairs of a cluster along the column of most numbers. Takes time in proportion to n log n for n rows, as long as a
     * number is near to few others.
     *
     * @param classes the equivalence classes of the release
     * @param quasi the columns that the classes are of; texts are numbers where the dialect reads them so
     * @param dialect how the file is written
     * @return what was found
     * @throws IllegalArgumentException if columns and classes differ in rows
     */
    public static NearlyEqualClasses of(EquivalenceClasses classes, List<? extends Column> quasi, Dialect dialect) {
        if (quasi.stream().anyMatch(column -> column.rowCount() != classes.rowCount())) {
            throw new IllegalArgumentException("columns and classes differ in their rows");
        }
        int[] firstRows = new int[classes.classCount()];
        for (int row = classes.rowCount() - 1; row >= 0; row--) {
            firstRows[classes.classOf(row)] = row;
        }
        List<Axis> axes = quasi.stream()
                .map(column -> Axis.of(column, firstRows, dialect))
                .toList();
        boolean[] isNear = new boolean[firstRows.length];
        for (int[] crowd : crowds(axes, firstRows.length)) {
            new Crowd(crowd, axes).mark(isNear);
        }
        int[] near = IntStream.range(0, isNear.length)
                .filter(number -> isNear[number])
                .toArray();
        return new NearlyEqualClasses(
                near.length,
                IntStream.of(near).map(number -> firstRows[number]).min().orElse(-1));
    }

    /** {@return how many classes another is nearly equal to} */
    public int count() {
        return count;
    }

    /** {@return the first row of any of them; -1 where there is none} */
    public int firstRow() {
        return firstRow;
    }

    /** The classes that are in the same cluster along all axes, where these are two or more. */
    private static List<int[]> crowds(List<Axis> axes, int classCount) {
        int[] crowdOf = new int[classCount];
        for (Axis axis : axes) {
            Map<Long, Integer> known = new HashMap<>();
            for (int number = 0; number < classCount; number++) {
                long both = (long) crowdOf[number] << 32 | axis.clusters[number];
                crowdOf[number] = known.computeIfAbsent(both, pair -> known.size());
            }
        }
        long[] sorted = IntStream.range(0, classCount)
                .mapToLong(number -> (long) crowdOf[number] << 32 | number)
                .sorted()
                .toArray();
        List<int[]> crowds = new ArrayList<>();
        for (int from = 0, to = 0; from < classCount; from = to) {
            while (to < classCount && sorted[to] >>> 32 == sorted[from] >>> 32) {
                to++;
            }
            if (to - from > 1) {
                crowds.add(Arrays.stream(sorted, from, to)
                        .mapToInt(crowdAndNumber -> (int) crowdAndNumber)
                        .toArray());
            }
        }
        return crowds;
    }

    /** One column, by class. */
    private static final class Axis {
        private final int[] codes;

        /** NaN where a cell is no number. */
        private final double[] numbers;

        private final int[] clusters;
        private final double relative;
        private final double absolute;

        private Axis(int[] codes, double[] numbers) {
            double[] sorted = Arrays.stream(numbers)
                    .filter(number -> !Double.isNaN(number))
                    .sorted()
                    .distinct()
                    .toArray();
            boolean integers =
                    Arrays.stream(sorted).allMatch(number -> number == Math.rint(number) && Math.abs(number) <= 0x1p53);
            this.codes = codes;
            this.numbers = numbers;
            this.relative = integers ? 0 : RELATIVE;
            this.absolute =
                    integers ? 0 : OF_LARGEST * Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
            int[] clusterOfRank = new int[sorted.length];
            for (int rank = 1; rank < sorted.length; rank++) {
                // Of two numbers that are near, so are all neighbours between them, but for rounding: hence the 2.
                boolean joined = sorted[rank] - sorted[rank - 1] <= 2 * tolerance(sorted[rank - 1], sorted[rank]);
                clusterOfRank[rank] = clusterOfRank[rank - 1] + (joined ? 0 : 1);
            }
            this.clusters = IntStream.range(0, codes.length)
                    .map(number -> Double.isNaN(numbers[number])
                            ? sorted.length + codes[number]
                            : clusterOfRank[Arrays.binarySearch(sorted, numbers[number])])
                    .toArray();
        }

        static Axis of(Column column, int[] firstRows, Dialect dialect) {
            double[] numberOf = column instanceof TextColumn texts
                    ? texts.levels().stream().mapToDouble(dialect::number).toArray()
                    : new double[0];
            int[] codes = column.codes();
            return new Axis(
                    IntStream.of(firstRows).map(row -> codes[row]).toArray(),
                    IntStream.of(firstRows)
                            .mapToDouble(row -> column.isMissing(row)
                                    ? Double.NaN
                                    : column instanceof NumberColumn numbers
                                            ? numbers.value(row)
                                            : numberOf[((TextColumn) column).code(row)])
                            .toArray());
        }

        private boolean areNear(double a, double b) {
            return Math.abs(a - b) <= tolerance(a, b);
        }

        private double tolerance(double a, double b) {
            return Math.max(relative * Math.max(Math.abs(a), Math.abs(b)), absolute);
        }

        boolean areNear(int one, int other) {
            return codes[one] == codes[other] || areNear(numbers[one], numbers[other]);
        }

        /** Whether two classes are surely not near along this axis; not said of what is no number. */
        boolean areApart(int one, int other) {
            return !Double.isNaN(numbers[one]) && !areNear(numbers[one], numbers[other]);
        }

        long distinct(int[] ofClasses) {
            return IntStream.of(ofClasses)
                    .mapToDouble(number -> numbers[number])
                    .distinct()
                    .count();
        }
    }

    /** Classes among which some may be nearly equal. */
    private static final class Crowd {
        private final List<Axis> axes;
        private final Axis longest;

        /** By their number along the longest axis. */
        private final int[] sorted;

        Crowd(int[] classes, List<Axis> axes) {
            this.axes = axes;
            Axis chosen = axes.get(0);
            long most = 0;
            for (Axis axis : axes) {
                long distinct = axis.distinct(classes);
                if (distinct > most) {
                    most = distinct;
                    chosen = axis;
                }
            }
            this.longest = chosen;
            double[] numbers = chosen.numbers;
            this.sorted = IntStream.of(classes)
                    .boxed()
                    .sorted((one, other) -> Double.compare(numbers[one], numbers[other]))
                    .mapToInt(number -> number)
                    .toArray();
        }

        void mark(boolean[] isNear) {
            for (int at = 0; at < sorted.length; at++) {
                if (!isNear[sorted[at]] && !find(at, 1, isNear)) {
                    find(at, -1, isNear);
                }
            }
        }

        private boolean find(int at, int step, boolean[] isNear) {
            int one = sorted[at];
            for (int i = at + step; i >= 0 && i < sorted.length && !longest.areApart(one, sorted[i]); i += step) {
                int other = sorted[i];
                if (axes.stream().allMatch(axis -> axis.areNear(one, other))) {
                    isNear[one] = true;
                    isNear[other] = true;
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public String toString() {
        return "NearlyEqualClasses[" + count + "]";
    }
}
