/**
 * Micro-aggregation: groups of at least k similar rows, each row replaced by the centre of its group.
 *
 * <p>{@link org.phrkit.microaggregation.Anonymisation} is the whole way from a table to its release, and a record of the
 * choices on it:
 *
 * <pre>{@code
 * Release release = new Anonymisation(5).of(Csv.read(in, schema::bind));
 * Csv.write(release.table(), out);
 * System.out.println(release.informationLoss());
 * }</pre>
 *
 * <p>The steps can be had one by one. {@link org.phrkit.microaggregation.Mdav} partitions the rows (Domingo-Ferrer and
 * Torra 2005, doi 10.1007/s10618-005-0007-5), {@link org.phrkit.microaggregation.Refinement} lowers the loss of a
 * partition, {@link org.phrkit.microaggregation.Guarantees} merges groups until each is diverse and close enough, and
 * {@link org.phrkit.microaggregation.Release} is made from a partition. {@link
 * org.phrkit.microaggregation.DoublePhase} is for tables that several collectors hold.
 *
 * <p>Every partition passes one gate before it is handed out: a group that covers fewer than k records is an error of the
 * program, and never a result. The same table and choices give the same release on every machine, JDK and number of
 * threads; ties go to the lowest row.
 *
 * <p>What is wrong with a table is an {@link org.phrkit.microaggregation.AnonymisationException} or a {@link
 * org.phrkit.microaggregation.CollectorException}, and never quotes a cell.
 *
 * <p>What this room does not do: it counts rows, and where a person has several rows, a group of k rows may be of fewer
 * persons. It does not judge a release; {@link org.phrkit.verify} does, without any code of this room.
 */
@NullMarked
package org.phrkit.microaggregation;

import org.jspecify.annotations.NullMarked;
