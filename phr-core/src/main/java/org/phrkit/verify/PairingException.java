package org.phrkit.verify;

import org.phrkit.input.BadInputException;

/**
 * Thrown when a file does not pair a release with its original; names the line, if there is one, and what is wrong
 * there. Immutable.
 */
public final class PairingException extends BadInputException {
    private static final long serialVersionUID = 1L;

    PairingException(String problem, long lineNumber) {
        super(problem, lineNumber);
    }

    /** {@return that the header is another one} */
    public static PairingException ofHeader() {
        return new PairingException("the header is not \"" + Pairing.COLUMN + "\", as that of a pairing is", 1);
    }

    /**
     * {@return that it is of another number of rows}
     *
     * @param paired how many rows it pairs
     * @param released how many rows the release has
     */
    public static PairingException ofOtherRows(long paired, long released) {
        return new PairingException("it pairs " + paired + " rows, and the release has " + released, 0);
    }

    /**
     * {@return that a row of the original is named twice}
     *
     * @param lineNumber of the pairing; 0 where its place is told otherwise
     */
    public static PairingException ofRepeatedLine(long lineNumber) {
        return new PairingException("the number of a line appears twice", lineNumber);
    }

    /**
     * {@return that no row of the original is there}
     *
     * @param lineNumber of the pairing; 0 where its place is told otherwise
     */
    public static PairingException ofNoRow(long lineNumber) {
        return new PairingException("no row of the original starts on the line", lineNumber);
    }

    /**
     * {@return that a column which is released as it is says that these are two rows}
     *
     * @param lineNumber of the pairing; 0 where its place is told otherwise
     */
    public static PairingException ofOtherCell(long lineNumber) {
        return new PairingException(
                "the row of the original has another cell in a column that is released as it is", lineNumber);
    }
}
