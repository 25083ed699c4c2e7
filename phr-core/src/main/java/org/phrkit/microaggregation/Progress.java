package org.phrkit.microaggregation;

/** Told how far long work has come. */
public interface Progress {
    /** Nobody looks. */
    Progress UNSEEN = (done, total) -> true;

    /**
     * How far it has come; called often, so it must be quick.
     *
     * @param done of {@code total}: rows grouped, or steps of a search made
     * @return whether to go on; a search that is told not to ends with the best it has, other work goes on
     */
    boolean isWanted(long done, long total);
}
