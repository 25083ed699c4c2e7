package org.phrkit.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.table.Table;

/**
 * What a release lost and what it gives away.
 *
 * @param loss the information loss, in per cent
 * @param linkage the persons found by {@link RecordLinkage}, in per cent
 * @param correlation by how much the correlation of two columns differs from the original's, on average over all pairs,
 *     in hundredths
 */
record Figures(double loss, double linkage, double correlation) {
    static final Figures NONE = new Figures(Double.NaN, Double.NaN, Double.NaN);

    /** Of a release of the rows of a table, in its order. */
    static Figures of(Table original, Release release) {
        return new Figures(
                release.informationLoss(),
                100 * RecordLinkage.of(original, release.table()).found(),
                100 * changeOfCorrelations(original, release.table()));
    }

    static Figures mean(List<Figures> several) {
        return new Figures(
                mean(several, Figures::loss), mean(several, Figures::linkage), mean(several, Figures::correlation));
    }

    private static double mean(List<Figures> several, ToDoubleFunction<Figures> figure) {
        return several.stream().mapToDouble(figure).average().orElseThrow();
    }

    Figures dividedBy(Figures other) {
        return new Figures(loss / other.loss, linkage / other.linkage, correlation / other.correlation);
    }

    /** Cells of a Markdown table; blank where nothing was measured. */
    String cells() {
        return Double.isNaN(loss)
                ? " | | |"
                : String.format(Locale.ROOT, " %.2f | %.1f | %.1f |", loss, linkage, correlation);
    }

    private static double changeOfCorrelations(Table original, Table released) {
        double[][] before = new Scores(original).of(original);
        double[][] after = new Scores(released).of(released);
        int columns = before[0].length;
        double sum = 0;
        for (int first = 0; first < columns; first++) {
            for (int second = 0; second < first; second++) {
                sum += Math.abs(correlation(before, first, second) - correlation(after, first, second));
            }
        }
        return 2 * sum / (columns * (columns - 1));
    }

    private static double correlation(double[][] scores, int first, int second) {
        double sum = 0;
        for (double[] row : scores) {
            sum += row[first] * row[second];
        }
        return sum / scores.length;
    }
}
