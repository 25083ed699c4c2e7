package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.neighbours.Points;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.neighbours.Weights;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * The rows of a table as points, each with the number of records it stands for: numbers, and ranks of ordinals, on
 * standardised scales, then categories with their mismatch.
 */
final class Rows {
    private final Points points;
    private final Weights weights;
    private final Kind[] kinds;

    /** For each dimension of ordinals the coordinates of the ranks. */
    private final double[][] scores;

    /** For each dimension of categories the number of codes. */
    private final int[] codeCounts;

    /** The loss of a single group of all rows. */
    private final double wholeLoss;

    private Rows(List<Column> quasi, Weights weights) {
        List<Column> ordered = new ArrayList<>();
        quasi.stream().filter(column -> column.spec().kind() != Kind.CATEGORY).forEach(ordered::add);
        quasi.stream().filter(column -> column.spec().kind() == Kind.CATEGORY).forEach(ordered::add);
        int dimensions = ordered.size();
        this.weights = weights;
        this.kinds = ordered.stream().map(column -> column.spec().kind()).toArray(Kind[]::new);
        this.scores = new double[dimensions][0];
        this.codeCounts = new int[dimensions];
        double[][] columns = new double[dimensions][];
        double[] mismatches = new double[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++) {
            if (ordered.get(dimension) instanceof NumberColumn numbers) {
                double[] values = numbers.values();
                columns[dimension] = Standardisation.of(values, weights).apply(values);
            } else {
                TextColumn texts = (TextColumn) ordered.get(dimension);
                double[] codes = codes(texts);
                codeCounts[dimension] = texts.levels().size();
                if (kinds[dimension] == Kind.ORDINAL) {
                    Standardisation scale = Standardisation.of(codes, weights);
                    scores[dimension] = scale.apply(ranks(codeCounts[dimension]));
                    columns[dimension] = scale.apply(codes);
                } else {
                    columns[dimension] = codes;
                    mismatches[dimension] = Standardisation.mismatch(codes, codeCounts[dimension], weights);
                }
            }
        }
        this.points = new Points(columns, mismatches);
        // Two random records are 2 apart, squared, on each scale, and the loss is half of that for each record.
        this.wholeLoss = (double) weights.total()
                * Arrays.stream(columns).filter(Rows::varies).count();
    }

    private static boolean varies(double[] column) {
        double first = Arrays.stream(column)
                .filter(value -> !Double.isNaN(value))
                .findFirst()
                .orElse(0);
        return Arrays.stream(column).anyMatch(value -> value < first || value > first);
    }

    /**
     * Each row stands for itself.
     *
     * @throws IllegalArgumentException if the table has no quasi-identifier
     */
    static Rows of(Table table) {
        return of(table, Weights.equal(table.rowCount()));
    }

    static Rows of(Table table, Weights weights) {
        List<Column> quasi = table.columns(Role.QUASI);
        if (quasi.isEmpty()) {
            throw new IllegalArgumentException("the table has no quasi-identifier");
        }
        return new Rows(quasi, weights);
    }

    /** The codes of a column's cells; NaN where missing. */
    static double[] codes(TextColumn column) {
        double[] codes = new double[column.rowCount()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = column.isMissing(row) ? Double.NaN : column.code(row);
        }
        return codes;
    }

    private static double[] ranks(int count) {
        double[] ranks = new double[count];
        Arrays.setAll(ranks, rank -> rank);
        return ranks;
    }

    Points points() {
        return points;
    }

    Weights weights() {
        return weights;
    }

    int rowCount() {
        return points.size();
    }

    /** A loss in percent of that of a single group; 0 where all rows are alike. */
    double percent(double loss) {
        return wholeLoss > 0 ? 100 * loss / wholeLoss : 0;
    }

    Kind kind(int dimension) {
        return kinds[dimension];
    }

    /** The coordinates of an ordinal column's ranks. */
    double[] scores(int dimension) {
        return scores[dimension];
    }

    /** How many codes a dimension of categories has. */
    int codeCount(int dimension) {
        return codeCounts[dimension];
    }
}
