package org.phrkit.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.Recipient;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/** A public key of somebody else: to encrypt to, or to check signatures with. */
public sealed interface ContactKey {
    /** As it is handed out. */
    String text();

    /** Itself, or what stands for a long one. */
    String shortName();

    /** To compare over the telephone. */
    String fingerprint();

    /** Whether signatures are checked with it. */
    boolean isToSign();

    /** A key to encrypt to. */
    record ToEncrypt(KeyRecipient key) implements ContactKey {
        @Override
        public String text() {
            return key.toString();
        }

        @Override
        public String shortName() {
            return key.shortName();
        }

        @Override
        public String fingerprint() {
            return key.fingerprint();
        }

        @Override
        public boolean isToSign() {
            return false;
        }
    }

    /** A key to check signatures with. */
    record ToVerify(VerificationKey key) implements ContactKey {
        @Override
        public String text() {
            return key.toString();
        }

        @Override
        public String shortName() {
            return key.toString();
        }

        @Override
        public String fingerprint() {
            return key.fingerprint();
        }

        @Override
        public boolean isToSign() {
            return true;
        }
    }

    /** Whether a text begins as a key of any kind, so that it cannot be a name. */
    static boolean looksLikeOne(String text) {
        return text.startsWith("age1")
                || text.startsWith("AGE-SECRET-KEY-")
                || text.startsWith("AGE-PLUGIN-")
                || text.startsWith("ssh-rsa ")
                || text.startsWith("ssh-ed25519 ")
                || (text.startsWith("RW") && text.length() == 56);
    }

    /**
     * Both keys of a contact card: to check signatures with, and to encrypt to.
     *
     * @throws StoreFormatException if it is none, or its own key did not sign it
     */
    static List<ContactKey> ofCard(String text) throws StoreFormatException {
        ContactCard card = ContactCard.of(SignedStatement.parse(text));
        return List.of(new ToVerify(card.signer()), new ToEncrypt(card.recipient()));
    }

    /**
     * One key, as it is handed out or as its file holds it.
     *
     * @throws Failure if it is none, or several, or secret
     */
    static ContactKey parse(String text) throws IOException {
        if (text.contains("AGE-SECRET-KEY-") || text.contains("secret key")) {
            throw new Failure(
                    ExitCode.USAGE,
                    "this is a secret key, which stays with its owner",
                    "phr keygen --public KEYFILE prints the public one");
        }
        if (text.startsWith("RW") || text.startsWith("untrusted comment:")) {
            return new ToVerify(VerificationKey.parse(text));
        }
        List<Recipient> keys = KeyFile.readRecipients(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        if (keys.size() != 1) {
            throw new Failure(ExitCode.USAGE, "these are several keys, and a contact has one of each kind");
        }
        return new ToEncrypt((KeyRecipient) keys.get(0));
    }
}
