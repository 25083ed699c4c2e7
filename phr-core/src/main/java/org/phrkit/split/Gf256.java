package org.phrkit.split;

/**
 * Arithmetic in GF(256) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197, section 4). Nothing in it depends on the values by
 * a branch or a look-up in a table.
 */
final class Gf256 {
    private static final int MODULUS = 0x11b;

    private Gf256() {}

    static int multiply(int a, int b) {
        int product = 0;
        int shifted = a;
        for (int bit = 0; bit < 8; bit++) {
            product ^= -((b >>> bit) & 1) & shifted;
            shifted = (shifted << 1) ^ (-(shifted >>> 7) & MODULUS);
        }
        return product;
    }

    /** a^254, which is 1/a; 0 for 0. */
    static int invert(int a) {
        int power = a;
        int inverse = 1;
        for (int bit = 1; bit < 8; bit++) {
            power = multiply(power, power);
            inverse = multiply(inverse, power);
        }
        return inverse;
    }

    /**
     * Evaluates, byte by byte, the polynomials of lowest degree through some points (SLIP-0039, "Polynomial
     * interpolation").
     *
     * @param xs pairwise different; these and {@code x} are not secret
     * @param ys one row for each of {@code xs}, all of one length
     * @return the values at {@code x}
     */
    static byte[] interpolate(int x, int[] xs, byte[][] ys) {
        byte[] values = new byte[ys[0].length];
        for (int i = 0; i < xs.length; i++) {
            int weight = 1;
            for (int j = 0; j < xs.length; j++) {
                if (j != i) {
                    weight = multiply(weight, multiply(x ^ xs[j], invert(xs[i] ^ xs[j])));
                }
            }
            for (int k = 0; k < values.length; k++) {
                values[k] ^= (byte) multiply(weight, ys[i][k] & 0xff);
            }
        }
        return values;
    }
}
