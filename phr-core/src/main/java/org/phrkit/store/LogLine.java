package org.phrkit.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.VerificationKey;

/**
 * A line that a store writes into its log. The person whom a line is about gets it, with its salt, and finds its entry
 * in the tree, so that the store cannot take it back later. A line is true as far as a signature in it says so; the
 * rest is the store's word.
 *
 * <p>Written as JSON of which every member is known. Times are the store's, in UTC; keys are named by their fingerprints,
 * devices by their public keys.
 */
public sealed interface LogLine {
    /** {@return the time at which it happened, by the store's clock} */
    Instant time();

    /** {@return its JSON, which is what the entry commits to} */
    String json();

    /**
     * Reads a line.
     *
     * @param json the text to read
     * @return the line
     * @throws StoreFormatException if it is anything else
     */
    static LogLine parse(String json) throws StoreFormatException {
        try {
            JsonObject object = JsonObject.read(json, Set.of("type", "time"), ALL_MEMBERS);
            Instant time = new Statement(object).time("time");
            return switch (object.text("type")) {
                case Opened.TYPE -> Opened.of(object, time);
                case Granted.TYPE -> Granted.of(object, time);
                case TakenBack.TYPE -> TakenBack.of(object, time);
                case KeyEvent.TYPE -> KeyEvent.of(object, time);
                case Began.TYPE -> Began.of(object, time);
                default -> throw new StoreFormatException("is a line of an unknown type");
            };
        } catch (MalformedJsonException e) {
            throw new StoreFormatException(e.problem());
        }
    }

    /** What some type has besides type and time. */
    Set<String> ALL_MEMBERS = Set.of(
            "report",
            "reader",
            "granter",
            "grant",
            "request",
            "certificate",
            "number",
            "what",
            "key",
            "statement",
            "heads");

    private static Map<String, Object> members(String type, Instant time) {
        Map<String, Object> members = Statement.of(type);
        members.put("time", time.toString());
        return members;
    }

    private static JsonObject require(JsonObject object, Set<String> required, Set<String> optional)
            throws MalformedJsonException {
        Set<String> all = new java.util.HashSet<>(required);
        all.addAll(Set.of("type", "time"));
        return object.as(all, optional);
    }

    /** An id or a fingerprint. */
    private static String id(JsonObject object, String name) throws MalformedJsonException, StoreFormatException {
        String id = object.text(name);
        if (!id.matches("[0-9a-f]{32}")) {
            throw new StoreFormatException("has no proper \"" + name + "\"");
        }
        return id;
    }

    private static SignedStatement signed(JsonObject object, String name)
            throws MalformedJsonException, StoreFormatException {
        JsonObject signed = object.object(name, SignedStatement.MEMBERS, Set.of());
        return SignedStatement.of(signed.text("statement"), signed.text("signature"));
    }

