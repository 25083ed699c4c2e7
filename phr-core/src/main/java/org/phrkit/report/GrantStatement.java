package org.phrkit.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;

/**
 * The statement that a granter signs to let another reader have a report that is already sealed: which report, who,
 * for how long, and whether the reader may pass it on. The granter adds a stanza for the reader to the header; the
 * reader believes the file key that he finds there on the word of this statement. Immutable. {@link SignedGrant} has
 * it with its signature, {@link GrantChain} with those before it.
 *
 * @param reportId the id in the manifest
 * @param manifestSha256 SHA-256 of the manifest as it was signed, in hexadecimal
 * @param previousSha256 SHA-256 of the statement before it, as it was signed; empty for the first
 * @param reader whom it is granted to
 * @param granter the key that signs: the sender's, that of a reader of the manifest who may grant, or that of the
 *     reader of the statement before it
 * @param window when the reader may open the report
 * @param time when it was signed, by the granter's clock
 * @param checkpoint the last checkpoint of a log that the granter saw; carried, and not looked at
 */
public record GrantStatement(
        String reportId,
        String manifestSha256,
        Optional<String> previousSha256,
        Reader reader,
        VerificationKey granter,
        Window window,
        Instant time,
        Optional<String> checkpoint) {
    /** How a statement begins. */
    public static final String TYPE = "phr/grant/1";

    /** The longest statement that is read. */
    public static final int LIMIT_LENGTH = 32_768;

    /**
     * The time in which a grant holds.
     *
     * @param notBefore the first moment
     * @param expires the first moment after it; empty if it does not end by itself
     */
    public record Window(Instant notBefore, Optional<Instant> expires) {
        /**
         * Refuses a window with nothing in it.
         *
         * @param notBefore the first moment
         * @param expires the first moment after it
         */
        public Window {
            if (expires.filter(end -> !end.isAfter(notBefore)).isPresent()) {
                throw new IllegalArgumentException("a grant expires after it begins");
            }
        }

        /**
         * {@return whether every moment of this one is one of another}
         *
         * @param other the longer time
         */
        public boolean isWithin(Window other) {
            return !notBefore.isBefore(other.notBefore)
                    && (other.expires.isEmpty()
                            || expires.filter(end -> !end.isAfter(other.expires.get()))
                                    .isPresent());
        }

        void requireNow(Instant now) throws ReportException.NotGranted {
            if (now.isBefore(notBefore)) {
                throw new ReportException.NotGranted("the report is granted from " + notBefore + " on, and not before");
            }
            if (expires.filter(end -> !now.isBefore(end)).isPresent()) {
                throw new ReportException.NotGranted("the grant expired at " + expires.get());
            }
        }
    }

    /**
     * Refuses what no statement can say.
     *
     * @param reportId the id in the manifest
     * @param manifestSha256 SHA-256 of the manifest as it was signed, in hexadecimal
     * @param previousSha256 SHA-256 of the statement before it
     * @param reader whom it is granted to
     * @param granter the key that signs
     * @param window when the reader may open the report
     * @param time when it was signed, by the granter's clock
     * @param checkpoint the last checkpoint of a log that the granter saw
     */
    public GrantStatement {
        if (!reportId.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("the id of a report has 32 hexadecimal digits");
        }
        if (!manifestSha256.matches("[0-9a-f]{64}")
                || previousSha256.filter(hash -> !hash.matches("[0-9a-f]{64}")).isPresent()) {
            throw new IllegalArgumentException("a SHA-256 is 64 hexadecimal digits");
        }
        ReportManifest.requireCheckpoint(checkpoint);
    }

    /** {@return the text that is signed: one JSON object, in UTF-8} */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", TYPE);
        json.put("reportId", reportId);
        json.put("manifestSha256", manifestSha256);
        previousSha256.ifPresent(hash -> json.put("previousSha256", hash));
        json.put("reader", reader.pair());
        json.put("granter", granter.toString());
        json.put("mayGrant", reader.mayGrant());
        json.put("notBefore", window.notBefore().toString());
        window.expires().ifPresent(end -> json.put("expires", end.toString()));
        json.put("time", time.toString());
        checkpoint.ifPresent(text -> json.put("checkpoint", text));
        return JsonObject.write(json);
    }

    /**
     * Reads a statement; {@link SignedGrant#read} checks its signature too. Members that it does not know are refused.
     *
     * @param text the text to read
     * @return the statement
     * @throws ReportException.Malformed if it is not one
     */
    public static GrantStatement parse(String text) throws ReportException.Malformed {
        if (text.length() > LIMIT_LENGTH) {
            throw new ReportException.Malformed("the grant is longer than " + LIMIT_LENGTH + " characters");
        }
        try {
            JsonObject root = JsonObject.read(
                    text,
                    Set.of("type", "reportId", "manifestSha256", "reader", "granter", "mayGrant", "notBefore", "time"),
                    Set.of("previousSha256", "expires", "checkpoint"));
            if (!root.text("type").equals(TYPE)) {
                throw new ReportException.Malformed("the grant is of an unknown type");
            }
            return new GrantStatement(
                    root.text("reportId"),
                    root.text("manifestSha256"),
                    optional(root, "previousSha256"),
                    Reader.parse(root.object("reader", Set.of("recipient"), Set.of("signer")), root.truth("mayGrant")),
                    VerificationKey.parse(root.text("granter")),
                    new Window(
                            Instant.parse(root.text("notBefore")),
                            optional(root, "expires").map(Instant::parse)),
                    Instant.parse(root.text("time")),
                    optional(root, "checkpoint"));
        } catch (MalformedJsonException e) {
            throw new ReportException.Malformed("the grant " + e.problem());
        } catch (DateTimeException | SignException e) {
            throw new ReportException.Malformed("the grant is not the JSON of one");
        } catch (IllegalArgumentException e) {
            throw new ReportException.Malformed("the grant is not one: " + e.getMessage());
        }
    }

    private static Optional<String> optional(JsonObject root, String name) throws MalformedJsonException {
        return root.has(name) ? Optional.of(root.text(name)) : Optional.empty();
    }
}
