package org.phrkit.age;

import java.io.IOException;
import java.util.Optional;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/** A secret key on Curve25519, or that half of a hybrid one, that is not here, and can be asked. */
final class AgreedIdentity extends Identity {
    private final KeyRecipient recipient;
    private final SecretBytes mlKemSeed;
    private final X25519Agreement agreement;
    private volatile boolean destroyed;

    /** @param mlKemSeed of the other half of a hybrid key; empty for a key on Curve25519 alone */
    AgreedIdentity(KeyRecipient recipient, SecretBytes mlKemSeed, X25519Agreement agreement) {
        this.recipient = recipient;
        this.mlKemSeed = mlKemSeed;
        this.agreement = agreement;
    }

    @Override
    public Optional<KeyRecipient> publicKey() {
        return Optional.of(recipient);
    }

    @Override
    String stanzaType() {
        return recipient instanceof HybridRecipient ? HybridRecipient.STANZA_TYPE : X25519Recipient.STANZA_TYPE;
    }

    @Override
    Optional<SecretBytes> unwrap(Stanza stanza) throws IOException {
        if (destroyed) {
            throw new IllegalStateException("the identity was destroyed");
        }
        return recipient instanceof HybridRecipient hybrid
                ? hybrid.unwrap(stanza, mlKemSeed, agreement)
                : ((X25519Recipient) recipient).unwrap(stanza, agreement);
    }

    @Override
    public void destroy() {
        mlKemSeed.destroy();
        destroyed = true;
        agreement.destroyed();
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }
}
