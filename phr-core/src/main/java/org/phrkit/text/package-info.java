/**
 * Text between a person and the program: which characters may stand in a line that is read and believed, and where
 * passphrases come from.
 */
@NullMarked
package org.phrkit.text;

import org.jspecify.annotations.NullMarked;
