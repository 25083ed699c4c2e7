package org.phrkit.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;
import org.phrkit.testing.Seeds;

/** The arithmetic in constant time against BigInteger. */
class ScalarsTest {
    private static final BigInteger EIGHTH = BigInteger.valueOf(8).modInverse(Scalars.ORDER);
    private static final BigInteger TWO_252 = BigInteger.ONE.shiftLeft(252);

    static BigInteger number(byte[] littleEndian) {
        byte[] bytes = new byte[littleEndian.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = littleEndian[bytes.length - 1 - i];
        }
        return new BigInteger(1, bytes);
    }

    static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    private static BigInteger slowRepresentative(BigInteger x) {
        BigInteger eighth = x.multiply(EIGHTH).mod(Scalars.ORDER);
        return eighth.max(Scalars.ORDER.subtract(eighth)).shiftLeft(3);
    }

    /** Anything below 2^256, often at an edge. */
    private static BigInteger any(SplittableRandom random) {
        BigInteger edge = List.of(
                        BigInteger.ONE,
                        Scalars.ORDER,
                        Scalars.ORDER.shiftRight(1),
                        TWO_252,
                        BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE),
                        BigInteger.valueOf(0xffffffffL).shiftLeft(32 * random.nextInt(8)))
                .get(random.nextInt(6));
        if (random.nextInt(3) == 0) {
            return edge.add(BigInteger.valueOf(random.nextInt(5) - 2)).mod(BigInteger.ONE.shiftLeft(256));
        }
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return number(bytes).shiftRight(random.nextInt(4) == 0 ? random.nextInt(256) : 0);
    }

    @Test
    void representativesAreThoseOfPlainArithmetic() {
        Seeds.forEach(3_000, random -> {
            BigInteger a = any(random);
            BigInteger b = any(random);
            BigInteger expected = slowRepresentative(a.multiply(b));
            if (expected.shiftRight(3).compareTo(TWO_252) >= 0) {
                assertThatThrownBy(() -> Scalars.representative(bytes(a), bytes(b)))
                        .isInstanceOf(ArithmeticException.class)
                        .hasMessageContaining("no scalar");
            } else {
                assertThat(number(Scalars.representative(bytes(a), bytes(b)))).isEqualTo(expected);
            }
        });
    }

    @Test
    void inversesAreThoseOfPlainArithmetic() {
        Seeds.forEach(300, random -> {
            BigInteger a = any(random);
            BigInteger expected = a.mod(Scalars.ORDER).signum() == 0 ? BigInteger.ZERO : a.modInverse(Scalars.ORDER);
            assertThat(number(Scalars.inverse(bytes(a)))).isEqualTo(expected);
        });
    }

    /** Why there are two candidates: one alone exists for half of all numbers, and which half tells a bit of the number. */
    @Test
    void everyProductHasARepresentativeAndX25519MultipliesByIt() {
        int[] first = new int[1];
        Seeds.forEach(200, random -> {
            byte[] a = new byte[32];
            byte[] b = new byte[32];
            random.nextBytes(a);
            random.nextBytes(b);
            for (byte[] clamped : List.of(a, b)) {
                clamped[0] &= (byte) 0xf8;
                clamped[31] = (byte) ((clamped[31] & 0x3f) | 0x40);
            }
            byte[] representative = Scalars.representative(a, b);
            assertThat(representative[0] & 7).isZero();
            assertThat(representative[31] & 0xc0).isEqualTo(0x40);
            byte[] inTwoSteps = X25519.agree(SecretBytes.owning(b), X25519.publicKey(SecretBytes.owning(a)))
                    .orElseThrow()
                    .expose();
            assertThat(X25519.publicKey(SecretBytes.owning(representative))).isEqualTo(inTwoSteps);
            BigInteger eighth = number(a).multiply(number(b)).multiply(EIGHTH).mod(Scalars.ORDER);
            first[0] += eighth.testBit(251) ? 1 : 0;
        });
        assertThat(first[0]).isBetween(60, 140);
    }

    @Test
    void zeroAndItsNeighboursHaveNone() {
        for (BigInteger x : List.of(BigInteger.ZERO, Scalars.ORDER, BigInteger.valueOf(8))) {
            assertThatThrownBy(() -> Scalars.representative(bytes(x), bytes(BigInteger.ONE)))
                    .as(HexFormat.of().formatHex(bytes(x)))
                    .isInstanceOf(ArithmeticException.class);
        }
    }
}
