package org.phrkit.mediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class CurvePointTest {
    private static final BigInteger PRIME = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private static CurvePoint point(BigInteger u) throws MediationException {
        return CurvePoint.of(ScalarsTest.bytes(u));
    }

    @Test
    void pointsThatAreNotCanonicalAreRefused() throws MediationException {
        assertThat(point(BigInteger.valueOf(9)).bytes()[0]).isEqualTo((byte) 9);
        for (BigInteger same :
                List.of(PRIME.add(BigInteger.valueOf(9)), BigInteger.valueOf(9).setBit(255))) {
            assertThatThrownBy(() -> point(same))
                    .isInstanceOf(MediationException.class)
                    .hasMessage("the point is not canonical");
        }
    }

    @Test
    void pointsOfSmallOrderAreRefused() {
        for (BigInteger u : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                PRIME.subtract(BigInteger.ONE),
                new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504"),
                new BigInteger("39382357235489614581723060781553021112529911719440698176882885853963445705823"))) {
            assertThatThrownBy(() -> point(u))
                    .isInstanceOf(MediationException.class)
                    .hasMessage("the point has a small order");
        }
    }

    @Test
    void pointsOfTheTwistAreRefused() throws MediationException {
        // u = 2 is on the twist: 2^3 + 486662·2^2 + 2 is no square. The others are told apart by their square roots.
        assertThatThrownBy(() -> point(BigInteger.TWO))
                .isInstanceOf(MediationException.class)
                .hasMessage("the point is not on the curve");
        Seeds.forEach(100, random -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            BigInteger u = ScalarsTest.number(bytes).mod(PRIME);
            BigInteger square = u.pow(3)
                    .add(BigInteger.valueOf(486_662).multiply(u.pow(2)))
                    .add(u)
                    .mod(PRIME);
            if (hasRoot(square)) {
                assertThat(point(u)).hasToString(point(u).toString());
            } else {
                assertThatThrownBy(() -> point(u)).hasMessage("the point is not on the curve");
            }
        });
    }

    /** By a root itself, for p = 5 modulo 8: a^((p+3)/8), or that times 2^((p-1)/4). */
    private static boolean hasRoot(BigInteger a) {
        BigInteger root = a.modPow(PRIME.add(BigInteger.valueOf(3)).shiftRight(3), PRIME);
        BigInteger other = root.multiply(BigInteger.TWO.modPow(PRIME.shiftRight(2), PRIME));
        return root.pow(2).mod(PRIME).equals(a) || other.pow(2).mod(PRIME).equals(a);
    }

    @Test
    void anotherLengthIsRefused() {
        assertThatThrownBy(() -> CurvePoint.of(new byte[31])).hasMessage("a point has 32 bytes, not 31");
    }
}
