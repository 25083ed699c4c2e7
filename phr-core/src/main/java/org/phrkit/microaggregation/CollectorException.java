package org.phrkit.microaggregation;

/**
 * Why {@link DoublePhase} cannot work with what a collector has or hands over: the collector, the line of its file, and
 * what is wrong there. The message never quotes a cell.
 */
public abstract sealed class CollectorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int collector;
    private final int lineNumber;
    private final String problem;

    private CollectorException(int collector, int lineNumber, String problem) {
        super((collector < 0 ? "" : "collector " + (collector + 1) + ": ")
                + (lineNumber > 0 ? "line " + lineNumber + ": " : "")
                + problem);
        this.collector = collector;
        this.lineNumber = lineNumber;
        this.problem = problem;
    }

    /** Which one, from 0; -1 where it is all of them together. */
    public int collector() {
        return collector;
    }

    /** The line of its file, from 1; 0 where it is the whole file. */
    public int lineNumber() {
        return lineNumber;
    }

    /** What is wrong, without collector and line, which the message has too. */
    public String problem() {
        return problem;
    }

    /** A collector, or all together, have fewer records than a group needs. */
    public static final class TooFewRecords extends CollectorException {
        private static final long serialVersionUID = 1L;

        TooFewRecords(int collector, long records, String needed) {
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
