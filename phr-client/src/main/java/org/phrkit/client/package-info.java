/**
 * A client of a store. {@link StoreClient#join} takes an invitation, and {@link StoreClient#open} what it returned:
 *
 * <pre>{@code
 * Membership me = StoreClient.join(invitation, card, signing, recovery.verificationKey(), random);
 * try (StoreClient store = StoreClient.open(me, random)) {
 *     store.put(sealed, manifest.id(), readers, Optional.empty(), Optional.empty());
 *     store.get(id, out);
 * }
 * }</pre>
 *
 * <p>A client knows the store by the fingerprint in the invitation: the key that has it signs the list of the keys of TLS,
 * and no other certificate counts. What a client sends is signed by its device; what it gets is for phr-core to check.
 */
@NullMarked
package org.phrkit.client;

import org.jspecify.annotations.NullMarked;
