package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of some classes of a release, each of which is whole.
 *
 * @param smallest the least number of rows that a row cannot be told from, itself included: the k of these classes; of
 *     persons, the greatest k for which nobody has more than 1/k of the rows of a class
 * @param rowsBelow how many rows can be told from all but fewer than k
 * @param withoutQuasi how many rows miss all quasi-identifiers, each of which is a class by itself
 * @param firstBelow the number of the first row that can be told from all but fewer than k; {@link #NONE} where there is none
 * @param highestRisk the greatest chance to find the person of a row
 * @param risks the sum of these chances over all rows
 * @param personsInClass the fewest persons in a class
 */
public record ClassFigures(
        long rows,
        long classes,
        long smallest,
        long rowsBelow,
        long firstBelow,
        long withoutQuasi,
        double highestRisk,
        double risks,
        long personsInClass,
        List<Sensitive> sensitive)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No row. */
    public static final long NONE = Long.MAX_VALUE;

    /**
     * Of a sensitive column.
     *
     * @param values the fewest distinct values in a class
     * @param entropy the least l for which a class is entropy l-diverse
     * @param recursive what c must be above
     * @param distance the greatest earth mover's distance to the whole
     */
    public record Sensitive(
            String column, int values, double entropy, double recursive, double distance, boolean isOrdered)
            implements Serializable {
        private static final long serialVersionUID = 1L;

        Sensitive and(Sensitive other) {
            return new Sensitive(
                    column,
                    Math.min(values, other.values),
                    Math.min(entropy, other.entropy),
                    Math.max(recursive, other.recursive),
                    Math.max(distance, other.distance),
                    isOrdered);
        }
    }

    /** Of these classes and others. */
    ClassFigures and(ClassFigures other) {
        List<Sensitive> both = new ArrayList<>();
        for (int i = 0; i < sensitive.size(); i++) {
            both.add(sensitive.get(i).and(other.sensitive.get(i)));
        }
        return new ClassFigures(
                rows + other.rows,
                classes + other.classes,
                Math.min(smallest, other.smallest),
                rowsBelow + other.rowsBelow,
                Math.min(firstBelow, other.firstBelow),
                withoutQuasi + other.withoutQuasi,
                Math.max(highestRisk, other.highestRisk),
                risks + other.risks,
                Math.min(personsInClass, other.personsInClass),
                both);
    }
}
