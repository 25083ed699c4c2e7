package org.phrkit.age;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/** Stands for identities that are asked for when they are needed. It opens nothing itself. */
final class OnDemandIdentity extends Identity {
    private final IdentitySource source;
    private final Map<Boolean, List<Identity>> obtained = new HashMap<>();
    private boolean destroyed;

    OnDemandIdentity(IdentitySource source) {
        this.source = source;
    }

    @Override
    synchronized List<Identity> available(boolean isPassphrase) throws IOException {
        if (destroyed) {
            throw new IllegalStateException("the identity was destroyed");
        }
        List<Identity> known = obtained.get(isPassphrase);
        if (known == null) {
            known = List.copyOf(source.get(isPassphrase));
            obtained.put(isPassphrase, known);
        }
        return known;
    }

    @Override
    public Optional<KeyRecipient> publicKey() {
        return Optional.empty();
    }

    @Override
    String stanzaType() {
        return "";
    }

    @Override
    Optional<SecretBytes> unwrap(Stanza stanza) {
        return Optional.empty();
    }

    @Override
    public synchronized void destroy() {
        obtained.values().forEach(identities -> identities.forEach(Identity::destroy));
        destroyed = true;
    }

    @Override
    public synchronized boolean isDestroyed() {
        return destroyed;
    }
}
