package org.phrkit.age;

import java.util.List;
import java.util.Optional;
import javax.security.auth.Destroyable;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/** A secret that opens files: a {@link KeyIdentity} or a passphrase. Destroy it when it is no longer needed. */
public abstract sealed class Identity implements AutoCloseable, Destroyable permits KeyIdentity, ScryptIdentity {
    Identity() {}

    /** The type of the stanzas that it may open; all others are passed over. */
    abstract String stanzaType();

    /**
     * The file key in a stanza of its type; empty where this is the stanza of another.
     *
     * @throws AgeException.Header if the stanza does not follow the format
     */
    abstract Optional<SecretBytes> unwrap(Stanza stanza) throws AgeException.Header;

    /** The file key from the first stanza that it opens; empty where there is none. */
    final Optional<SecretBytes> unwrap(List<Stanza> stanzas) throws AgeException.Header {
        for (Stanza stanza : stanzas) {
            if (stanza.type().equals(stanzaType())) {
                Optional<SecretBytes> fileKey = unwrap(stanza);
                if (fileKey.isPresent()) {
                    return fileKey;
                }
            }
        }
        return Optional.empty();
    }

    /** Overwrites the secret, as far as the JVM allows: copies that it made by itself are out of reach. */
    @Override
    public abstract void destroy();

    @Override
    public final void close() {
        destroy();
    }
}
