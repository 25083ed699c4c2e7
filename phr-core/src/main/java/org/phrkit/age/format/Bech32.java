package org.phrkit.age.format;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Bech32 (BIP 173) without its limit on the length, as age writes keys: a readable prefix and some bytes. */
public final class Bech32 {
    private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int CHECKSUM_LENGTH = 6;
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};

    /** Why a text is not Bech32; the message never quotes it. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final String prefix;
    private final byte[] data;

    private Bech32(String prefix, byte[] data) {
        this.prefix = prefix;
        this.data = data;
    }

    /** In lower case. */
    public String prefix() {
        return prefix;
    }

    public byte[] data() {
        return data.clone();
    }

    /** In lower case, as the prefix has to be; the same text all in upper case is as valid. */
    public static String encode(String prefix, byte[] data) {
        byte[] groups = regroup(data, 8, 5, true);
        StringBuilder text = new StringBuilder(prefix).append('1');
        for (byte group : groups) {
            text.append(ALPHABET.charAt(group));
        }
        int checksum = polymod(prefix, groups, new byte[CHECKSUM_LENGTH]) ^ 1;
        for (int i = 0; i < CHECKSUM_LENGTH; i++) {
            text.append(ALPHABET.charAt((checksum >>> (5 * (CHECKSUM_LENGTH - 1 - i))) & 31));
        }
        return text.toString();
    }

    public static Bech32 decode(String text) throws Malformed {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT))) {
            throw new Malformed("upper and lower case are mixed");
        }
        int separator = lower.lastIndexOf('1');
        if (separator < 1 || lower.length() - separator - 1 < CHECKSUM_LENGTH) {
            throw new Malformed("it is too short, or has no '1' after its prefix");
        }
        String prefix = lower.substring(0, separator);
        for (int i = 0; i < separator; i++) {
            if (prefix.charAt(i) < 33 || prefix.charAt(i) > 126) {
                throw new Malformed("character " + (i + 1) + " is not allowed");
            }
        }
        byte[] groups = new byte[lower.length() - separator - 1];
        for (int i = 0; i < groups.length; i++) {
            int value = ALPHABET.indexOf(lower.charAt(separator + 1 + i));
            if (value < 0) {
                throw new Malformed("character " + (separator + 2 + i) + " is not allowed");
            }
            groups[i] = (byte) value;
        }
        if (polymod(prefix, groups, new byte[0]) != 1) {
            throw new Malformed("the checksum does not match, so a character is wrong or missing");
        }
        byte[] payload = Arrays.copyOf(groups, groups.length - CHECKSUM_LENGTH);
        byte[] data = regroup(payload, 5, 8, false);
        if (!Arrays.equals(regroup(data, 8, 5, true), payload)) {
            throw new Malformed("the padding is not zero");
        }
        return new Bech32(prefix, data);
    }

    private static int polymod(String prefix, byte[] groups, byte[] tail) {
        int checksum = 1;
        for (int i = 0; i < prefix.length(); i++) {
            checksum = step(checksum, prefix.charAt(i) >>> 5);
        }
        checksum = step(checksum, 0);
        for (int i = 0; i < prefix.length(); i++) {
            checksum = step(checksum, prefix.charAt(i) & 31);
        }
        for (byte group : groups) {
            checksum = step(checksum, group);
        }
        for (byte group : tail) {
            checksum = step(checksum, group);
        }
        return checksum;
    }

    private static int step(int checksum, int value) {
        int top = checksum >>> 25;
        int next = (checksum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >>> i & 1) * GENERATOR[i];
        }
        return next;
    }

    private static byte[] regroup(byte[] in, int fromBits, int toBits, boolean pad) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length * fromBits / toBits + 1);
        int buffer = 0;
        int bits = 0;
        for (byte value : in) {
            buffer = (buffer << fromBits | (value & ((1 << fromBits) - 1))) & 0xfff;
            bits += fromBits;
            while (bits >= toBits) {
                bits -= toBits;
                out.write(buffer >>> bits & ((1 << toBits) - 1));
            }
        }
        if (pad && bits > 0) {
            out.write(buffer << (toBits - bits) & ((1 << toBits) - 1));
        }
        return out.toByteArray();
    }
}
