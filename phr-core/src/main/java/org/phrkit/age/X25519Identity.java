package org.phrkit.age;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.phrkit.age.format.Base64;
import org.phrkit.age.format.Bech32;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;

/** A secret key on Curve25519 (C2SP age.md, "The X25519 recipient type"). */
public final class X25519Identity extends Identity {
    private static final String PREFIX = "age-secret-key-";

    private final SecretBytes scalar;
    private final X25519Recipient recipient;

    private X25519Identity(SecretBytes scalar) {
        this.scalar = scalar;
        this.recipient = new X25519Recipient(X25519.publicKey(scalar));
    }

    /** A new key of 32 random bytes. */
    public static X25519Identity generate(SecureRandom random) {
        return new X25519Identity(SecretBytes.random(X25519.SIZE_BYTES, random));
    }

    /**
     * Reads {@code AGE-SECRET-KEY-1…}.
     *
     * @throws MalformedKeyException if it does not hold 32 bytes and a matching checksum
     */
    public static X25519Identity parse(String text) throws MalformedKeyException {
        return new X25519Identity(SecretBytes.owning(
                KeyFile.decode(text, PREFIX, X25519.SIZE_BYTES).data()));
    }

    @Override
    public X25519Recipient recipient() {
        return recipient;
    }

    @Override
    Optional<SecretBytes> unwrap(List<Stanza> stanzas) throws AgeException.Header {
        for (Stanza stanza : stanzas) {
            if (stanza.type().equals(X25519Recipient.STANZA_TYPE)) {
                Optional<SecretBytes> fileKey = unwrap(stanza);
                if (fileKey.isPresent()) {
                    return fileKey;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SecretBytes> unwrap(Stanza stanza) throws AgeException.Header {
        if (stanza.arguments().size() != 2) {
            throw new AgeException.Header("an X25519 stanza must have one argument");
        }
        byte[] share = Base64.decode(stanza.arguments().get(1))
                .filter(bytes -> bytes.length == X25519.SIZE_BYTES)
                .orElseThrow(() -> new AgeException.Header("the share of an X25519 stanza is not 32 bytes in base64"));
        byte[] body = stanza.body();
        if (body.length != WrappedKey.SIZE_BYTES) {
            throw new AgeException.Header("the body of an X25519 stanza is not 32 bytes");
        }
        try (SecretBytes shared = X25519.agree(scalar, share)
                .orElseThrow(() -> new AgeException.Header("the share of an X25519 stanza has a small order"))) {
            return WrappedKey.open(shared, recipient.salt(share), X25519Recipient.info(), body);
        }
    }

    @Override
    public String exposeText() {
        return Bech32.encode(PREFIX, scalar.expose()).toUpperCase(Locale.ROOT);
    }

    @Override
    public void destroy() {
        scalar.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return scalar.isDestroyed();
    }
}
