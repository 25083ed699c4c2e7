package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.phrkit.input.BadInputException;

/** Thrown when {@link Anonymisation} cannot make a release of a table. Immutable. */
public abstract sealed class AnonymisationException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private AnonymisationException(String problem) {
        super(problem);
    }

    private AnonymisationException(String problem, long lineNumber) {
        super(problem, lineNumber);
    }

    private AnonymisationException(String problem, long lineNumber, String column) {
        super(problem, lineNumber, column);
    }

    private AnonymisationException(BadInputException cause) {
        super(cause.problem(), cause.lineNumber(), cause.column().orElse(null));
    }

    /** There are fewer rows than a group needs. */
    public static final class TooFewRows extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        TooFewRows(long rowCount, String which, int k) {
            super(rowCount + (rowCount == 1 ? " row " : " rows ") + which + (rowCount == 1 ? "is" : "are")
                    + " fewer than k = " + k);
        }
    }

    /** Quasi-identifiers have missing cells, and nothing was said of what becomes of them. */
    public static final class CellsMissing extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /** @param missing how many, by column */
        CellsMissing(long rowCount, Map<String, ? extends Number> missing) {
            super(missing.entrySet().stream()
                    .map(column -> "column " + quoted(column.getKey()) + ": " + column.getValue() + " of " + rowCount
                            + " cells " + (column.getValue().longValue() == 1 ? "is" : "are") + " missing")
                    .collect(Collectors.joining(", ")));
        }
    }

    /** A row does not say whom it is about. */
    public static final class NoPerson extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /**
         * Says where.
         *
         * @param cause names line and column
         */
        public NoPerson(BadInputException cause) {
            super(cause);
        }
    }

    /** Rows have the same pseudonym, or all their identifiers are the same: they are about one person. */
    public static final class RepeatedPerson extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        RepeatedPerson(String columns, long lineNumber) {
            super(columns + " as in a row above: one person seems to have several rows", lineNumber);
        }
    }

    /** A pseudonym that is released stands in rows of several persons. */
    public static final class JoinedPersons extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        JoinedPersons(int lineNumber, String column) {
            super(
                    "the pseudonym also belongs to another person, in a row above, and joins their rows",
                    lineNumber,
                    column);
        }
    }

    /** A pseudonym that is released joins some rows of a person, and not all. */
    public static final class PartlyJoined extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        PartlyJoined(int lineNumber, String column) {
            super(
                    "the pseudonym joins some rows of persons, but not this one with the others of its person",
                    lineNumber,
                    column);
        }
    }

    /** There are fewer persons than a group needs. */
    public static final class TooFewPersons extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /**
         * Says how many there are.
         *
         * @param persons how many persons the table has
         * @param k how many a group needs
         */
        public TooFewPersons(long persons, int k) {
            super(persons + (persons == 1 ? " person is" : " persons are") + " fewer than k = " + k);
        }
    }

    /** A person has so many rows that she would have more than 1/k of those of a group. */
    public static final class TooManyRows extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        private final int largestLimit;

        /**
         * Of persons of whom somebody has too many.
         *
         * @param counts of the rows of each person
         * @param k the smallest size of a group, at least 2
         */
        public TooManyRows(int[] counts, int k) {
            this(
                    Arrays.stream(counts)
                            .filter(count -> count > most(counts, k))
                            .count(),
                    most(counts, k),
                    RowLimit.largest(counts, k));
        }

        private TooManyRows(long persons, long most, int largestLimit) {
            super(persons + (persons == 1 ? " person has" : " persons have") + " more than " + most
                    + (most == 1 ? " row" : " rows") + ", which is 1/k of all");
            this.largestLimit = largestLimit;
        }

        private static long most(int[] counts, int k) {
            return Arrays.stream(counts).asLongStream().sum() / k;
        }

        /** {@return the most rows a person under which a release can be made; 0 where none can} */
        public int largestLimit() {
            return largestLimit;
        }
    }

    /** A person has a number of rows that fewer than k persons have, so that all her rows together single her out. */
    public static final class UnequalRows extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        UnequalRows(int persons, int k) {
            super(persons + (persons == 1 ? " person has" : " persons have") + " a number of rows that fewer than k = "
                    + k + " persons have");
        }
    }

    /** A row has no weight. */
    public static final class NoWeight extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /**
         * Says where.
         *
         * @param cause names line and column
         */
        public NoWeight(BadInputException cause) {
            super(cause);
        }
    }

    /** A row is of no stratum. */
    public static final class NoStratum extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /**
         * Says where.
         *
         * @param lineNumber 0 where it is told elsewhere
         * @param column the name of the column
         */
        public NoStratum(int lineNumber, String column) {
            super("the cell is missing, so the row belongs to no stratum", lineNumber, column);
        }
    }

    /** Strata have fewer persons than a group needs. */
    public static final class SmallStrata extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /**
         * Says how many there are.
         *
         * @param small how many there are, of all
         * @param all the number of strata
         * @param k the smallest size of a group, at least 2
         */
        public SmallStrata(int small, int all, int k) {
            super(small + " of " + all + (all == 1 ? " stratum" : " strata") + (small == 1 ? " has" : " have")
                    + " fewer persons than k = " + k);
        }
    }

    /** A person has rows in several strata, although all her rows are known. */
    public static final class SeveralStrata extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        SeveralStrata(int lineNumber) {
            super(
                    "the row is in another stratum than a row of the same person above, and her rows can be "
                            + "joined",
                    lineNumber);
        }
    }

    /** A stratum is not as diverse or as close as each group is to be, even as one group. */
    public static final class StratumNotDiverse extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /**
         * Names no stratum.
         *
         * @param rows how many rows the stratum has
         */
        public StratumNotDiverse(long rows) {
            super("a stratum of " + rows + " rows does not keep l and t, even as one group");
        }
    }

    /** A sensitive column of the whole table has fewer distinct values than each group is to have. */
    public static final class NotDiverse extends AnonymisationException {
        private static final long serialVersionUID = 1L;

        /** @param isOfPersons whether distinct is how many persons can each have a value of their own */
        NotDiverse(String column, int distinct, int l, boolean isOfPersons) {
            super("column " + quoted(column) + " has "
                    + (isOfPersons
                            ? "a value of their own for " + distinct + (distinct == 1 ? " person" : " persons")
                            : distinct + (distinct == 1 ? " distinct value" : " distinct values"))
                    + ", fewer than l = " + l);
        }
    }
}
