package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;

class XWingTest {
    private static final byte[] INFO = {1, 2, 3};

    /** The half on Curve25519 of the key that a seed stands for (draft-connolly-cfrg-xwing-kem, section 5.2). */
    private static SecretBytes x25519Half(SecretBytes seed) {
        byte[] expanded = new byte[96];
        SHAKEDigest shake = new SHAKEDigest(256);
        shake.update(seed.expose(), 0, 32);
        shake.doOutput(expanded, 0, 96);
        return SecretBytes.owning(Arrays.copyOfRange(expanded, 64, 96));
    }

    @Test
    void halvesThatAreApartOpenWhatTheWholeKeyOpens() throws Exception {
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < 20; i++) {
            SecretBytes seed = SecretBytes.random(XWing.SEED_SIZE_BYTES, random);
            SecretBytes message = SecretBytes.random(16, random);
            byte[] publicKey = XWing.publicKey(seed);
            XWing.Sealed encrypted = XWing.seal(publicKey, INFO, message, random);
            byte[] x25519Key = Arrays.copyOfRange(publicKey, XWing.ML_KEM_KEY_SIZE_BYTES, publicKey.length);
            assertThat(XWing.mlKemKey(seed)).isEqualTo(Arrays.copyOf(publicKey, XWing.ML_KEM_KEY_SIZE_BYTES));
            SecretBytes shared = X25519.agree(x25519Half(seed), XWing.x25519Share(encrypted.encapsulated()))
                    .orElseThrow();
            assertThat(XWing.open(seed, x25519Key, shared, encrypted.encapsulated(), INFO, encrypted.ciphertext()))
                    .contains(message);
            assertThat(XWing.open(seed, encrypted.encapsulated(), INFO, encrypted.ciphertext()))
                    .contains(message);
            byte[] altered = encrypted.ciphertext();
            altered[i % altered.length] ^= 1;
            assertThat(XWing.open(seed, x25519Key, shared, encrypted.encapsulated(), INFO, altered))
                    .isEmpty();
            assertThat(XWing.open(
                            seed, x25519Key, shared, encrypted.encapsulated(), new byte[0], encrypted.ciphertext()))
                    .isEmpty();
        }
    }
}
