package org.phrkit.cli.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.Recipient;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.CardPlace;
import org.phrkit.store.ContactCard;
import org.phrkit.store.HandedCard;
import org.phrkit.store.StoreFormatException;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.TransparencyException;

/** A public key of somebody else: to encrypt to, or to check signatures with. */
public sealed interface ContactKey {
    /** As it is handed out. */
    String text();

    /** The key itself, or a short form of a long key. */
    String shortName();

    /** The fingerprint, to compare over the telephone. */
    String fingerprint();

    /** The purpose of the key; a name has at most one key for each purpose. */
    Purpose purpose();

    /** What a key is good for. */
    enum Purpose {
        /** Files are encrypted to it. */
        ENCRYPT("encrypt to"),
        /** Signatures are checked with it. */
        VERIFY("signs with"),
        /** Reports at a store are encrypted to what is made of it. */
        MEDIATED("opens through the store"),
        /** Its other keys are found in the store's log by it. */
        LOG("is found in the store's log");

        private final String text;

        Purpose(String text) {
            this.text = text;
        }

        /** The purpose in the words of a list. */
        String text() {
            return text;
        }
    }

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
        public Purpose purpose() {
            return Purpose.ENCRYPT;
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
        public Purpose purpose() {
            return Purpose.VERIFY;
        }
    }

    /** A doctor who opens nothing without the store. */
    record Mediated(MediatedRecipient key) implements ContactKey {
        private static final int LINE = 100;

        @Override
        public String text() {
            return key.toString();
        }

        @Override
        public String shortName() {
            return text().length() <= LINE ? text() : "age1phr1 with the fingerprint " + fingerprint();
        }

        @Override
        public String fingerprint() {
            return key.fingerprint();
        }

        @Override
        public Purpose purpose() {
            return Purpose.MEDIATED;
        }
    }

    /**
     * Whose keys are found in the log of a store. The key is a secret of its owner and of who has the card.
     *
     * @param key by which they are found
     * @param card where the card that the other keys are from stands in the log, as far as its owner said
     */
    record InLog(LogKey key, Optional<CardPlace> card) implements ContactKey {
        private static final String PREFIX = "log:";

        @Override
        public String text() {
            return PREFIX
                    + key.exposeText()
                    + card.map(place -> ":" + place.text()).orElse("");
        }

        @Override
        public String shortName() {
            return "(not shown)";
        }

        @Override
        public String fingerprint() {
            return key.fingerprint();
        }

        @Override
        public Purpose purpose() {
            return Purpose.LOG;
        }

        @Override
        public boolean isSameKey(ContactKey other) {
            return other instanceof InLog that && that.key.equals(key);
        }

        /** Without the place, where the other keys are not those of the card any more. */
        InLog withoutCard() {
            return new InLog(key, Optional.empty());
        }

        /** Whether it is of the same key, and says nothing newer of the card. */
        boolean isCoveredBy(ContactKey known) {
            return known instanceof InLog that
                    && isSameKey(that)
                    && that.card.isPresent()
                    && (card.isEmpty()
                            || (card.get().store().equals(that.card.get().store())
                                    && card.get().last() <= that.card.get().last()));
        }

        private static InLog parse(String text) throws IOException {
            String[] parts = text.substring(PREFIX.length()).split(":", 2);
            try {
                return new InLog(
                        LogKey.parse(parts[0]),
                        parts.length == 1 ? Optional.empty() : Optional.of(CardPlace.parse(parts[1])));
            } catch (TransparencyException e) {
                throw new Failure(ExitCode.USAGE, e.problem());
            } catch (StoreFormatException e) {
                throw new Failure(ExitCode.USAGE, e.problem());
            }
        }
    }

    /** Whether a text begins as a key of any kind, so that it cannot be a name. */
    static boolean looksLikeOne(String text) {
        return text.startsWith("age1")
                || text.startsWith("AGE-SECRET-KEY-")
                || text.startsWith("AGE-PLUGIN-")
                || text.startsWith(InLog.PREFIX)
                || text.startsWith("ssh-rsa ")
                || text.startsWith("ssh-ed25519 ")
                || (text.startsWith("RW") && text.length() == 56);
    }

    /** Whether it is the same key, whatever else is known of it. */
    default boolean isSameKey(ContactKey other) {
        return equals(other);
    }

    /**
     * The keys of a contact card: to check signatures with, to encrypt to, of a doctor who opens through the store the key
     * for that, and by which all of them are found in its log.
     *
     * @throws StoreFormatException if it is none, its own key did not sign it, or what it says of the log is of another
     * card
     */
    static List<ContactKey> ofCard(String text) throws StoreFormatException {
        HandedCard handed = HandedCard.parse(text);
        ContactCard card = ContactCard.of(handed.card());
        Optional<CardPlace> place = handed.place();
        List<ContactKey> keys = new ArrayList<>();
        keys.add(new ToVerify(card.signer()));
        keys.add(new ToEncrypt(card.recipient()));
        card.mediated().ifPresent(key -> keys.add(new Mediated(key)));
        card.logKey().ifPresent(key -> keys.add(new InLog(key, place)));
        return keys;
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
                    "this is a secret key, which must stay with its owner",
                    "use the public key, which phr keygen --public KEYFILE prints");
        }
        if (text.startsWith("RW") || text.startsWith("untrusted comment:")) {
            return new ToVerify(VerificationKey.parse(text));
        }
        if (text.startsWith(InLog.PREFIX)) {
            return InLog.parse(text.strip());
        }
        if (MediatedRecipient.looksLike(text)) {
            return new Mediated(MediatedRecipient.parse(text.strip()));
        }
        List<Recipient> keys = KeyFile.readRecipients(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        if (keys.size() != 1) {
            throw new Failure(ExitCode.USAGE, "there are several keys, but a contact has only one of each kind");
        }
        return new ToEncrypt((KeyRecipient) keys.get(0));
    }
}
