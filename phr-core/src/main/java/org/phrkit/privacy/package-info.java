/**
 * Numbers about a table: the classes that an adversary sees, what they give away, and what a release lost.
 *
 * <p>{@link org.phrkit.privacy.EquivalenceClasses} are the rows that cannot be told apart by their quasi-identifiers.
 * From them follow {@link org.phrkit.privacy.KAnonymity}, {@link org.phrkit.privacy.Diversity}, {@link
 * org.phrkit.privacy.Closeness}, {@link org.phrkit.privacy.ReidentificationRisk} and {@link
 * org.phrkit.privacy.AttributeDisclosure}:
 *
 * <pre>{@code
 * EquivalenceClasses classes = EquivalenceClasses.of(table);
 * long k = KAnonymity.of(table).smallest();
 * int l = Diversity.of(classes, table.column("diagnosis").orElseThrow()).smallest();
 * }</pre>
 *
 * <p>With the original beside the release: {@link org.phrkit.privacy.InformationLoss}, {@link
 * org.phrkit.privacy.RecordLinkage}, {@link org.phrkit.privacy.IntervalDisclosure}, {@link
 * org.phrkit.privacy.ColumnChange}, {@link org.phrkit.privacy.CorrelationChange}, {@link
 * org.phrkit.privacy.EigenvalueChange} and {@link org.phrkit.privacy.PropensityScore}. Those that compare row by row say
 * nothing where the rows are not paired, which {@link org.phrkit.privacy.RowOrder} looks into.
 *
 * <p>Each class cites where its measure is defined, and says what it is of an empty, a constant or a missing column.
 * Sums run in row order, and figures are rounded where the rounding of sums could decide a comparison.
 *
 * <p>What this room does not do: it knows nothing of how a release was made, and it judges nothing; {@link
 * org.phrkit.verify.ReleaseCheck} answers yes or no.
 */
@NullMarked
package org.phrkit.privacy;

import org.jspecify.annotations.NullMarked;
