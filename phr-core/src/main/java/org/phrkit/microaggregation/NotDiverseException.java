package org.phrkit.microaggregation;

/** A sensitive column of the whole table has fewer distinct values than each group is to have. */
public final class NotDiverseException extends Exception {
    private static final long serialVersionUID = 1L;

    NotDiverseException(String column, int distinct, int l) {
        super("column \"" + column + "\" has " + distinct + (distinct == 1 ? " distinct value" : " distinct values")
                + ", fewer than l = " + l);
    }
}
