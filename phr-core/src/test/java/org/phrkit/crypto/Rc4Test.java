package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.testing.Seeds;

class Rc4Test {
    private static byte[] keyStream(byte[] key, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        try (SecretBytes secret = SecretBytes.copyOf(key);
                Rc4 cipher = new Rc4(secret)) {
            cipher.apply(bytes, 0, sizeBytes);
        }
        return bytes;
    }

    /** RFC 6229, section 2: keys of 40, 128 and 256 bits, the key stream at some of its offsets. */
    @ParameterizedTest
    @CsvSource({
        "0102030405, 0, b2396305f03dc027ccc3524a0a1118a8",
        "0102030405, 16, 6982944f18fc82d589c403a47a0d0919",
        "0102030405, 240, 28cb1132c96ce286421dcaadb8b69eae",
        "0102030405, 4080, 068326a2118416d21f9d04b2cd1ca050",
        "0102030405, 4096, ff25b58995996707e51fbdf08b34d875",
        "0102030405060708090a0b0c0d0e0f10, 0, 9ac7cc9a609d1ef7b2932899cde41b97",
        "0102030405060708090a0b0c0d0e0f10, 16, 5248c4959014126a6e8a84f11d1a9e1c",
        "0102030405060708090a0b0c0d0e0f10, 256, d39d566bc6bce3010768151549f3873f",
        "0102030405060708090a0b0c0d0e0f10, 4096, a36a4c301ae8ac13610ccbc12256cacc",
        "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20, 0, eaa6bd25880bf93d3f5d1e4ca2611d91"
    })
    void theKeyStreamIsThatOfTheStandard(String key, int offset, String expected) {
        byte[] stream = keyStream(HexFormat.of().parseHex(key), offset + 16);
        assertThat(HexFormat.of().formatHex(stream, offset, offset + 16)).isEqualTo(expected);
    }

    @Test
    void itIsWhatTheJdkAndBouncyCastleCompute() {
        Seeds.forEach(200, random -> {
            byte[] key = new byte[random.nextInt(5, 257)];
            byte[] plain = new byte[random.nextInt(3000)];
            random.nextBytes(key);
            random.nextBytes(plain);
            byte[] ours = plain.clone();
            int cut = random.nextInt(plain.length + 1);
            try (Rc4 cipher = new Rc4(SecretBytes.copyOf(key))) {
                cipher.apply(ours, 0, cut);
                cipher.apply(ours, cut, plain.length - cut);
            }
            RC4Engine engine = new RC4Engine();
            engine.init(true, new KeyParameter(key));
            byte[] theirs = new byte[plain.length];
            engine.processBytes(plain, 0, plain.length, theirs, 0);
            assertThat(ours).isEqualTo(theirs);
            if (key.length <= 128) {
                Cipher jdk = Cipher.getInstance("ARCFOUR");
                jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ARCFOUR"));
                assertThat(ours).isEqualTo(jdk.doFinal(plain));
            }
        });
    }

    @Test
    void onlyTheGivenBytesChange() {
        byte[] bytes = new byte[40];
        try (Rc4 cipher = new Rc4(SecretBytes.copyOf(new byte[] {1, 2, 3, 4, 5}))) {
            cipher.apply(bytes, 10, 16);
        }
        assertThat(Arrays.copyOf(bytes, 10)).containsOnly(0);
        assertThat(HexFormat.of().formatHex(bytes, 10, 26)).isEqualTo("b2396305f03dc027ccc3524a0a1118a8");
        assertThat(Arrays.copyOfRange(bytes, 26, 40)).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 257})
    void keysOfOtherSizesAreRefused(int sizeBytes) {
        assertThatThrownBy(() -> new Rc4(SecretBytes.owning(new byte[sizeBytes])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedCipherDoesNothing() {
        Rc4 cipher = new Rc4(SecretBytes.copyOf(new byte[5]));
        cipher.close();
        assertThatThrownBy(() -> cipher.apply(new byte[1], 0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
