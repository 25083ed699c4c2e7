package org.phrkit.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;

/**
 * A contact card as it is handed to others: signed, and beside it, unsigned, where it stands in a store's log.
 *
 * @param card signed by the key that it names, once {@link ContactCard#of} read it
 * @param proof what the log is to say; nothing where its owner could not ask
 */
public record HandedCard(SignedStatement card, Optional<CardProof> proof) {
    /** The longest that is read. */
    public static final int LIMIT_BYTES = 1 << 16;

    /** {@return the text that {@link #parse} reads: without a proof, the signed card alone} */
    public String json() {
        Map<String, Object> members = new LinkedHashMap<>(card.members());
        proof.ifPresent(log -> members.put("log", log.members()));
        return JsonObject.write(members);
    }

    /**
     * Reads the text of a file.
     *
     * @param json the text to read
     * @return the card, which nothing was checked of yet
     * @throws StoreFormatException if it is anything else
     */
    public static HandedCard parse(String json) throws StoreFormatException {
        if (json.length() > LIMIT_BYTES) {
            throw new StoreFormatException("is longer than a contact card is");
        }
        try {
            JsonObject object = JsonObject.read(json, SignedStatement.MEMBERS, Set.of("log"));
            return new HandedCard(
                    SignedStatement.of(object.text("statement"), object.text("signature")),
                    object.has("log")
                            ? Optional.of(CardProof.of(object.object("log", CardProof.MEMBERS, Set.of())))
                            : Optional.empty());
        } catch (MalformedJsonException e) {
            throw new StoreFormatException(e.problem());
        }
    }

    /**
     * {@return the place of the card in a store's log, if it names one}
     *
     * @throws StoreFormatException if what it says of the log is not of this card
     */
    public Optional<CardPlace> place() throws StoreFormatException {
        return proof.isPresent() ? Optional.of(proof.get().of(card)) : Optional.empty();
    }
}
