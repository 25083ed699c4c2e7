/**
 * Independent checks of a release: is it k-anonymous, l-diverse, t-close and free of identifiers, and what did it lose?
 *
 * <p>A {@link org.phrkit.verify.ReleasedTable} is a release as it was read, by its bytes. {@link
 * org.phrkit.verify.ReleaseCheck} answers from it alone, and the command {@code phr verify release} asks the same
 * function:
 *
 * <pre>{@code
 * ReleasedTable release = ReleasedTable.read(in, schema);
 * ReleaseCheck.Verdict verdict = ReleaseCheck.of(release, 5);
 * if (!verdict.holds()) {
 *     System.out.println("no: line " + verdict.firstLineBelowK());
 * }
 * }</pre>
 *
 * <p>A check that fails is a value. A file that cannot be read is a {@link org.phrkit.table.TableException}, one that does
 * not fit its roles a {@link org.phrkit.table.SchemaException}.
 *
 * <p>{@link org.phrkit.verify.Requirements} says what is asked; {@link org.phrkit.verify.ReleaseComparison} adds, for those
 * who may see the original, what is left of risk and what was lost. {@link org.phrkit.verify.ReleaseManifest} describes a
 * release to those who get it: its exact bytes, and how it was made.
 *
 * <p>What this room does not do: it never uses the code that makes releases, because a proof must not trust its producer.
 * It counts records, and cannot see in a file whether two records are of one person.
 */
@NullMarked
package org.phrkit.verify;

import org.jspecify.annotations.NullMarked;
