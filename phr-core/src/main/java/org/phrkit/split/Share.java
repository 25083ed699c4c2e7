package org.phrkit.split;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.SecretBytes;

/**
 * One share of a secret (SLIP-0039, "Format of the share mnemonic"). It has no printable form but
 * {@link #exposeMnemonic}, and is overwritten when closed; until then several threads may use it at once.
 */
public final class Share implements AutoCloseable, Destroyable {
    /** The fewest words of a share, that of a secret of 128 bits. */
    public static final int LEAST_WORDS = 20;

    private static final int WORD_BITS = 10;
    private static final int HEADER_WORDS = 4;

    private final Split split;
    private final int group;
    private final int member;
    private final int membersNeeded;
    private final SecretBytes value;

    /**
     * The properties that all shares of one split have in common.
     *
     * @param identifier 15 random bits
     * @param extendable whether the identifier is left out of the encryption of the secret
     * @param iterationExponent 0 to 15; see {@link Slip39}
     * @param groupsNeeded how many groups restore the secret
     * @param groups how many groups there are
     * @param secretSizeBytes size of the secret
     */
    public record Split(
            int identifier,
            boolean extendable,
            int iterationExponent,
            int groupsNeeded,
            int groups,
            int secretSizeBytes) {}

    Share(Split split, int group, int member, int membersNeeded, SecretBytes value) {
        this.split = split;
        this.group = group;
        this.member = member;
        this.membersNeeded = membersNeeded;
        this.value = value;
    }

