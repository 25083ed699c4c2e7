package org.phrkit.neighbours;

/**
 * Where a search of a {@link KdTree} starts, and how far from there the points of a leaf are, and at least and at most
 * those of a node. Of the dimensions of the tree, those that are missing there have no weight.
 *
 * <p>The bounds are sums of the same terms in the same order as the distance itself, each term rounded from a number
 * that is no greater (or no less): rounding is monotone, so a bound never lies on the wrong side of a distance as it is
 * computed. Where many dimensions make boxes much larger than what is in them, a search for the farthest has a second
 * bound, from the ball around the origin that holds the points of the node: |x-q|² = |x|² + |q|² - 2 x·q; it is given a
 * margin wider than any rounding.
 */
final class Query {
    private static final double MARGIN = 1e-9;

    private final PackedPoints points;
    private final int width;
    private final int numbers;
    private final double[] coordinates;
    private final float[] bounds;
    private final int boxSize;

    private final double[] at;
    private final double[] positives;
    private final double[] negatives;
    private final double[] weights;
    private double factor;
    private double constant;
    private double square;

    /** Of the leaf measured last, by position from its first. */
    final double[] distances = new double[PackedPoints.LEAF_SIZE + PackedPoints.PADDING];

    /** At no place yet. */
    Query(PackedPoints points, Boxes boxes) {
        this.points = points;
        this.width = points.width;
        this.numbers = points.numbers;
        this.coordinates = points.coordinates;
        this.bounds = boxes.bounds;
        this.boxSize = boxes.size;
        this.at = new double[width];
        this.positives = new double[width];
        this.negatives = new double[width];
        this.weights = new double[width];
    }

    Query(PackedPoints points, Boxes boxes, double[] position) {
        this(points, boxes);
        moveTo(position);
    }

    /** Has the next search start somewhere else. */
    void moveTo(double[] position) {
        int shared = 0;
        double sum = 0;
        for (int i = 0; i < width; i++) {
            double coordinate = position[points.dimensions[i]];
            at[i] = 0;
            positives[i] = 0;
            negatives[i] = 0;
            weights[i] = 0;
            if (!Double.isNaN(coordinate)) {
                shared++;
                at[i] = coordinate;
                positives[i] = Math.max(at[i], 0);
                negatives[i] = Math.min(at[i], 0);
                weights[i] = i < numbers ? 1 : points.mismatches[i];
                sum += i < numbers ? at[i] * at[i] : 0;
            }
        }
        this.factor = shared == 0 ? 1 : (double) points.allDimensions / shared;
        this.constant = shared == 0 ? 2.0 * points.allDimensions : 0;
        this.square = sum;
    }

    /** The distances of the points of a leaf, four at a time: far faster than one by one. */
    void measure(int start, int end) {
        for (int position = start, to = 0; position < end; position += 4, to += 4) {
            int one = position * width;
            int two = one + width;
            int three = two + width;
            int four = three + width;
            double first = 0;
            double second = 0;
            double third = 0;
            double fourth = 0;
            for (int i = 0; i < numbers; i++) {
                double from = at[i];
                double weight = weights[i];
                double a = coordinates[one + i] - from;
                double b = coordinates[two + i] - from;
                double c = coordinates[three + i] - from;
                double d = coordinates[four + i] - from;
                first += weight * (a * a);
                second += weight * (b * b);
                third += weight * (c * c);
                fourth += weight * (d * d);
            }
            for (int i = numbers; i < width; i++) {
                first += coordinates[one + i] == at[i] ? 0 : weights[i];
                second += coordinates[two + i] == at[i] ? 0 : weights[i];
                third += coordinates[three + i] == at[i] ? 0 : weights[i];
                fourth += coordinates[four + i] == at[i] ? 0 : weights[i];
            }
            distances[to] = first * factor + constant;
            distances[to + 1] = second * factor + constant;
            distances[to + 2] = third * factor + constant;
            distances[to + 3] = fourth * factor + constant;
        }
    }

    /** No row of the node is nearer. */
    double lowerBound(int node) {
        int offset = node * boxSize;
        double sum = 0;
        for (int i = 0; i < numbers; i++) {
            double below = bounds[offset + 2 * i] - at[i];
            double above = at[i] - bounds[offset + 2 * i + 1];
            // Twice the greatest of the two and 0, without a branch: one at least is not positive.
            double twice = (below + Math.abs(below)) + (above + Math.abs(above));
            sum += weights[i] * (twice * twice);
        }
        sum *= 0.25;
        for (int i = numbers; i < width; i++) {
            sum += at[i] < bounds[offset + 2 * i] || at[i] > bounds[offset + 2 * i + 1] ? weights[i] : 0;
        }
        return sum * factor + constant;
    }

    /** No row of the node is farther. */
    double upperBound(int node) {
        int offset = node * boxSize;
        double sum = 0;
        double product = 0;
        for (int i = 0; i < numbers; i++) {
            double low = bounds[offset + 2 * i];
            double high = bounds[offset + 2 * i + 1];
            double twice = Math.abs(2 * at[i] - (low + high)) + (high - low);
            sum += weights[i] * (twice * twice);
            product += positives[i] * low + negatives[i] * high;
        }
        sum *= 0.25 * (1 + MARGIN);
        double reach = bounds[offset + 2 * width];
        double ball = reach + square - 2 * product;
        ball += MARGIN * (Math.abs(reach) + square + Math.abs(product));
        for (int i = numbers; i < width; i++) {
            boolean isOne = at[i] == bounds[offset + 2 * i] && at[i] == bounds[offset + 2 * i + 1];
            sum += isOne ? 0 : weights[i];
            ball += isOne ? 0 : weights[i];
        }
        return Math.min(sum, ball) * factor + constant;
    }
}
