package org.phrkit.split;

import java.util.OptionalInt;

/** The checksum of a mnemonic: a Reed-Solomon code over GF(1024) (SLIP-0039, "Checksum"). */
final class Rs1024 {
    static final int CHECKSUM_WORDS = 3;

    private static final int[] GENERATOR = {
        0xe0e040, 0x1c1c080, 0x3838100, 0x7070200, 0xe0e0009, 0x1c0c2412, 0x38086c24, 0x3090fc48, 0x21b1f890, 0x3f3f120
    };

    private Rs1024() {}

    /** Puts the checksum into the last three words. */
    static void seal(int[] words) {
        int data = words.length - CHECKSUM_WORDS;
        for (int i = 0; i < CHECKSUM_WORDS; i++) {
            words[data + i] = 0;
        }
        int checksum = polymod(words) ^ 1;
        for (int i = 0; i < CHECKSUM_WORDS; i++) {
            words[data + i] = (checksum >>> (10 * (CHECKSUM_WORDS - 1 - i))) & 1023;
        }
    }

    static boolean isValid(int[] words) {
        return polymod(words) == 1;
    }

    /**
     * Where the wrong word is if only one is wrong, from 0. The standard allows to say where a mistake may be, and
     * advises against saying what stood there.
     */
    static OptionalInt locateSingleError(int[] words) {
        int[] tried = words.clone();
        int found = -1;
        for (int at = 0; at < words.length; at++) {
            for (int word = 0; word < 1024; word++) {
                tried[at] = word;
                if (isValid(tried)) {
                    if (found >= 0) {
                        return OptionalInt.empty();
                    }
                    found = at;
                }
            }
            tried[at] = words[at];
        }
        return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }

    private static int polymod(int[] words) {
        boolean extendable = ((words[1] >>> 4) & 1) == 1;
        String customization = extendable ? "shamir_extendable" : "shamir";
        int checksum = 1;
        for (int i = 0; i < customization.length(); i++) {
            checksum = step(checksum, customization.charAt(i));
        }
        for (int word : words) {
            checksum = step(checksum, word);
        }
        return checksum;
    }

    private static int step(int checksum, int value) {
        int top = checksum >>> 20;
        int next = ((checksum & 0xfffff) << 10) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= -((top >>> i) & 1) & GENERATOR[i];
        }
        return next;
    }
}
