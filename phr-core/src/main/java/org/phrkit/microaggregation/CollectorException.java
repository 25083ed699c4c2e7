package org.phrkit.microaggregation;

import org.phrkit.input.BadInputException;

/**
 * Thrown when {@link DoublePhase} cannot use what a collector has or hands over; names the collector, the line of its
 * file, and what is wrong there. The message never quotes a cell.
 *
 * <p>Immutable; several threads may use one.
 */
public abstract sealed class CollectorException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final int collector;

    private CollectorException(int collector, int lineNumber, String problem) {
        super(problem, lineNumber);
        this.collector = collector;
    }

    /** {@return the collector, from 0; -1 where it is all of them together} */
    public int collector() {
        return collector;
    }

    /** A collector, or all together, have fewer records than a group needs. */
    public static final class TooFewRecords extends CollectorException {
        private static final long serialVersionUID = 1L;

        /**
         * Says how many there are.
         *
         * @param collector the collector, from 0; -1 for all of them together
         * @param records how many records there are
         * @param needed what they are too few for, such as "k = 5"
         */
        public TooFewRecords(int collector, long records, String needed) {
            super(collector, 0, records + (records == 1 ? " record is" : " records are") + " fewer than " + needed);
        }
    }

    /** The count of a group is missing, below 1, or larger than all records there may be, 2^31 - 1. */
    public static final class BadCount extends CollectorException {
        private static final long serialVersionUID = 1L;

        BadCount(int collector, int lineNumber) {
            super(collector, lineNumber, "the count is missing or is not a number of records");
        }
    }

    /** A class has one record: its quasi-identifiers are those of a person, who should not have left the collector. */
    public static final class OriginalRecord extends CollectorException {
        private static final long serialVersionUID = 1L;

        OriginalRecord(int collector, int lineNumber) {
            super(collector, lineNumber, "the class has a single record, which was not aggregated");
        }
    }
}