    /**
     * A report was opened together with the store.
     *
     * @param time see {@link LogLine#time}
     * @param report its id
     * @param reader who opened it
     * @param request by which she asked, signed by her device
     * @param certificate of this device: by her key, or by her recovery key
     */
    record Opened(Instant time, String report, String reader, SignedRequest request, SignedStatement certificate)
            implements LogLine {
        static final String TYPE = "phr/log/opened/1";

        private static Opened of(JsonObject object, Instant time) throws MalformedJsonException, StoreFormatException {
            JsonObject read = require(object, Set.of("report", "reader", "request", "certificate"), Set.of());
            return new Opened(
                    time,
                    id(read, "report"),
                    id(read, "reader"),
                    SignedRequest.of(read, "request"),
                    signed(read, "certificate"));
        }

        @Override
        public String json() {
            Map<String, Object> members = members(TYPE, time);
            members.put("report", report);
            members.put("reader", reader);
            members.put("request", request.members());
            members.put("certificate", certificate.members());
            return JsonObject.write(members);
        }

        /**
         * Checks that the reader asked for it.
         *
         * @param store the fingerprint of the store's key
         * @return whether the reader's own key certified the device; else a recovery key did, of which nobody but its owner
         *     and the store knows whose it is
         * @throws StoreFormatException if no signature proves it
         */
        public boolean verify(String store) throws StoreFormatException {
            String device = request.verify("POST", "/v1/openings", store);
            String named = reportOf(request.body()).orElse(report);
            if (!named.equals(report)) {
                throw new StoreFormatException("the request is for another report");
            }
            if (KeyEvent.What.ofCertificate(certificate) == KeyEvent.What.RECOVERED) {
                requireSame(Recovery.of(certificate).device(), device);
                return false;
            }
            DeviceCertificate certified = DeviceCertificate.of(certificate);
            requireSame(certified.device(), device);
            if (!certified.signer().fingerprintHex().equals(reader)
                    || !certified.store().equals(store)) {
                throw new StoreFormatException("the device is certified by another key, or for another store");
            }
            return true;
        }

        private static void requireSame(String certified, String device) throws StoreFormatException {
            if (!certified.equals(device)) {
                throw new StoreFormatException("the request is signed by another device");
            }
        }

        private static Optional<String> reportOf(String body) throws StoreFormatException {
            try {
                JsonObject object = JsonObject.read(body, Set.of("tag", "point"), Set.of("report"));
                return object.has("report") ? Optional.of(object.text("report")) : Optional.empty();
            } catch (MalformedJsonException e) {
                throw new StoreFormatException("the request is for no opening");
            }
        }

        /** {@return the device that asked, as the request names it} */
        public Optional<String> device() {
            return request.device();
        }
    }

    /**
     * A report was granted to a reader.
     *
     * @param time see {@link LogLine#time}
     * @param report its id
     * @param reader who may read it
     * @param granter who lets her
     * @param grant the SHA-256 of the signed statement, in hexadecimal; nothing where the manifest names her
     */
    record Granted(Instant time, String report, String reader, String granter, Optional<String> grant)
            implements LogLine {
        static final String TYPE = "phr/log/granted/1";

        private static Granted of(JsonObject object, Instant time) throws MalformedJsonException, StoreFormatException {
            JsonObject read = require(object, Set.of("report", "reader", "granter"), Set.of("grant"));
            return new Granted(
                    time,
                    id(read, "report"),
                    id(read, "reader"),
                    id(read, "granter"),
                    read.has("grant") ? Optional.of(read.text("grant")) : Optional.empty());
        }

        @Override
        public String json() {
            Map<String, Object> members = members(TYPE, time);
            members.put("report", report);
            members.put("reader", reader);
            members.put("granter", granter);
            grant.ifPresent(sha256 -> members.put("grant", sha256));
            return JsonObject.write(members);
        }
    }

    /**
     * A report was taken back from a reader.
     *
     * @param time see {@link LogLine#time}
     * @param report its id
     * @param reader who may read it no more
     */
    record TakenBack(Instant time, String report, String reader) implements LogLine {
        static final String TYPE = "phr/log/taken-back/1";

        private static TakenBack of(JsonObject object, Instant time)
                throws MalformedJsonException, StoreFormatException {
            JsonObject read = require(object, Set.of("report", "reader"), Set.of());
            return new TakenBack(time, id(read, "report"), id(read, "reader"));
        }

        @Override
        public String json() {
            Map<String, Object> members = members(TYPE, time);
            members.put("report", report);
            members.put("reader", reader);
            return JsonObject.write(members);
        }
    }

