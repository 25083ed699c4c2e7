package org.phrkit.age;

import java.util.Optional;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/** A passphrase that opens files (C2SP age.md, "The scrypt recipient type"). */
public final class ScryptIdentity extends Identity {
    private final ScryptKey key;
    private final int highestWorkFactor;

    /**
     * A passphrase; a copy is kept.
     *
     * @param passphrase is copied; the caller clears it
     * @param highestWorkFactor files that ask for more work are refused, because whoever wrote them may want to keep
     *     this computer busy; {@link ScryptRecipient#HIGHEST_WORK_FACTOR} is the most there can be
     * @throws IllegalArgumentException if the passphrase is empty or the work factor out of its range
     */
    public ScryptIdentity(char[] passphrase, int highestWorkFactor) {
        if (highestWorkFactor < 1 || highestWorkFactor > ScryptRecipient.HIGHEST_WORK_FACTOR) {
            throw new IllegalArgumentException("the work factor is " + highestWorkFactor + "; it must be 1 to 22");
        }
        this.key = new ScryptKey(passphrase);
        this.highestWorkFactor = highestWorkFactor;
    }

    @Override
    public Optional<KeyRecipient> publicKey() {
        return Optional.empty();
    }

    @Override
    String stanzaType() {
        return ScryptRecipient.STANZA_TYPE;
    }

    @Override
    Optional<SecretBytes> unwrap(Stanza stanza) throws AgeException.Header {
        stanza.requireArguments(3, AgeException.Header::new);
        byte[] salt = stanza.argument(1, ScryptRecipient.SALT_SIZE_BYTES, AgeException.Header::new);
        int workFactor = workFactor(stanza.arguments().get(2));
        byte[] body = stanza.body(WrappedKey.SIZE_BYTES, AgeException.Header::new);
        try (SecretBytes wrapKey = key.derive(salt, workFactor)) {
            return WrappedKey.open(wrapKey, body);
        }
    }

    private int workFactor(String text) throws AgeException.Header {
        if (!text.matches("[1-9][0-9]*")) {
            throw new AgeException.Header("the work factor of a scrypt stanza is not a number");
        }
        if (text.length() > 2 || Integer.parseInt(text) > highestWorkFactor) {
            throw new AgeException.Header(
                    "the passphrase would take too much work: the work factor is above 2^" + highestWorkFactor);
        }
        return Integer.parseInt(text);
    }

    @Override
    public void destroy() {
        key.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return key.isDestroyed();
    }
}
