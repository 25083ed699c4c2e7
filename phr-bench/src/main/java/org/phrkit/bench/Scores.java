package org.phrkit.bench;

import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Table;

/** The quasi-identifiers of tables of numbers, all on the scales on which those of one table have mean 0, deviation 1. */
final class Scores {
    private final List<NumberColumn> columns;
    private final double[] means;
    private final double[] deviations;

    Scores(Table table) {
        this.columns = table.quasiNumbers();
        this.means = columns.stream()
                .mapToDouble(column -> IntStream.range(0, column.rowCount())
                        .mapToDouble(column::value)
                        .average()
                        .orElseThrow())
                .toArray();
        this.deviations = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            NumberColumn column = columns.get(i);
            double mean = means[i];
            deviations[i] = Math.sqrt(IntStream.range(0, column.rowCount())
                    .mapToDouble(row -> (column.value(row) - mean) * (column.value(row) - mean))
                    .average()
                    .orElseThrow());
        }
    }

    /** By row, then column. */
    double[][] of(Table table) {
        double[][] scores = new double[table.rowCount()][means.length];
        for (int i = 0; i < means.length; i++) {
            NumberColumn column = table.quasiNumbers().get(i);
            for (int row = 0; row < scores.length; row++) {
                scores[row][i] = deviations[i] == 0 ? 0 : (column.value(row) - means[i]) / deviations[i];
            }
        }
        return scores;
    }
}
