package org.phrkit.privacy;

import java.io.Serializable;

/**
 * Between what {@link RecordLinkage} is where the rows of an original were linked within {@link LinkageBlock blocks} of a
 * release: sums over its rows. A row is sure where its block alone tells which records of the whole release are nearest, or
 * that none of its own class is among these; a row that is not counts nothing for the least, and for the most what its
 * class allows. Immutable.
 *
 * @param rows how many
 * @param sure how many of them are sure
 */
public record LinkageBounds(
        long rows, long sure, double leastOwnClass, double mostOwnClass, double leastFound, double mostFound)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of no row. */
    public static final LinkageBounds NONE = new LinkageBounds(0, 0, 0, 0, 0, 0);

    /** Of these rows and others. */
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

    /** Whether all rows are sure, so that the least is the most. */
    public boolean areExact() {
        return sure == rows;
    }

    /** The linkage is at least this, of one row or more. */
    public RecordLinkage least() {
        return new RecordLinkage(leastOwnClass / rows, leastFound / rows);
    }

    /** The linkage is at most this, of one row or more. */
    public RecordLinkage most() {
        return new RecordLinkage(mostOwnClass / rows, mostFound / rows);
    }
}
