package org.phrkit.neighbours;

/**
 * The scale on which a column has mean 0 and standard deviation 1 (of the population). Sums run in row order.
 *
 * @param exponent the power of two that values are multiplied with first, which keeps all sums finite and changes no
 *     digit
 * @param origin the lowest of the multiplied values, subtracted next, so that the digits in which the values differ
 *     are not lost in the sums
 * @param mean of what is left
 * @param deviation of what is left; 0 for a constant column, all of whose scores are 0
 */
public record Standardisation(int exponent, double origin, double mean, double deviation) {
    /** The scale of these values, which must be finite. */
    public static Standardisation of(double[] values) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        if (!(lowest < highest)) {
            return new Standardisation(0, 0, 0, 0);
        }
        int exponent = -Math.getExponent(Math.max(Math.abs(lowest), Math.abs(highest)));
        double origin = Math.scalb(lowest, exponent);
        double sum = 0;
        for (double value : values) {
            sum += Math.scalb(value, exponent) - origin;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            double difference = Math.scalb(value, exponent) - origin - mean;
            squares += difference * difference;
        }
        return new Standardisation(exponent, origin, mean, Math.sqrt(squares / values.length));
    }

    /** The scores of values on this scale. */
    public double[] apply(double[] values) {
        double[] scores = new double[values.length];
        if (deviation > 0) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (Math.scalb(values[i], exponent) - origin - mean) / deviation;
            }
        }
        return scores;
    }
}
