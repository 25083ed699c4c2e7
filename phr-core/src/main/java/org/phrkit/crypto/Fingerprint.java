package org.phrkit.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What people read to each other over the telephone to compare public keys. */
public final class Fingerprint {
    private Fingerprint() {}

    /** The first 128 bits of the SHA-256 of a key's text, as eight groups of four hexadecimal digits. */
    public static String of(String publicKey) {
        byte[] hash = Sha256.of(publicKey.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash, 0, 16).replaceAll("(....)(?=.)", "$1 ");
    }
}
