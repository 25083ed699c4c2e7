package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

/** RFC 7748, sections 5.2 and 6.1. */
class X25519Test {
    private static final HexFormat HEX = HexFormat.of();

    private static SecretBytes secret(String hex) {
        return SecretBytes.copyOf(HEX.parseHex(hex));
    }

    private static String agree(String scalar, String u) {
        return HEX.formatHex(
                X25519.agree(secret(scalar), HEX.parseHex(u)).orElseThrow().expose());
    }

    @Test
    void multipliesAsInTheStandard() {
        assertThat(agree(
                        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
                        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
                .isEqualTo("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
        // The second vector has the top bit of u set, which must be ignored.
        assertThat(agree(
                        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
                        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"))
                .isEqualTo("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
    }

    @Test
    void bothSidesAgree() {
        String alice = "77076d0a7318a57d3c16c17251b2664566a8bf6b4a0a2d2ed1b7f6f6a0a6c0a1";
        String bob = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
        assertThat(HEX.formatHex(X25519.publicKey(secret(bob))))
                .isEqualTo("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        String alicePublic = HEX.formatHex(X25519.publicKey(secret(alice)));
        assertThat(agree(alice, "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"))
                .isEqualTo(agree(bob, alicePublic));
    }

    @Test
    void pointsOfSmallOrderGiveNothing() {
        String scalar = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
        for (String u : new String[] {
            "00".repeat(32),
            "01" + "00".repeat(31),
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
        }) {
            assertThat(X25519.agree(secret(scalar), HEX.parseHex(u))).isEmpty();
        }
    }

    @Test
    void otherLengthsAreAProgrammersSlip() {
        assertThatThrownBy(() -> X25519.agree(secret("11".repeat(32)), new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> X25519.agree(secret("11".repeat(33)), new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Any 32 bytes are a coordinate, also those that are not below the prime. */
    @Test
    void theJdkComputesTheSame() {
        Seeds.forEach(100, 500, random -> {
            byte[] scalar = new byte[32];
            random.nextBytes(scalar);
            byte[] u = new byte[32];
            random.nextBytes(u);
            if (random.nextInt(4) == 0) {
                java.util.Arrays.fill(u, 1, 32, (byte) 0xff);
            }
            assertThat(X25519.agree(SecretBytes.copyOf(scalar), u).orElseThrow().expose())
                    .isEqualTo(byTheJdk(scalar, u));
        });
    }

    private static byte[] byTheJdk(byte[] scalar, byte[] u) throws GeneralSecurityException {
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = u[31 - i];
        }
        bigEndian[0] &= 0x7f;
        KeyFactory factory = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
        agreement.doPhase(
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                true);
        return agreement.generateSecret();
    }
}
