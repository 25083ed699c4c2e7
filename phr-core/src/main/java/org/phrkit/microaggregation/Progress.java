package org.phrkit.microaggregation;

/** Receives the progress of long work. Asked from one thread at a time. */
public interface Progress {
    /** Nobody looks. */
    Progress UNSEEN = (done, total, loss) -> true;

    /**
     * How far it has come; called often, so it must be quick.
     *
     * @param done of {@code total}: rows grouped, groups looked at, or steps of a search made
     * @param total how much there is to do
     * @param loss the loss of the groups there are so far, in percent of that of a single group of all rows: where all
     *     are grouped and all columns are numbers, the information loss of the release
     * @return whether to go on; a search that is told not to ends with the best it has, other work goes on
     */
    boolean report(long done, long total, double loss);
}
