package org.phrkit.mediation;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * Numbers modulo L, the order of the prime subgroup of Curve25519, 2^252 + 27742317777372353535851937790883648493, as 32
 * bytes in little-endian order. In constant time: Montgomery's multiplication (doi 10.1090/S0025-5718-1985-0777282-X) on
 * eight words, without a branch or an index that depends on a number. Inverses are Fermat's, with a public exponent.
 */
final class Scalars {
    static final int SIZE_BYTES = 32;
    static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final int WORDS = 8;
    private static final long WORD = 0xffffffffL;
    private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(256);
    private static final long[] MODULUS = words(ORDER);
    private static final long[] RADIX_SQUARED = words(RADIX.multiply(RADIX).mod(ORDER));
    private static final long[] ONE_EIGHTH = words(BigInteger.valueOf(8).modInverse(ORDER));
    private static final long[] ZERO = new long[WORDS];
    /** -1/L modulo 2^32. */
    private static final long NEGATED_INVERSE = ORDER.modInverse(BigInteger.ONE.shiftLeft(32))
            .negate()
            .mod(BigInteger.ONE.shiftLeft(32))
            .longValueExact();

    private static final BigInteger EXPONENT = ORDER.subtract(BigInteger.TWO);

    private Scalars() {}

    /**
     * The clamped scalar by which any X25519 multiplies by a·b or by -a·b, which are alike to it: 8m, where m is the larger
     * of a·b/8 and -a·b/8 modulo L.
     *
     * @throws ArithmeticException if there is none, which has a chance of 2^-126: m is then 2^252 or more. Whoever drew
     *     again would tell a bit of a secret
     */
    static byte[] representative(byte[] a, byte[] b) {
        long[] x = product(product(words(a), words(b)), ONE_EIGHTH);
        long[] negative = minus(MODULUS, x).words;
        long[] m = choose(minus(x, negative).borrow, negative, x);
        // L itself, of a product that is zero, is beyond as well.
        if (m[WORDS - 1] >>> 28 != 0) {
            throw new ArithmeticException("no scalar that X25519 takes is as good as this product");
        }
        byte[] clamped = new byte[SIZE_BYTES];
        for (int i = 0; i < WORDS; i++) {
            long word = (m[i] << 3 | (i == 0 ? 0 : m[i - 1] >>> 29)) & WORD;
            for (int j = 0; j < 4; j++) {
                clamped[4 * i + j] = (byte) (word >>> (8 * j));
            }
        }
        for (long[] secret : new long[][] {x, negative, m}) {
            Arrays.fill(secret, 0);
        }
        return clamped;
    }

    /** 1/a; 0 for 0. */
    static byte[] inverse(byte[] a) {
        long[] base = reduced(words(a));
        long[] power = base;
        for (int bit = EXPONENT.bitLength() - 2; bit >= 0; bit--) {
            power = product(power, power);
            if (EXPONENT.testBit(bit)) {
                power = product(power, base);
            }
        }
        byte[] inverse = new byte[SIZE_BYTES];
        for (int i = 0; i < SIZE_BYTES; i++) {
            inverse[i] = (byte) (power[i / 4] >>> (8 * (i % 4)));
        }
        return inverse;
    }

    private static long[] words(BigInteger number) {
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = number.shiftRight(32 * i).longValue() & WORD;
        }
        return words;
    }

    private static long[] words(byte[] number) {
        long[] words = new long[WORDS];
        for (int i = 0; i < SIZE_BYTES; i++) {
            words[i / 4] |= (number[i] & 0xffL) << (8 * (i % 4));
        }
        return words;
    }

    private static long[] reduced(long[] a) {
        return product(a, words(BigInteger.ONE));
    }

    /** a·b modulo L, of any a and b below 2^256. */
    private static long[] product(long[] a, long[] b) {
        return montgomery(b, montgomery(a, RADIX_SQUARED));
    }

    /** a·b/2^256 modulo L, of a below 2^256 and b below L. */
    private static long[] montgomery(long[] a, long[] b) {
        long[] sum = new long[WORDS + 2];
        for (int i = 0; i < WORDS; i++) {
            add(sum, b, a[i]);
            add(sum, MODULUS, sum[0] * NEGATED_INVERSE & WORD);
            System.arraycopy(sum, 1, sum, 0, WORDS + 1);
            sum[WORDS + 1] = 0;
        }
        // It is below 2L, and so below 2^256.
        long[] once = Arrays.copyOf(sum, WORDS);
        Difference less = minus(once, MODULUS);
        return choose(less.borrow, once, less.words);
    }

    /** Adds factor·b to a sum. */
    private static void add(long[] sum, long[] b, long factor) {
        long carry = 0;
        for (int i = 0; i < WORDS + 2; i++) {
            long next = sum[i] + (i < WORDS ? b[i] * factor : 0) + carry;
            sum[i] = next & WORD;
            carry = next >>> 32;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Difference(long[] words, long borrow) {}

    /** a - b modulo 2^256; the borrow is 1 where a is the smaller. */
    private static Difference minus(long[] a, long[] b) {
        long[] words = new long[WORDS];
        long borrow = 0;
        for (int i = 0; i < WORDS; i++) {
            long next = a[i] - b[i] - borrow;
            words[i] = next & WORD;
            borrow = next >>> 63;
        }
        return new Difference(words, borrow);
    }

    /** The first where the bit is 1, else the second. */
    private static long[] choose(long bit, long[] first, long[] second) {
        long[] chosen = ZERO.clone();
        for (int i = 0; i < WORDS; i++) {
            chosen[i] = (first[i] & -bit) | (second[i] & (bit - 1));
        }
        return chosen;
    }
}
