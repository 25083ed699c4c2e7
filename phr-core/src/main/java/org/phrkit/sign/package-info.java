/**
 * Signatures of files in the form of minisign: Ed25519 keys with an identifier, detached signatures with a comment that
 * is signed too.
 */
@NullMarked
package org.phrkit.sign;

import org.jspecify.annotations.NullMarked;
