package org.phrkit.table;

import java.util.Arrays;
import java.util.Optional;

/**
 * The number of persons of a population that each row of a sample stands for: the value of its {@link Role#WEIGHT}
 * column.
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
     * @param table the table
     * @param dialect how the file is written
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
                            "the cell is not a weight, which must be a number above 0",
                            Optional.empty());
                }
            }
            return Optional.of(new SurveyWeights(weights));
        }
        return Optional.empty();
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return weights.length;
    }

    /**
     * {@return the weight of a row}
     *
     * @param rowIndex the index of the row, from 0
     */
    public double of(int rowIndex) {
        return weights[rowIndex];
    }

    /**
     * {@return the weight of each person, which is the mean of those of her rows}
     *
     * @param persons the person of each row
     */
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
