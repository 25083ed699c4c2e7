package org.phrkit.cli.keys;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.X25519Identity;
import org.phrkit.cli.files.FileKind;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/** A secret key of any kind: to decrypt with, or to sign with. */
public sealed interface SecretKey extends AutoCloseable {
    /** The public key that belongs to it. */
    String publicKey();

    /** The public key, or what stands for a long one; see {@link org.phrkit.age.KeyRecipient#shortName}. */
    String shortName();

    /** The 32 bytes that it is made from; the caller clears them. */
    byte[] exposeSecret();

    /** The text of a key file without a passphrase. */
    String exposeFileText();

    @Override
    void close();

    /** A key to decrypt with. */
    record Decrypting(KeyIdentity identity) implements SecretKey {
        @Override
        public String publicKey() {
            return identity.recipient().toString();
        }

        @Override
        public String shortName() {
            return identity.recipient().shortName();
        }

        @Override
        public byte[] exposeSecret() {
            return identity.exposeSecret();
        }

        @Override
        public String exposeFileText() {
            return KeyFile.exposeText(identity, OffsetDateTime.now(ZoneId.systemDefault()));
        }

        @Override
        public void close() {
            identity.close();
        }
    }

    /** A key to sign with. */
    record Signing(SigningKey key) implements SecretKey {
        @Override
        public String publicKey() {
            return key.verificationKey().toString();
        }

        @Override
        public String shortName() {
            return publicKey();
        }

        @Override
        public byte[] exposeSecret() {
            return key.exposeSecret();
        }

        @Override
        public String exposeFileText() {
            return key.exposeFileText();
        }

        @Override
        public void close() {
            key.close();
        }
    }

    /** The keys of a file, whose passphrase is asked for if it has one. */
    static List<SecretKey> read(Input input, Passphrases passphrases) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(input.open())) {
            return read(in, input, passphrases);
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }

    private static List<SecretKey> read(BufferedInputStream in, Input input, Passphrases passphrases)
            throws IOException, MalformedKeyException, SignException {
        if (!FileKind.of(in).isOfMinisign()) {
            List<SecretKey> keys = new ArrayList<>();
            for (KeyIdentity identity : KeyFile.readIdentities(in, passphrases.of(input))) {
                keys.add(new Decrypting(identity));
            }
            return keys;
        }
        return List.of(
                new Signing(SigningKey.parse(ShortText.read(in, input.name()), passphrases.ofSigningKey(input))));
    }

    /**
     * The key that is made from a secret, of the kind that its public key says.
     *
     * @param restores the {@link #shortName} that it must have
     */
    static SecretKey restore(byte[] secret, String restores) throws Failure {
        if (restores.startsWith("RW")) {
            try {
                return new Signing(SigningKey.of(secret, VerificationKey.parse(restores)));
            } catch (IllegalArgumentException e) {
                throw otherKey();
            } catch (SignException e) {
                throw Failure.of(e, "the name of the key");
            }
        }
        SecretKey key =
                new Decrypting(restores.startsWith("age1pq1") ? HybridIdentity.of(secret) : X25519Identity.of(secret));
        if (!key.shortName().equals(restores)) {
            key.close();
            throw otherKey();
        }
        return key;
    }

    private static Failure otherKey() {
        return new Failure(
                ExitCode.NO_KEY,
                "the shares do not give the key that they name",
                "either they have a passphrase (-p), which was not given or is wrong, or the "
                        + "name of the key was altered");
    }
}
