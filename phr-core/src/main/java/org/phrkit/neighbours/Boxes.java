package org.phrkit.neighbours;

/**
 * Where the points of each node of a {@link KdTree} are: the box around them, how far out they reach, and the lowest row
 * that stands for one of them. Boxes are kept as floats, rounded outward, which halves what a search reads.
 */
final class Boxes {
    private static final int NOBODY = Integer.MAX_VALUE;

    /** The coordinates of an empty box. No standardised coordinate is as far out. */
    private static final double FAR = 1e18;

    private final PackedPoints points;
    private final int width;
    private final int numbers;

    /** How many of {@link #bounds} belong to one node. */
    final int size;

    /**
     * By node: for each dimension the least coordinate, rounded down, and the greatest, rounded up; then the greatest
     * square of a point's distance from the origin in the dimensions of numbers, rounded up. What a search reads of a
     * node lies together.
     */
    final float[] bounds;

    /** By node: the lowest row that stands for a point in it. */
    final int[] lowestRows;

    Boxes(PackedPoints points, int nodeCapacity) {
        this.points = points;
        this.width = points.width;
        this.numbers = points.numbers;
        this.size = 2 * width + 1;
        this.bounds = new float[nodeCapacity * size];
        this.lowestRows = new int[nodeCapacity];
    }

    /** Bounds a node by the points from one position to before another. */
    void boundLeaf(int node, int start, int end) {
        double[] coordinates = points.coordinates;
        int offset = node * size;
        for (int i = 0; i < width; i++) {
            double low = FAR;
            double high = -FAR;
            for (int position = start; position < end; position++) {
                double value = coordinates[position * width + i];
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
            boolean isNumber = i < numbers;
            bounds[offset + 2 * i] = isNumber ? Math.nextDown(Math.nextDown((float) low)) : (float) low;
            bounds[offset + 2 * i + 1] = isNumber ? Math.nextUp(Math.nextUp((float) high)) : (float) high;
        }
        double reach = -FAR;
        int lowest = NOBODY;
        for (int position = start; position < end; position++) {
            double square = 0;
            for (int i = 0; i < numbers; i++) {
                double value = coordinates[position * width + i];
                square += value * value;
            }
            reach = square > reach ? square : reach;
            lowest = Math.min(lowest, points.heads[position]);
        }
        bounds[offset + 2 * width] = Math.nextUp((float) reach);
        lowestRows[node] = lowest;
    }

    /**
     * Bounds a node by its children, of which the right one follows the left.
     *
     * @return whether anything changed
     */
    boolean boundInner(int node, int left) {
        int offset = node * size;
        int ofLeft = left * size;
        int ofRight = ofLeft + size;
        int lowest = Math.min(lowestRows[left], lowestRows[left + 1]);
        boolean changed = lowest != lowestRows[node];
        lowestRows[node] = lowest;
        for (int i = 0; i < size; i++) {
            float one = bounds[ofLeft + i];
            float other = bounds[ofRight + i];
            boolean isLow = (i & 1) == 0 && i < 2 * width;
            float bound = one < other == isLow ? one : other;
            changed |= bound != bounds[offset + i];
            bounds[offset + i] = bound;
        }
        return changed;
    }

    /** The dimension in which a node is widest. */
    int widest(int node) {
        int offset = node * size;
        int widest = 0;
        double greatest = -1;
        for (int i = 0; i < width; i++) {
            double extent = bounds[offset + 2 * i + 1] - bounds[offset + 2 * i];
            if (i >= numbers && extent > 0) {
                extent = Math.sqrt(points.mismatches[i]);
            }
            if (extent > greatest) {
                greatest = extent;
                widest = i;
            }
        }
        return widest;
    }
}
