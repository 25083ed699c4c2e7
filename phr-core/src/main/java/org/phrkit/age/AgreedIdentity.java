package org.phrkit.age;

import java.io.IOException;
import java.util.Optional;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/** A secret key on Curve25519 that is not here, and can be asked. */
final class AgreedIdentity extends Identity {
    private final X25519Recipient recipient;
    private final X25519Agreement agreement;
    private volatile boolean destroyed;

    AgreedIdentity(X25519Recipient recipient, X25519Agreement agreement) {
        this.recipient = recipient;
        this.agreement = agreement;
    }

    @Override
    public Optional<KeyRecipient> publicKey() {
        return Optional.of(recipient);
    }

    @Override
    String stanzaType() {
        return X25519Recipient.STANZA_TYPE;
    }

    @Override
    Optional<SecretBytes> unwrap(Stanza stanza) throws IOException {
        if (destroyed) {
            throw new IllegalStateException("the identity was destroyed");
        }
        return recipient.unwrap(stanza, agreement);
    }

    @Override
    public void destroy() {
        destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }
}
