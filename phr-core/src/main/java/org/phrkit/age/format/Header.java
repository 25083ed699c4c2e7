package org.phrkit.age.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;

/** The text before the payload of an age file: stanzas and their MAC (C2SP age.md, "Header"). */
public final class Header {
    /** The first line, without its line feed. */
    public static final String VERSION_LINE = "age-encryption.org/v1";

    private static final byte[] HMAC_INFO = "header".getBytes(StandardCharsets.US_ASCII);

    private final List<Stanza> stanzas;
    private final byte[] mac;

    Header(List<Stanza> stanzas, byte[] mac) {
        this.stanzas = List.copyOf(stanzas);
        this.mac = mac.clone();
    }

    /** The header of a new file. */
    public static Header authenticated(List<Stanza> stanzas, SecretBytes fileKey) {
        return new Header(stanzas, macOf(stanzas, fileKey));
    }

    public List<Stanza> stanzas() {
        return stanzas;
    }

    /** Whether this header was made by someone who has the file key; compared in constant time. */
    public boolean isAuthentic(SecretBytes fileKey) {
        return MessageDigest.isEqual(mac, macOf(stanzas, fileKey));
    }

    /** As it stands in the file, up to and including the line feed before the payload. */
    public byte[] encode() {
        return bytes(textBeforeMac(stanzas) + ' ' + Base64.encode(mac) + '\n');
    }

    private static byte[] macOf(List<Stanza> stanzas, SecretBytes fileKey) {
        try (SecretBytes hmacKey = Hkdf.derive(fileKey, new byte[0], HMAC_INFO)) {
            return Hkdf.hmac(hmacKey, bytes(textBeforeMac(stanzas)));
        }
    }

    private static String textBeforeMac(List<Stanza> stanzas) {
        StringBuilder text = new StringBuilder(VERSION_LINE).append('\n');
        stanzas.forEach(stanza -> stanza.appendTo(text));
        return text.append("---").toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