    /**
     * Reads the words of a share, with blanks between them. The first four letters of a word or more are enough, as no
     * two words of the list have the same four; upper case is as good as lower case.
     *
     * @param mnemonic the words
     * @return the share
     * @throws ShareException.Malformed if a word is not in the list, the checksum does not match, or the words are not
     *     those of a share for another reason
     */
    public static Share parse(String mnemonic) throws ShareException.Malformed {
        String trimmed = mnemonic.strip();
        String[] texts = trimmed.isEmpty() ? new String[0] : trimmed.split("\\s+", -1);
        int[] words = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            words[i] = index(texts[i], i + 1);
        }
        try {
            return decode(words);
        } finally {
            Arrays.fill(words, 0);
        }
    }

    private static int index(String text, int number) throws ShareException.Malformed {
        if (!text.chars().allMatch(c -> c < 128)) {
            throw new ShareException.Malformed("word " + number + " holds a character that is not ASCII", number);
        }
        int index = Words.index(text.toLowerCase(Locale.ROOT));
        if (index < 0) {
            // The nearest word of the list is most often the one of the share, and a screen is no place for that.
            throw new ShareException.Malformed("word " + number + " is not in the list of words", number);
        }
        return index;
    }

    private static Share decode(int[] words) throws ShareException.Malformed {
        if (words.length < LEAST_WORDS) {
            throw new ShareException.Malformed(
                    "a share has at least " + LEAST_WORDS + " words, and here are " + words.length);
        }
        int valueBits = (words.length - HEADER_WORDS - Rs1024.CHECKSUM_WORDS) * WORD_BITS;
        int paddingBits = valueBits % 16;
        int sizeBytes = (valueBits - paddingBits) / 8;
        if (paddingBits > 8 || sizeBytes > Slip39.LARGEST_SECRET_BYTES) {
            throw new ShareException.Malformed("no share has " + words.length + " words");
        }
        if (!Rs1024.isValid(words)) {
            OptionalInt at = Rs1024.locateSingleError(words);
            throw at.isPresent()
                    ? new ShareException.Malformed(
                            "the checksum does not match; if only one word is wrong, it is word " + (at.getAsInt() + 1),
                            at.getAsInt() + 1)
                    : new ShareException.Malformed(
                            "the checksum does not match: more than one word is wrong, or they are out of order");
        }
        long header = 0;
        for (int i = 0; i < HEADER_WORDS; i++) {
            header = (header << WORD_BITS) | words[i];
        }
        byte[] value = value(words, paddingBits, sizeBytes);
        Split split = new Split(
                field(header, 25, 15),
                field(header, 24, 1) == 1,
                field(header, 20, 4),
                field(header, 12, 4) + 1,
                field(header, 8, 4) + 1,
                sizeBytes);
        int group = field(header, 16, 4);
        if (split.groupsNeeded() > split.groups() || group >= split.groups()) {
            throw new ShareException.Malformed(
                    "it needs more groups than there are, or belongs to a group that does not exist");
        }
        return new Share(split, group, field(header, 4, 4), field(header, 0, 4) + 1, SecretBytes.owning(value));
    }

    private static byte[] value(int[] words, int paddingBits, int sizeBytes) throws ShareException.Malformed {
        byte[] value = new byte[sizeBytes];
        int buffer = 0;
        int bits = -paddingBits;
        int at = 0;
        for (int i = HEADER_WORDS; i < words.length - Rs1024.CHECKSUM_WORDS; i++) {
            buffer = ((buffer << WORD_BITS) | words[i]) & 0x3ffff;
            bits += WORD_BITS;
            if (i == HEADER_WORDS && buffer >>> bits != 0) {
                throw new ShareException.Malformed("its padding is not zero");
            }
            while (bits >= 8) {
                bits -= 8;
                value[at++] = (byte) (buffer >>> bits);
            }
        }
        return value;
    }

    private static int field(long bits, int shift, int size) {
        return (int) (bits >>> shift) & ((1 << size) - 1);
    }

    /** {@return what this share has in common with all others of its split} */
    public Split split() {
        return split;
    }

    /** {@return the group of the share, from 0} */
    public int group() {
        return group;
    }

    /** {@return the place of the share in its group, from 0} */
    public int member() {
        return member;
    }

    /** {@return how many shares of its group are needed} */
    public int membersNeeded() {
        return membersNeeded;
    }

    /** {@return the words, with one blank between them} They are the share itself: who reads them has it. */
    public String exposeMnemonic() {
        int paddingBits = (WORD_BITS - split.secretSizeBytes() * 8 % WORD_BITS) % WORD_BITS;
        int valueWords = (split.secretSizeBytes() * 8 + paddingBits) / WORD_BITS;
        int[] words = new int[HEADER_WORDS + valueWords + Rs1024.CHECKSUM_WORDS];
        long header = ((long) split.identifier() << 25)
                | ((split.extendable() ? 1L : 0L) << 24)
                | ((long) split.iterationExponent() << 20)
                | ((long) group << 16)
                | ((split.groupsNeeded() - 1L) << 12)
                | ((split.groups() - 1L) << 8)
                | ((long) member << 4)
                | (membersNeeded - 1L);
        for (int i = 0; i < HEADER_WORDS; i++) {
            words[i] = (int) (header >>> (WORD_BITS * (HEADER_WORDS - 1 - i))) & 1023;
        }
        int buffer = 0;
        int bits = paddingBits;
        int at = HEADER_WORDS;
        for (byte octet : value.expose()) {
            buffer = ((buffer << 8) | (octet & 0xff)) & 0x3ffff;
            bits += 8;
            while (bits >= WORD_BITS) {
                bits -= WORD_BITS;
                words[at++] = (buffer >>> bits) & 1023;
            }
        }
        Rs1024.seal(words);
        StringBuilder text = new StringBuilder();
        for (int word : words) {
            text.append(text.length() == 0 ? "" : " ").append(Words.word(word));
        }
        Arrays.fill(words, 0);
        return text.toString();
    }

    SecretBytes value() {
        return value;
    }

    @Override
    public void destroy() {
        value.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return value.isDestroyed();
    }

    @Override
    public void close() {
        destroy();
    }

    /** Which share it is, and nothing of its value. */
    @Override
    public String toString() {
        return "Share[group " + (group + 1) + ", member " + (member + 1) + "]";
    }
}
