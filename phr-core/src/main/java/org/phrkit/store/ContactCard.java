package org.phrkit.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.age.KeyRecipient;
import org.phrkit.json.JsonObject;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import org.phrkit.text.HiddenCharacters;
import org.phrkit.transparency.LogKey;

/**
 * The card that people exchange before they send each other reports: a name, a key that signs, and a key to encrypt
 * to, signed by the former. A card proves that its two keys belong together, and nothing about the name: it is used
 * after the fingerprint was compared.
 *
 * @param name 1 to 64 characters, as its owner wants to be called
 * @param signer the key that signs its reports and grants, and this card
 * @param recipient the key to encrypt to; for who opens reports through the store, titles alone
 * @param mediated for whom reports are encrypted instead, who opens them together with the store alone
 * @param created when it was made
 * @param logKey by which the owner and those who have the card find its keys in the store's log
 */
public record ContactCard(
        String name,
        VerificationKey signer,
        KeyRecipient recipient,
        Optional<MediatedRecipient> mediated,
        Instant created,
        Optional<LogKey> logKey) {
    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 64;

    private static final String TYPE = "phr/card/1";

    /**
     * Refuses a name that is empty, too long, or has characters that do not show.
     *
     * @param name what the holder is called
     * @param signer the key that signs
     * @param recipient the key to encrypt to
     * @param created when the card was made
     * @param mediated for whom reports are encrypted instead, who opens them together with the store alone
     * @param logKey by which the owner and those who have the card find its keys in the store's log
     * @throws IllegalArgumentException if the name is empty, too long, or has characters that do not show
     */
    public ContactCard {
        if (!isName(name)) {
            throw new IllegalArgumentException("a name has 1 to 64 characters, none of which is hidden");
        }
    }

    /**
     * A card without a log key.
     *
     * @param name what the holder is called
     * @param signer the key that signs
     * @param recipient the key to encrypt to
     * @param mediated the key of a doctor who opens reports together with the store
     * @param created when the card was made
     */
    public ContactCard(
            String name,
            VerificationKey signer,
            KeyRecipient recipient,
            Optional<MediatedRecipient> mediated,
            Instant created) {
        this(name, signer, recipient, mediated, created, Optional.empty());
    }

    /**
     * {@return whether a text can be the name on a card}
     *
     * @param name the name to look at
     */
    public static boolean isName(String name) {
        return !name.isBlank()
                && name.equals(name.strip())
                && name.codePointCount(0, name.length()) <= LONGEST_NAME
                && !HiddenCharacters.areIn(name);
    }

    /**
     * Signs it.
     *
     * @param key signs it
     * @return the signed statement
     * @throws IllegalArgumentException if the key is not the card's
     */
    public SignedStatement sign(SigningKey key) {
        requireOwn(key, signer);
        Map<String, Object> members = Statement.of(TYPE);
        members.put("name", name);
        members.put("signer", signer.toString());
        members.put("recipient", recipient.toString());
        members.put("mediated", mediated.isPresent() ? mediated.get().toString() : false);
        members.put("created", created.toString());
        logKey.ifPresent(secret -> members.put("logKey", secret.exposeText()));
        return SignedStatement.of(JsonObject.write(members), key);
    }

    static void requireOwn(SigningKey key, VerificationKey signer) {
        if (!key.verificationKey().equals(signer)) {
            throw new IllegalArgumentException("a statement is signed by the key that it names");
        }
    }

    /**
     * Reads a card, and checks that the key it names signed it.
     *
     * @param signed the statement with its signature
     * @return the card
     * @throws StoreFormatException if it is anything else
     */
    public static ContactCard of(SignedStatement signed) throws StoreFormatException {
        Statement read = Statement.read(
                signed, TYPE, Set.of("name", "signer", "recipient", "mediated", "created"), Set.of("logKey"));
        String name = read.text("name");
        if (!isName(name)) {
            throw new StoreFormatException("has no proper \"name\"");
        }
        ContactCard card = new ContactCard(
                name,
                read.signer("signer"),
                read.recipient("recipient"),
                read.mediated("mediated"),
                read.time("created"),
                read.logKey("logKey"));
        signed.verify(card.signer);
        return card;
    }

    /** Names the key by its fingerprint. */
    @Override
    public String toString() {
        return "ContactCard[" + signer.fingerprint() + "]";
    }
}
