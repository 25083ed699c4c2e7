/**
 * Signatures of files in the form of minisign: Ed25519 keys with an identifier, and detached signatures with a comment that
 * is signed too.
 *
 * <p>Begin with {@link org.phrkit.sign.SigningKey#sign SigningKey.sign} and {@link org.phrkit.sign.Signature#verify
 * Signature.verify}:
 *
 * <pre>{@code
 * String text = key.sign(in, "list of March").fileText();
 * Signature.parse(text).verify(VerificationKey.parse("RWQNLsim…"), again);
 * }</pre>
 *
 * <p>What is signed is read once, in constant memory. {@link org.phrkit.sign.ContentHash} stands for a file in a list that
 * is signed in its place. A signature does not say whose key it is by, nor when it was made: compare fingerprints. What
 * is not accepted is a {@link org.phrkit.sign.SignException}, whose subtype says why.
 */
@NullMarked
package org.phrkit.sign;

import org.jspecify.annotations.NullMarked;
