package org.phrkit.privacy;

import java.util.List;
import org.phrkit.neighbours.Standardisation;

/** What a release lost of its original. */
public final class InformationLoss {
    private InformationLoss() {}

    /**
     * IL = 100·SSE/SST over columns scaled to mean 0 and standard deviation 1 by the original: SSE is the sum of the
     * squared differences between original and release, SST that between the original and its means. 0 where nothing
     * changed; 100 where each cell became the mean of its column; 0 where all columns are constant, and constant
     * columns do not count. (Domingo-Ferrer and Mateo-Sanz 2002, doi 10.1109/69.979982.)
     *
     * @param original the columns of the original, row by row the same persons as in the release
     * @param released the same columns of the release
     * @throws IllegalArgumentException if the two differ in columns or rows
     */
    public static double of(List<double[]> original, List<double[]> released) {
        if (original.size() != released.size()) {
            throw new IllegalArgumentException("original and release differ in their columns");
        }
        double lost = 0;
        double total = 0;
        for (int i = 0; i < original.size(); i++) {
            double[] before = original.get(i);
            double[] after = released.get(i);
            if (before.length != after.length) {
                throw new IllegalArgumentException("original and release differ in their rows");
            }
            Standardisation scale = Standardisation.of(before);
            double[] scoresBefore = scale.apply(before);
            double[] scoresAfter = scale.apply(after);
            for (int row = 0; row < before.length; row++) {
                double change = scoresBefore[row] - scoresAfter[row];
                lost += change * change;
                total += scoresBefore[row] * scoresBefore[row];
            }
        }
        return total == 0 ? 0 : 100 * lost / total;
    }
}
