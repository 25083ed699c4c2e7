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
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.text.HiddenCharacters;

/**
 * What the sender of a report signs: who sent what to whom, and when. Immutable. Its text form gives the id alone, as the
 * names of files may tell something of the patient.
 *
 * @param id 32 hexadecimal digits, random
 * @param created to the second
 * @param sender the key that signs
 * @param recipients the public keys of all recipients, as age writes them
 * @param files in the order in which they are in the package
 * @param grantedFrom for a report that was passed on, the one it was made from
 */
public record ReportManifest(
        String id,
        Instant created,
        VerificationKey sender,
        List<String> recipients,
        List<Entry> files,
        Optional<GrantedFrom> grantedFrom) {
    /** The name of the manifest in a package. */
    public static final String NAME = "manifest.json";

    /** The name of its signature. */
    public static final String SIGNATURE_NAME = NAME + ".minisig";

    /** The most files of a report. */
    public static final int LIMIT_FILES = 10_000;

    /** The largest manifest that is read. */
    public static final int LIMIT_BYTES = 8 << 20;

    private static final int SCHEMA = 1;
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
        /** Refuses a name that could lead anywhere but into the folder of the report. */
        public Entry {
            boolean outside = name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.indexOf('/') >= 0
                    || name.indexOf('\\') >= 0
                    || HiddenCharacters.areIn(name);
            if (outside || name.getBytes(StandardCharsets.UTF_8).length > LIMIT_NAME_BYTES) {
                throw new IllegalArgumentException("a file in a report has a plain name of at most 255 bytes");
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
     * The report that was passed on.
     *
     * @param manifest its text
     * @param signature the text of its signature file
     */
    public record GrantedFrom(String manifest, String signature) {
        /** Gives the size alone. */
        @Override
        public String toString() {
            return "GrantedFrom[" + manifest.length() + " characters]";
        }
    }

    /** Refuses what no report can be. */
    public ReportManifest {
        recipients = List.copyOf(recipients);
        files = List.copyOf(files);
        if (!id.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("the id of a report is 32 hexadecimal digits");
        }
        if (recipients.isEmpty() || !recipients.stream().allMatch(key -> key.matches("age1[a-z0-9]+"))) {
            throw new IllegalArgumentException("a report has recipients, each with a public key");
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

    /** Gives the id alone. */
    @Override
    public String toString() {
        return "ReportManifest[" + id + "]";
    }

    /** The text that is signed: one JSON object, in UTF-8. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("id", id);
        json.put("created", created.toString());
        json.put("sender", sender.toString());
        json.put("recipients", recipients);
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
        return JsonObject.write(json);
    }

    /**
     * Reads a manifest. Members that it does not know are refused.
     *
     * @throws ReportException.Malformed if it is not one
     */
    public static ReportManifest parse(String text) throws ReportException.Malformed {
        try {
            JsonObject root = JsonObject.read(
                    text, Set.of("schema", "id", "created", "sender", "recipients", "files"), Set.of("grantedFrom"));
            if (root.small("schema", 0, Integer.MAX_VALUE) != SCHEMA) {
                throw new ReportException.Malformed("the manifest is of an unknown schema");
            }
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
                    root.text("id"),
                    Instant.parse(root.text("created")),
                    VerificationKey.parse(root.text("sender")),
                    root.texts("recipients"),
                    files,
                    grantedFrom);
        } catch (MalformedJsonException | NotUtf8Exception e) {
            throw new ReportException.Malformed("the manifest " + e.problem());
        } catch (DateTimeException | SignException e) {
            throw new ReportException.Malformed("the manifest is not the JSON of a report");
        } catch (IllegalArgumentException e) {
            throw new ReportException.Malformed("the manifest is not one: " + e.getMessage());
        }
    }
}
