package org.phrkit.age;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/** A header that an identity has opened and found authentic. */
record Opened(SecretBytes fileKey, Identity identity) {
    static Opened by(Collection<? extends Identity> identities, Header header) throws IOException {
        boolean hasPassphrase = false;
        for (Stanza stanza : header.stanzas()) {
            hasPassphrase |= stanza.type().equals(ScryptRecipient.STANZA_TYPE);
        }
        if (hasPassphrase && header.stanzas().size() > 1) {
            throw new AgeException.Header("a scrypt stanza must be the only one");
        }
        boolean tried = false;
        for (Identity given : identities) {
            for (Identity identity : given.available(hasPassphrase)) {
                tried |= identity instanceof ScryptIdentity;
                Optional<SecretBytes> fileKey = identity.unwrap(header.stanzas());
                if (fileKey.isPresent()) {
                    if (!header.isAuthentic(fileKey.get())) {
                        fileKey.get().destroy();
                        throw new AgeException.Mac();
                    }
                    return new Opened(fileKey.get(), identity);
                }
            }
        }
        if (!hasPassphrase) {
            throw new AgeException.NoMatch("the file is not encrypted to any of the given keys");
        }
        throw new AgeException.NoMatch(
                tried ? "the passphrase is wrong" : "the file is encrypted with a passphrase, and none was given");
    }
}
