package org.phrkit.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.Recipient;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;

/**
 * Someone a report is for, as a pair of keys: one to decrypt with, and one to sign with. Without the pair, any reader
 * could pass a report on in the name of another. Immutable.
 *
 * @param recipient opens the report
 * @param signer signs what he passes on; empty for a reader who cannot
 * @param mayGrant whether he may pass the report on by a {@link GrantStatement}
 */
public record Reader(KeyRecipient recipient, Optional<VerificationKey> signer, boolean mayGrant) {
    /**
     * Refuses a right that nobody could use.
     *
     * @param signer signs what the reader passes on
     * @param recipient opens the report
     * @param mayGrant whether he may pass the report on by a {@link GrantStatement}
     */
    public Reader {
        if (mayGrant && signer.isEmpty()) {
            throw new IllegalArgumentException("a reader without a signing key cannot pass a report on");
        }
    }

    /**
     * A reader who cannot pass the report on, as no signing key of his is known.
     *
     * @param recipient opens the report
     */
    public Reader(KeyRecipient recipient) {
        this(recipient, Optional.empty(), false);
    }

    /**
     * A reader who may not pass the report on.
     *
     * @param recipient opens the report
     * @param signer signs what the reader passes on
     */
    public Reader(KeyRecipient recipient, VerificationKey signer) {
        this(recipient, Optional.of(signer), false);
    }

    Map<String, Object> pair() {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("recipient", recipient.toString());
        signer.ifPresent(key -> pair.put("signer", key.toString()));
        return pair;
    }

    static Reader parse(JsonObject pair, boolean mayGrant) throws MalformedJsonException, SignException {
        return new Reader(
                recipient(pair.text("recipient")),
                pair.has("signer") ? Optional.of(VerificationKey.parse(pair.text("signer"))) : Optional.empty(),
                mayGrant);
    }

    static List<Reader> ofRecipients(List<String> recipients) {
        return recipients.stream().map(text -> new Reader(recipient(text))).toList();
    }

    private static KeyRecipient recipient(String text) {
        try {
            return (KeyRecipient) Recipient.parse(text);
        } catch (MalformedKeyException e) {
            throw new IllegalArgumentException("a report has recipients, each with a public key", e);
        }
    }
}
