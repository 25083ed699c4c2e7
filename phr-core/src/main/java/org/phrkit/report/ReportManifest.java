package org.phrkit.report;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.age.KeyRecipient;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.text.HiddenCharacters;

/**
 * The part of a report that its sender signs: who sent what to whom, and when. Immutable. Its text form gives the id
 * alone, as the names of files may tell something of the patient.
 *
 * <p>A manifest of schema 1 names recipients alone. One of schema 2 names each reader as a pair of keys, says who may pass
 * the report on, and begins with its type, {@value #TYPE}.
 *
 * @param schema 1 or 2
 * @param id 32 hexadecimal digits, random
 * @param created to the second
 * @param sender the key that signs
 * @param readers all whom it is for; in schema 2 no two have one recipient, in schema 1 none has a signing key
 * @param files in the order in which they are in the package
 * @param grantedFrom for a report that was passed on, the one it was made from
 * @param checkpoint in schema 2, the last checkpoint of a log that the sender saw; carried, and not looked at
 */
public record ReportManifest(
        int schema,
        String id,
        Instant created,
        VerificationKey sender,
        List<Reader> readers,
        List<Entry> files,
        Optional<GrantedFrom> grantedFrom,
        Optional<String> checkpoint) {
    /** The name of the manifest in a package. */
    public static final String NAME = "manifest.json";

    /** The name of its signature. */
    public static final String SIGNATURE_NAME = NAME + ".minisig";

    /** The most files of a report. */
    public static final int LIMIT_FILES = 10_000;

    /** The largest manifest that is read. */
    public static final int LIMIT_BYTES = 8 << 20;

    /** How a manifest of schema 2 begins. */
    public static final String TYPE = "phr/report/2";

    /** The longest checkpoint. */
    static final int LIMIT_CHECKPOINT = 16_384;

    private static final int LIMIT_NAME_BYTES = 255;

    /**
     * A file of a report.
     *
     * @param name a base name, of at most 255 bytes
     * @param sizeBytes its size
     * @param sha256 in hexadecimal
     * @param mediaType such as {@code application/pdf}
     */
    public record Entry(String name, long sizeBytes, String sha256, String mediaType) {
        /**
         * Refuses a name that could lead anywhere but into the folder of the report.
         *
         * @param name a base name, of at most 255 bytes
         * @param sizeBytes its size
         * @param sha256 in hexadecimal
         * @param mediaType such as {@code application/pdf}
         */
        public Entry {
            boolean outside = name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.indexOf('/') >= 0
                    || name.indexOf('\\') >= 0
                    || HiddenCharacters.areIn(name);
            if (outside || name.getBytes(StandardCharsets.UTF_8).length > LIMIT_NAME_BYTES) {
                throw new IllegalArgumentException("a file in a report must have a plain name of at most 255 bytes");
            }
            if (name.equalsIgnoreCase(NAME) || name.equalsIgnoreCase(SIGNATURE_NAME)) {
                throw new IllegalArgumentException("a file in a report cannot be called " + name);
            }
            if (sizeBytes < 0 || !sha256.matches("[0-9a-f]{64}") || !mediaType.matches("[!-~ ]{1,200}")) {
                throw new IllegalArgumentException("a file in a report has a size, a SHA-256 and a media type");
            }
        }

        ContentHash hash() {
            return new ContentHash(sizeBytes, sha256);
        }

        /** Size and type; neither name nor hash. */
        @Override
        public String toString() {
            return "Entry[" + sizeBytes + " bytes, " + mediaType + "]";
        }
    }

    /**
     * The report from which this one was passed on.
     *
     * @param manifest its text
     * @param signature the text of its signature file
     */
    public record GrantedFrom(String manifest, String signature) {
        SignedText asText() {
            return new SignedText(manifest, signature);
        }

        /** Gives the size alone. */
        @Override
        public String toString() {
            return "GrantedFrom[" + manifest.length() + " characters]";
        }
    }

    /**
     * Refuses what no report can be.
     *
     * @param schema 1 or 2
     * @param id 32 hexadecimal digits, random
     * @param created to the second
     * @param sender the key that signs
     * @param readers all whom it is for
     * @param files in the order in which they are in the package
     * @param grantedFrom for a report that was passed on, the one it was made from
     * @param checkpoint in schema 2, the last checkpoint of a log that the sender saw
     */
    public ReportManifest {
        readers = List.copyOf(readers);
        files = List.copyOf(files);
        if (schema != 1 && schema != 2) {
            throw new IllegalArgumentException("a manifest is of schema 1 or 2");
        }
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("the id of a report has 32 hexadecimal digits");
        }
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("a report has recipients, each with a public key");
        }
        requirePairs(schema, readers);
        requireCheckpoint(checkpoint);
        if (schema == 1 && checkpoint.isPresent()) {
            throw new IllegalArgumentException("a manifest of schema 1 has no checkpoint");
        }
        if (files.isEmpty() || files.size() > LIMIT_FILES) {
            throw new IllegalArgumentException("a report has between 1 and " + LIMIT_FILES + " files");
        }
        Set<String> names = new HashSet<>();
        for (Entry file : files) {
            // Some file systems do not tell upper from lower case.
            if (!names.add(file.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("two files in a report have the same name");
            }
        }
    }

    private static void requirePairs(int schema, List<Reader> readers) {
        if (schema == 1) {
            if (readers.stream().anyMatch(reader -> reader.signer().isPresent())) {
                throw new IllegalArgumentException("a manifest of schema 1 names no signing keys of readers");
            }
            return;
        }
        Set<KeyRecipient> recipients = new HashSet<>();
        for (Reader reader : readers) {
            if (!recipients.add(reader.recipient())) {
                throw new IllegalArgumentException("two readers of a report have the same recipient");
            }
        }
    }

    static void requireCheckpoint(Optional<String> checkpoint) {
        if (checkpoint.isPresent()
                && (checkpoint.get().isEmpty()
                        || checkpoint.get().length() > LIMIT_CHECKPOINT
                        || HiddenCharacters.areIn(checkpoint.get().replace("\n", "")))) {
            throw new IllegalArgumentException(
                    "a checkpoint is lines of at most " + LIMIT_CHECKPOINT + " characters in all");
        }
    }

    /** {@return the public keys of all readers, as age writes them} */
    public List<String> recipients() {
        return readers.stream().map(reader -> reader.recipient().toString()).toList();
    }

    /**
     * {@return the reader with a recipient, if there is one}
     *
     * @param recipient the key that opened the report
     */
    public Optional<Reader> reader(KeyRecipient recipient) {
        return readers.stream()
                .filter(reader -> reader.recipient().equals(recipient))
                .findFirst();
    }

    /**
     * {@return whether a key signs for someone who may pass the report on: its sender, or a reader who was given the
     * right}
     *
     * @param signer the public key of the signer
     */
    public boolean mayGrant(VerificationKey signer) {
        return signer.equals(sender)
                || readers.stream()
                        .anyMatch(reader -> reader.mayGrant()
                                && reader.signer().filter(signer::equals).isPresent());
    }

    /** Gives the id alone. */
    @Override
    public String toString() {
        return "ReportManifest[" + id + "]";
    }

    /** {@return the text that is signed: one JSON object, in UTF-8} */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (schema == 1) {
            json.put("schema", 1);
        } else {
            json.put("type", TYPE);
        }
        json.put("id", id);
        json.put("created", created.toString());
        json.put("sender", sender.toString());
        if (schema == 1) {
            json.put("recipients", recipients());
        } else {
            json.put("readers", readers.stream().map(ReportManifest::members).toList());
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Entry file : files) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", file.name());
            entry.put("size", file.sizeBytes());
            entry.put("sha256", file.sha256());
            entry.put("mediaType", file.mediaType());
            entries.add(entry);
        }
        json.put("files", entries);
        grantedFrom.ifPresent(from -> {
            Map<String, Object> granted = new LinkedHashMap<>();
            granted.put(
                    "manifest",
                    Base64.getEncoder().encodeToString(from.manifest().getBytes(StandardCharsets.UTF_8)));
            granted.put("signature", from.signature());
            json.put("grantedFrom", granted);
        });
        checkpoint.ifPresent(text -> json.put("checkpoint", text));
        return JsonObject.write(json);
    }

    /**
     * {@return SHA-256 of {@link #json}, in hexadecimal: of a report that was just sealed} Of one that was read,
     * {@link ReportReader#manifestSha256} is that of the text that was signed.
     */
    public String sha256() {
        return ContentHash.of(json().getBytes(StandardCharsets.UTF_8)).sha256();
    }

    private static Map<String, Object> members(Reader reader) {
        Map<String, Object> members = reader.pair();
        members.put("mayGrant", reader.mayGrant());
        return members;
    }

    /**
     * Reads a manifest. Members that it does not know are refused.
     *
     * @param text the text to read
     * @return the manifest
     * @throws ReportException.Malformed if it is not one
     */
    public static ReportManifest parse(String text) throws ReportException.Malformed {
        try {
            JsonObject root = JsonObject.read(
                    text,
                    Set.of("id", "created", "sender", "files"),
                    Set.of("schema", "type", "recipients", "readers", "grantedFrom", "checkpoint"));
            int schema = schema(root);
            List<Entry> files = new ArrayList<>();
            for (JsonObject file : root.objects("files", Set.of("name", "size", "sha256", "mediaType"), Set.of())) {
                files.add(new Entry(
                        file.text("name"),
                        file.integer("size", 0, Long.MAX_VALUE),
                        file.text("sha256"),
                        file.text("mediaType")));
            }
            Optional<GrantedFrom> grantedFrom = Optional.empty();
            if (root.has("grantedFrom")) {
                JsonObject granted = root.object("grantedFrom", Set.of("manifest", "signature"), Set.of());
                grantedFrom = Optional.of(new GrantedFrom(
                        Utf8.text(Base64.getDecoder().decode(granted.text("manifest"))), granted.text("signature")));
            }
            return new ReportManifest(
                    schema,
                    root.text("id"),
                    Instant.parse(root.text("created")),
                    VerificationKey.parse(root.text("sender")),
                    schema == 1 ? Reader.ofRecipients(root.texts("recipients")) : readers(root),
                    files,
                    grantedFrom,
                    root.has("checkpoint") ? Optional.of(root.text("checkpoint")) : Optional.empty());
        } catch (MalformedJsonException | NotUtf8Exception e) {
            throw new ReportException.Malformed("the manifest " + e.problem());
        } catch (DateTimeException | SignException e) {
            throw new ReportException.Malformed("the manifest is not the JSON of a report");
        } catch (IllegalArgumentException e) {
            throw new ReportException.Malformed("the manifest is not one: " + e.getMessage());
        }
    }

    private static int schema(JsonObject root) throws MalformedJsonException, ReportException.Malformed {
        if (!root.has("type")) {
            root.as(Set.of("schema", "id", "created", "sender", "recipients", "files"), Set.of("grantedFrom"));
            if (root.small("schema", 0, Integer.MAX_VALUE) != 1) {
                throw new ReportException.Malformed("the manifest is of an unknown schema");
            }
            return 1;
        }
        if (!root.text("type").equals(TYPE)) {
            throw new ReportException.Malformed("the manifest is of an unknown type");
        }
        root.as(Set.of("type", "id", "created", "sender", "readers", "files"), Set.of("grantedFrom", "checkpoint"));
        return 2;
    }

    private static List<Reader> readers(JsonObject root) throws MalformedJsonException, SignException {
        List<Reader> readers = new ArrayList<>();
        for (JsonObject reader : root.objects("readers", Set.of("recipient", "mayGrant"), Set.of("signer"))) {
            readers.add(Reader.parse(reader, reader.truth("mayGrant")));
        }
        return readers;
    }
}
