package org.phrkit.microaggregation;

import java.util.Map;
import java.util.stream.Collectors;
import org.phrkit.input.BadInputException;

/** Why {@link Anonymisation} cannot make a release of a table. Immutable. */
public abstract sealed class AnonymisationException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private AnonymisationException(String problem) {
        super(problem);
    }

    /** There are fewer rows than a group needs. */
    public static final class TooFewRows extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        TooFewRows(int rowCount, String which, int k) {
            super(rowCount + (rowCount == 1 ? " row " : " rows ") + which + (rowCount == 1 ? "is" : "are")
                    + " fewer than k = " + k);
        }
    }

    /** Quasi-identifiers have missing cells, and nothing was said of what becomes of them. */
    public static final class CellsMissing extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /** @param missing how many, by column */
        CellsMissing(int rowCount, Map<String, Integer> missing) {
            super("of " + rowCount + " cells "
                    + missing.entrySet().stream()
                            .map(column -> "column " + quoted(column.getKey()) + " misses " + column.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }

    /** A sensitive column of the whole table has fewer distinct values than each group is to have. */
    public static final class NotDiverse extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        NotDiverse(String column, int distinct, int l) {
            super("column " + quoted(column) + " has " + distinct
                    + (distinct == 1 ? " distinct value" : " distinct values") + ", fewer than l = " + l);
        }
    }
}
