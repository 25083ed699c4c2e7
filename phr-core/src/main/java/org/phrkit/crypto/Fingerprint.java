package org.phrkit.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What people read to each other over the telephone to compare public keys. */
public final class Fingerprint {
    private Fingerprint() {}

    /** The first 128 bits of the SHA-256 of a key's text, as eight groups of four hexadecimal digits. */
    public static String of(String publicKey) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, 16).replaceAll("(....)(?=.)", "$1 ");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
