package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HkdfTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 5869, appendix A.1: its first 32 bytes. */
    @Test
    void derivesAsInTheStandard() {
        SecretBytes key = SecretBytes.copyOf(HEX.parseHex("0b".repeat(22)));
        SecretBytes derived =
                Hkdf.derive(key, HEX.parseHex("000102030405060708090a0b0c"), HEX.parseHex("f0f1f2f3f4f5f6f7f8f9"));
        assertThat(HEX.formatHex(derived.expose()))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    /** RFC 5869, appendix A.3: no salt, no info. */
    @Test
    void anEmptySaltStandsForZeros() {
        SecretBytes key = SecretBytes.copyOf(HEX.parseHex("0b".repeat(22)));
        assertThat(HEX.formatHex(Hkdf.derive(key, new byte[0], new byte[0]).expose()))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    /** RFC 4231, test case 6: a key longer than a block of SHA-256. */
    @Test
    void hashesLongKeysFirst() {
        byte[] mac = Hkdf.hmac(
                SecretBytes.copyOf(HEX.parseHex("aa".repeat(131))),
                "Test Using Larger Than Block-Size Key - Hash Key First"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(HEX.formatHex(mac)).isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    }

    /** RFC 4231, test case 2. */
    @Test
    void authenticatesAsInTheStandard() {
        byte[] mac = Hkdf.hmac(
                SecretBytes.copyOf("Jefe".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                "what do ya want for nothing?".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(HEX.formatHex(mac)).isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
