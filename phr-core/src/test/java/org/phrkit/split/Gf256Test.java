package org.phrkit.split;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Gf256Test {
    /** Multiplication of polynomials over GF(2), then division by the modulus, bit by bit. */
    private static int slowProduct(int a, int b) {
        int product = 0;
        for (int bit = 0; bit < 8; bit++) {
            if ((b & (1 << bit)) != 0) {
                product ^= a << bit;
            }
        }
        for (int bit = 15; bit >= 8; bit--) {
            if ((product & (1 << bit)) != 0) {
                product ^= 0x11b << (bit - 8);
            }
        }
        return product;
    }

    @Test
    void everyProductIsThatOfTheSlowTwin() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                assertThat(Gf256.multiply(a, b)).isEqualTo(slowProduct(a, b));
            }
        }
    }

    /** FIPS 197, section 4.2. */
    @Test
    void theExampleOfTheStandardHolds() {
        assertThat(Gf256.multiply(0x57, 0x83)).isEqualTo(0xc1);
    }

    @Test
    void everyInverseTimesItsElementIsOne() {
        assertThat(Gf256.invert(0)).isZero();
        for (int a = 1; a < 256; a++) {
            assertThat(Gf256.multiply(a, Gf256.invert(a))).isOne();
        }
    }
}
