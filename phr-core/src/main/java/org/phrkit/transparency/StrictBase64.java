package org.phrkit.transparency;

import java.util.Base64;

/** Base64 as RFC 4648, section 4, writes it, with its padding and in the one form that it has. */
final class StrictBase64 {
    private StrictBase64() {}

    /** The bytes, or none where it is anything else: nothing that is read here is empty. */
    static byte[] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
