package org.phrkit.split;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Fingerprints of public keys as words, which are easier than digits to read out to each other. */
public final class FingerprintWords {
    private static final int COUNT = 13;
    private static final int WORD_BITS = 10;

    /** 13 words have 130 bits. */
    private static final int PADDING_BITS = 2;

    private FingerprintWords() {}

    /**
     * {@return the 13 words of a fingerprint: its 128 bits and two zero bits behind them, ten bits a word, by the list
     * of SLIP-0039}
     *
     * @param fingerprint 32 hexadecimal digits, with or without spaces
     * @throws IllegalArgumentException if it is anything else
     */
    public static String of(String fingerprint) {
        String digits = fingerprint.replace(" ", "");
        if (!digits.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("a fingerprint is 32 hexadecimal digits");
        }
        BigInteger bits = new BigInteger(digits, 16).shiftLeft(PADDING_BITS);
        List<String> words = new ArrayList<>();
        for (int i = COUNT - 1; i >= 0; i--) {
            words.add(Words.word(bits.shiftRight(WORD_BITS * i).intValue() & ((1 << WORD_BITS) - 1)));
        }
        return String.join(" ", words);
    }
}
