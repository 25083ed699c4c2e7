package org.phrkit.table;

import java.util.Arrays;
import java.util.Optional;

/**
 * How many persons of a population each row of a sample stands for: what its column of the role {@link Role#WEIGHT} says.
 *
 * <p>Immutable; several threads may use one.
 */
public final class SurveyWeights {
    private final double[] weights;

    private SurveyWeights(double[] weights) {
        this.weights = weights;
    }

    /**
     * The weights of a table.
     *
     * @return empty where no column has the role {@link Role#WEIGHT}
     * @throws TableException.Cell if a weight is missing, not a number, or not above 0
     */
    public static Optional<SurveyWeights> of(Table table, Dialect dialect) throws TableException {
        for (Column column : table.columns(Role.WEIGHT)) {
            double[] weights = new double[table.rowCount()];
            for (int row = 0; row < weights.length; row++) {
                weights[row] =
                        column instanceof NumberColumn numbers ? numbers.value(row) : dialect.number(column.text(row));
                if (column.isMissing(row) || !(weights[row] > 0)) {
                    throw new TableException.Cell(
                            table.lineNumber(row),
                            column.spec().name(),
                            "the cell is no weight, which is a number above 0",
                            Optional.empty());
                }
            }
            return Optional.of(new SurveyWeights(weights));
        }
        return Optional.empty();
    }

    public int rowCount() {
        return weights.length;
    }

    public double of(int rowIndex) {
        return weights[rowIndex];
    }

    /** By person the weight, which is the mean of those of her rows. */
    public double[] ofPersons(Persons persons) {
        double[] means = new double[persons.count()];
        for (int person = 0; person < means.length; person++) {
            means[person] = Arrays.stream(persons.rows(person))
                    .mapToDouble(row -> weights[row])
                    .average()
                    .orElseThrow();
        }
        return means;
    }

    /** The numbers alone. */
    @Override
    public String toString() {
        return "SurveyWeights[" + weights.length + " rows]";
    }
}
