package org.phrkit.spark;

import org.phrkit.microaggregation.Release;
import org.phrkit.verify.ReleaseManifest;

/**
 * An anonymous release that is still on the cluster.
 *
 * @param table the columns that a release has, in the order of the original; rows that are left out are not in it
 * @param counts of rows and groups, and what was lost
 * @param steps what else was done on the way
 */
public record SparkRelease(SparkTable table, ReleaseManifest.Counts counts, Release.Steps steps) {}
