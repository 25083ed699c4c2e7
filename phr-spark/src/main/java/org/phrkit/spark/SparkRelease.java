package org.phrkit.spark;

import java.util.Optional;
import org.phrkit.microaggregation.Release;
import org.phrkit.verify.ReleaseManifest;

/**
 * An anonymous release that is still on the cluster.
 *
 * @param table the columns that a release has, in the order of the original; rows that are left out are not in it
 * @param counts of rows and groups, and what was lost
 * @param steps what else was done on the way
 * @param persons the same rows, where persons are protected
 * @param dominatedGroups in how many groups one person has more than half of the weight of a survey
 */
public record SparkRelease(
        SparkTable table,
        ReleaseManifest.Counts counts,
        Release.Steps steps,
        Optional<OfPersons> persons,
        long dominatedGroups) {
    /**
     * The rows of a release, and whom each is about: not to be handed out.
     *
     * @param column says that
     */
    public record OfPersons(SparkTable rows, String column) {}
}
