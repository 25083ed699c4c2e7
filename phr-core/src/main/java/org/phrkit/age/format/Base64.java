package org.phrkit.age.format;

import java.util.Optional;

/** Canonical base64 without padding (RFC 4648, sections 3.5 and 4), as age headers use it. */
public final class Base64 {
    private Base64() {}

    public static String encode(byte[] bytes) {
        return java.util.Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads base64.
     *
     * @return empty where the text is not the one canonical encoding of some bytes
     */
    public static Optional<byte[]> decode(String text) {
        if (text.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = java.util.Base64.getDecoder().decode(text);
            // The JDK lets stray bits in the last character pass; a second encoding shows them.
            return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
