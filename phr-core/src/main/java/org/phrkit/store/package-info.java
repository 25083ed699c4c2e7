/**
 * What a store and its clients say to each other, without a network: signed requests, contact cards, invitations, and
 * the statements that bind devices and the keys of TLS to those who answer for them.
 *
 * <p>Each statement is a JSON object of which every member is known, with a {@code type} of its own, so that none can
 * pass for another; it is signed in minisign's prehashed form, and travels as the exact text that was signed
 * ({@link SignedStatement}). A request is signed by the key of one device ({@link RequestKey}), in the manner of RFC 9421
 * ({@link RequestSignature}).
 *
 * <p>Everything but {@link RequestKey} holds no secret, and all types are immutable.
 */
@NullMarked
package org.phrkit.store;

import org.jspecify.annotations.NullMarked;
