/**
 * What all bad input has in common: a place and a problem.
 *
 * <p>Whatever the library refuses because of what stands in a file or a text that someone handed in, it refuses with a
 * {@link org.phrkit.input.BadInputException}. Its subtypes say which part failed; a caller that only wants to tell the
 * user catches the parent:
 *
 * <pre>{@code
 * try (InputStream in = Files.newInputStream(path)) {
 *     Table table = Csv.read(in, schema::bind);
 * } catch (BadInputException e) {
 *     System.err.println(e.at(path.toString()));
 * }
 * }</pre>
 *
 * <p>No message holds what stands in a cell, a key or a passphrase.
 */
@NullMarked
package org.phrkit.input;

import org.jspecify.annotations.NullMarked;