    /**
     * A key of an account was added, changed or removed. The label of its entry is that of its number, where the
     * account has a log key.
     *
     * @param time see {@link LogLine#time}
     * @param number from 1, for each account
     * @param what happened
     * @param key to which one: a public key, a mediated recipient or a device
     * @param statement by which its owner wanted it; nothing where another device or an administrator did it, and where the
     *     part of a device ended
     */
    record KeyEvent(Instant time, long number, What what, String key, Optional<SignedStatement> statement)
            implements LogLine {
        static final String TYPE = "phr/log/key/1";

        /** What happens to keys. */
        public enum What {
            /** The account shows a contact card: signing key, recipient, mediated recipient. */
            CARD,
            /** A device was added. */
            DEVICE,
            /** The part of a device answers from now on. */
            APPROVED,
            /** A device was removed, or its part was. */
            REMOVED,
            /** A device was added by the recovery key. */
            RECOVERED;

            /**
             * {@return what the certificate of a device says: its owner's signing key added it, or her recovery key}
             *
             * @param certificate certifies the new device
             */
            public static What ofCertificate(SignedStatement certificate) {
                return certificate.text().contains(Recovery.TYPE) ? RECOVERED : DEVICE;
            }

            String text() {
                return name().toLowerCase(java.util.Locale.ROOT);
            }

            private static What of(String text) throws StoreFormatException {
                for (What what : values()) {
                    if (what.text().equals(text)) {
                        return what;
                    }
                }
                throw new StoreFormatException("has no proper \"what\"");
            }
        }

        private static KeyEvent of(JsonObject object, Instant time)
                throws MalformedJsonException, StoreFormatException {
            JsonObject read = require(object, Set.of("number", "what", "key"), Set.of("statement"));
            return new KeyEvent(
                    time,
                    read.integer("number", 1, Long.MAX_VALUE),
                    What.of(read.text("what")),
                    read.text("key"),
                    read.has("statement") ? Optional.of(signed(read, "statement")) : Optional.empty());
        }

        @Override
        public String json() {
            Map<String, Object> members = members(TYPE, time);
            members.put("number", number);
            members.put("what", what.text());
            members.put("key", key);
            statement.ifPresent(signed -> members.put("statement", signed.members()));
            return JsonObject.write(members);
        }

        /**
         * Checks that a key of the owner's wanted it: her signing key for what adds keys, her recovery key for what it
         * adds.
         *
         * @param signer her signing key
         * @throws StoreFormatException if the line holds no statement, or it was signed by another key or says something
         *     else
         */
        public void verify(VerificationKey signer) throws StoreFormatException {
            SignedStatement signed =
                    statement.orElseThrow(() -> new StoreFormatException("nothing signed says that it was wanted"));
            switch (what) {
                case CARD -> {
                    ContactCard card = ContactCard.of(signed);
                    requireTrue(card.signer().equals(signer) && key.equals(keyOf(card)));
                }
                case DEVICE -> {
                    DeviceCertificate certificate = DeviceCertificate.of(signed);
                    requireTrue(certificate.signer().equals(signer)
                            && certificate.device().equals(key));
                }
                case RECOVERED -> requireTrue(Recovery.of(signed).device().equals(key));
                default -> {
                    // What takes away is no key that somebody else could use.
                }
            }
        }

        private static void requireTrue(boolean holds) throws StoreFormatException {
            if (!holds) {
                throw new StoreFormatException("the statement is by another key, or of another one");
            }
        }

        /**
         * {@return what a card is named by: its mediated recipient, or else its recipient}
         *
         * @param card the card whose keys are meant
         */
        public static String keyOf(ContactCard card) {
            return card.mediated().map(Object::toString).orElse(card.recipient().toString());
        }
    }

    /**
     * The log began anew because the one before was lost.
     *
     * @param time see {@link LogLine#time}
     * @param heads the signed heads of the one before, as far as they are known
     */
    record Began(Instant time, List<String> heads) implements LogLine {
        static final String TYPE = "phr/log/began/1";

        /**
         * Copies the list.
         *
         * @param time see {@link LogLine#time}
         * @param heads the signed heads of the one before
         */
        public Began {
            heads = List.copyOf(heads);
        }

        private static Began of(JsonObject object, Instant time) throws MalformedJsonException {
            return new Began(time, require(object, Set.of("heads"), Set.of()).texts("heads"));
        }

        @Override
        public String json() {
            Map<String, Object> members = members(TYPE, time);
            members.put("heads", heads.stream().collect(Collectors.toUnmodifiableList()));
            return JsonObject.write(members);
        }
    }
}
