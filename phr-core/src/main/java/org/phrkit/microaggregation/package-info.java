/** Partitions of the rows of a table into groups of at least k, and the release made from one. */
@NullMarked
package org.phrkit.microaggregation;

import org.jspecify.annotations.NullMarked;
