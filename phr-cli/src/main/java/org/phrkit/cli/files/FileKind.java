package org.phrkit.cli.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.phrkit.age.Age;
import org.phrkit.input.Utf8;
import org.phrkit.rc4.Rc4File;
import org.phrkit.report.ReportReader;
import org.phrkit.sign.SigningKey;

/**
 * What kind of file this is, as its first 4 KiB say. That is what somebody meant it to be: whether it is a proper one,
 * its reader finds out.
 */
public enum FileKind {
    /** Encrypted, in bytes. */
    AGE,
    /** Encrypted, written as text. */
    ARMORED_AGE,
    /** Secret keys to decrypt with, not encrypted themselves. */
    IDENTITIES,
    /** Public keys to encrypt to; and a file that begins with a comment, and has nothing known behind it. */
    RECIPIENTS,
    /** One share of a key, or several. */
    KEY_SHARES,
    /** What tells genuine shares from altered ones ({@code shares.json}). */
    LIST_OF_SHARES,
    /** The manifest of a release. */
    RELEASE_MANIFEST,
    /** Through which grants a report came ({@code NAME.age.grant}). */
    GRANTS,
    /** The public keys of somebody, signed. */
    CARD,
    /** What lets a device in at a store. */
    MEMBERSHIP,
    /** An address at which somebody may join a store. */
    INVITATION,
    /** A signed report that is not, or no longer, encrypted: a tar archive. */
    REPORT,
    /** What minisign writes beside a file. */
    SIGNATURE,
    /** A public key to check signatures with. */
    VERIFICATION_KEY,
    /** A secret key to sign with, whether encrypted or not. */
    SIGNING_KEY,
    /** What {@code openssl enc} writes with a passphrase, by whichever cipher. A bare ciphertext is {@link #UNKNOWN}. */
    SALTED,
    /** A zip archive or an OLE file, as spreadsheets are; so are other documents. */
    SPREADSHEET,
    /** Comma-separated values, or others, or a workbook, as the ending of its name says. */
    TABLE,
    UNKNOWN;

    private static final int LOOK_AHEAD_BYTES = 4096;
    private static final List<String> TABLE_ENDINGS = List.of(".csv", ".tsv", ".xlsx");
    private static final List<String> SPREADSHEET_STARTS = List.of("PK\3\4", "\u00d0\u00cf\u0011\u00e0");
    /**
     * The beginnings of a signing key in base64: the algorithms of the signature, of the passphrase or none, and of the
     * checksum.
     */
    private static final List<String> SIGNING_KEY_STARTS = List.of("RWRTY0Iy", "RWQAAEIy");

    private static final Pattern INVITATION_START =
            Pattern.compile("https?://[^#\\s]{1,512}#[0-9a-f]{32}\\.[0-9a-f]{32}\\s*");
    /** The number of words of the shortest share. */
    private static final int SHARE_WORDS = 20;

    /** The kind by content only; the position of the stream does not change. */
    public static FileKind of(BufferedInputStream in) throws IOException {
        in.mark(LOOK_AHEAD_BYTES);
        byte[] bytes = in.readNBytes(LOOK_AHEAD_BYTES);
        in.reset();
        int mark = Utf8.markSizeBytes(bytes);
        String start = new String(bytes, mark, bytes.length - mark, StandardCharsets.ISO_8859_1);
        FileKind ofText = ofText(start);
        if (ofText != UNKNOWN) {
            return ofText;
        }
        if (Age.isAge(in)) {
            return start.startsWith("age-") ? AGE : ARMORED_AGE;
        }
        if (Rc4File.isSalted(in)) {
            return SALTED;
        }
        if (ReportReader.isReport(in)) {
            return REPORT;
        }
        return SPREADSHEET_STARTS.stream().anyMatch(start::startsWith) ? SPREADSHEET : UNKNOWN;
    }

    /** The kind by content and name: an unencrypted file is a table if its name ends like that of a table. */
    public static FileKind of(BufferedInputStream in, String name) throws IOException {
        FileKind kind = of(in);
        String lower = name.toLowerCase(Locale.ROOT);
        return !kind.isAge() && TABLE_ENDINGS.stream().anyMatch(lower::endsWith) ? TABLE : kind;
    }

    /** Whether it is encrypted in the age format, in bytes or text. */
    public boolean isAge() {
        return this == AGE || this == ARMORED_AGE;
    }

    /** Whether it is one of the files that minisign writes. */
    public boolean isOfMinisign() {
        return this == SIGNATURE || this == VERIFICATION_KEY || this == SIGNING_KEY;
    }

    private static FileKind ofText(String start) {
        if (SigningKey.isKeyFile(start)) {
            return ofMinisign(start.lines().toList());
        }
        if (start.startsWith("RW")) {
            return VERIFICATION_KEY;
        }
        if (start.startsWith("{")) {
            return ofJson(start);
        }
        List<String> lines = start.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        if (first.startsWith("AGE-SECRET-KEY-")) {
            return IDENTITIES;
        }
        if (first.startsWith("age1")) {
            return RECIPIENTS;
        }
        if (areWords(lines)) {
            return KEY_SHARES;
        }
        if (INVITATION_START.matcher(first).matches()) {
            return INVITATION;
        }
        return start.startsWith("#") ? RECIPIENTS : UNKNOWN;
    }

    private static FileKind ofMinisign(List<String> lines) {
        if (lines.size() > 2 && lines.get(2).startsWith("trusted comment: ")) {
            return SIGNATURE;
        }
        return lines.size() > 1 && SIGNING_KEY_STARTS.stream().anyMatch(lines.get(1)::startsWith)
                ? SIGNING_KEY
                : VERIFICATION_KEY;
    }

    private static FileKind ofJson(String start) {
        if (start.contains("\"groupsNeeded\"")) {
            return LIST_OF_SHARES;
        }
        if (start.contains("\"phr/grants/1\"")) {
            return GRANTS;
        }
        if (start.contains("\\\"phr/card/1\\\"")) {
            return CARD;
        }
        if (start.contains("\"phr/membership/1\"")) {
            return MEMBERSHIP;
        }
        return start.contains("\"program\"") && start.contains("\"release\"") ? RELEASE_MANIFEST : UNKNOWN;
    }

    /** Whether these are words like those of a share, with or without their numbers. */
    private static boolean areWords(List<String> lines) {
        List<String> words = lines.stream()
                .flatMap(line -> Arrays.stream(line.strip().split("\\s+", -1)))
                .filter(word -> !word.matches("[0-9]{1,3}[.)]?"))
                .limit(SHARE_WORDS)
                .toList();
        return words.size() == SHARE_WORDS && words.stream().allMatch(word -> word.matches("[A-Za-z]{4,8}"));
    }
}
