package org.phrkit.neighbours;

import java.util.Arrays;

/**
 * Points of which the same coordinates are present, one behind the other in an order that can change, so that those
 * that are looked at together lie together. Each stands for the rows at its place, by the lowest of them that is left.
 */
final class PackedPoints {
    /** So many, or fewer, lie together. */
    static final int LEAF_SIZE = 32;

    /** So many points may be read behind the last: a search measures four at a time. */
    static final int PADDING = 3;

    /** The dimensions present, ascending; all else here counts them from 0. */
    final int[] dimensions;

    /** How many there are. */
    final int width;

    /** How many of them, the first, hold numbers. */
    final int numbers;

    /** For each dimension of categories the squared distance between two that differ; 0 for numbers. */
    final double[] mismatches;

    /** How many dimensions there are with those that are missing. */
    final int allDimensions;

    /** By position, then dimension. */
    final double[] coordinates;

    /** By position: the row that stands for the point. */
    final int[] heads;

    /**
     * The points in the order of their rows.
     *
     * @param dimensions those that all these rows have
     * @param rows one of each place, the lowest
     */
    PackedPoints(Points points, int[] dimensions, int[] rows) {
        this.dimensions = dimensions;
        this.allDimensions = points.dimensions();
        this.width = dimensions.length;
        this.mismatches =
                Arrays.stream(dimensions).mapToDouble(points::mismatch).toArray();
        this.numbers = (int)
                Arrays.stream(mismatches).filter(mismatch -> mismatch == 0).count();
        this.heads = rows.clone();
        this.coordinates = new double[Math.multiplyExact(rows.length + PADDING, width)];
        for (int position = 0; position < rows.length; position++) {
            for (int i = 0; i < width; i++) {
                coordinates[position * width + i] = points.coordinate(rows[position], dimensions[i]);
            }
        }
    }

    void copy(int from, int to, int count) {
        System.arraycopy(heads, from, heads, to, count);
        System.arraycopy(coordinates, from * width, coordinates, to * width, count * width);
    }

    /** Puts the point that belongs at a position there, none greater before it and none less behind (Hoare 1961). */
    void select(int dimension, int from, int to, int wanted) {
        int low = from;
        int high = to;
        while (low < high) {
            double pivot = median(at(low, dimension), at((low + high) >>> 1, dimension), at(high, dimension));
            int i = low;
            int j = high;
            while (i <= j) {
                while (at(i, dimension) < pivot) {
                    i++;
                }
                while (at(j, dimension) > pivot) {
                    j--;
                }
                if (i <= j) {
                    swap(i++, j--);
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private double at(int position, int dimension) {
        return coordinates[position * width + dimension];
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private void swap(int first, int second) {
        for (int i = 0; i < width; i++) {
            double value = coordinates[first * width + i];
            coordinates[first * width + i] = coordinates[second * width + i];
            coordinates[second * width + i] = value;
        }
        int row = heads[first];
        heads[first] = heads[second];
        heads[second] = row;
    }
}
