package org.phrkit.microaggregation;

import java.util.stream.IntStream;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Kind;

/**
 * The centre of the rows that remain: in each dimension the mean of numbers, the lower median of ordinals, the mode of
 * categories (of several the one with the lowest code); missing where all rows miss it. A row counts as often as the
 * records it stands for.
 *
 * <p>The sum behind a mean is taken once over all rows in their order; a row that leaves is subtracted from it. It is
 * part of the definition of {@link Mdav} in which order they leave.
 */
final class Centroid {
    private final DataMatrix rows;
    private final double[] sums;

    /** By dimension: the records present. */
    private final long[] counts;

    /** By dimension of ordinals or categories, then code. */
    private final long[][] countsOfCodes;

    private final double[] position;

    /** The centre of all rows. */
    Centroid(DataMatrix rows) {
        this(rows, IntStream.range(0, rows.rowCount()).toArray());
    }

    /** The centre of some rows. */
    Centroid(DataMatrix rows, int[] some) {
        int dimensions = rows.points().dimensions();
        this.rows = rows;
        this.sums = new double[dimensions];
        this.counts = new long[dimensions];
        this.countsOfCodes = new long[dimensions][];
        this.position = new double[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++) {
            countsOfCodes[dimension] = new long[rows.codeCount(dimension)];
        }
        for (int row : some) {
            change(row, 1);
        }
    }

    void remove(int row) {
        change(row, -1);
    }

    private void change(int row, int sign) {
        Points points = rows.points();
        long weight = (long) sign * rows.weights().of(row);
        for (int dimension = 0; dimension < sums.length; dimension++) {
            double coordinate = points.coordinate(row, dimension);
            if (!Double.isNaN(coordinate)) {
                counts[dimension] += weight;
                if (rows.kind(dimension).isNumeric()) {
                    sums[dimension] += weight * coordinate;
                } else {
                    countsOfCodes[dimension][rows.code(row, dimension)] += weight;
                }
            }
        }
    }

    /** The centre now; the array is used again. */
    double[] position() {
        for (int dimension = 0; dimension < sums.length; dimension++) {
            position[dimension] = counts[dimension] == 0 ? Double.NaN : coordinate(dimension);
        }
        return position;
    }

    private double coordinate(int dimension) {
        if (rows.kind(dimension) == Kind.ORDINAL) {
            return rows.scores(dimension)[median(countsOfCodes[dimension], counts[dimension])];
        }
        if (rows.kind(dimension) == Kind.CATEGORY) {
            return mode(countsOfCodes[dimension]);
        }
        return sums[dimension] / counts[dimension];
    }

    /** The lower median: the least code that half of all reach. */
    static int median(long[] counts, long total) {
        int code = 0;
        for (long below = counts[0]; 2 * below < total; below += counts[code]) {
            code++;
        }
        return code;
    }

    /** The most frequent code; of several the lowest. */
    static int mode(long[] counts) {
        int mode = 0;
        for (int code = 1; code < counts.length; code++) {
            mode = counts[code] > counts[mode] ? code : mode;
        }
        return mode;
    }
}
