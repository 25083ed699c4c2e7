package org.phrkit.privacy;

import java.io.Serializable;

/**
 * The bounds between which {@link RecordLinkage} lies, where the rows of an original were linked within
 * {@link LinkageBlock blocks} of a release: sums over its rows. A row is sure where its block alone tells which
 * records of the whole release are nearest, or that none of its own class is among these; a row that is not counts
 * nothing for the least, and for the most what its class allows. Immutable.
 *
 * @param rows how many
 * @param sure how many of them are sure
 * @param leastOwnClass the lower bound of the sum for the own class
 * @param mostOwnClass its upper bound
 * @param leastFound the lower bound of the sum for persons found
 * @param mostFound its upper bound
 */
public record LinkageBounds(
        long rows, long sure, double leastOwnClass, double mostOwnClass, double leastFound, double mostFound)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of no row. */
    public static final LinkageBounds NONE = new LinkageBounds(0, 0, 0, 0, 0, 0);

    /**
     * {@return the bounds over these rows and others}
     *
     * @param other the bounds of other rows of the same original
     */
    public LinkageBounds and(LinkageBounds other) {
        return new LinkageBounds(
                rows + other.rows,
                sure + other.sure,
                leastOwnClass + other.leastOwnClass,
                mostOwnClass + other.mostOwnClass,
                leastFound + other.leastFound,
                mostFound + other.mostFound);
    }

    /** The same with a row that is sure. */
    LinkageBounds withSure(double ownClass, double found) {
        return and(new LinkageBounds(1, 1, ownClass, ownClass, found, found));
    }

    /** The same with a row that is not. */
    LinkageBounds withUnsure(double mostOfFound) {
        return and(new LinkageBounds(1, 0, 0, 1, 0, mostOfFound));
    }

    /** {@return whether all rows are sure, so that the least is the most} */
    public boolean areExact() {
        return sure == rows;
    }

    /** {@return the linkage is at least this, of one row or more} */
    public RecordLinkage least() {
        return new RecordLinkage(leastOwnClass / rows, leastFound / rows);
    }

    /** {@return the linkage is at most this, of one row or more} */
    public RecordLinkage most() {
        return new RecordLinkage(mostOwnClass / rows, mostFound / rows);
    }
}
