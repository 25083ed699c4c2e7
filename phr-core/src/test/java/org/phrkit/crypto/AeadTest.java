package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AeadTest {
    private static final byte[] NONCE = new byte[Aead.NONCE_SIZE_BYTES];
    private static final byte[] OTHER_NONCE = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Aead aead = aead();

    private static Aead aead() {
        return new Aead(SecretBytes.copyOf(new byte[32]));
    }

    private static byte[] seal(byte[] plain) {
        byte[] sealed = new byte[plain.length + Aead.TAG_SIZE_BYTES];
        assertThat(aead().seal(NONCE, plain, 0, plain.length, sealed, 0)).isEqualTo(sealed.length);
        return sealed;
    }

    @Test
    void opensWhatItSealed() {
        byte[] plain = {1, 2, 3};
        byte[] opened = new byte[3];
        assertThat(aead.open(NONCE, seal(plain), 0, 19, opened, 0)).isEqualTo(3);
        assertThat(opened).isEqualTo(plain);
    }

    @Test
    void refusesEveryChangedBit() {
        byte[] sealed = seal(new byte[] {1, 2, 3});
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(aead().open(NONCE, changed, 0, changed.length, new byte[3], 0))
                    .isEqualTo(Aead.REFUSED);
        }
    }

    @Test
    void refusesAnotherNonceAndLessThanATag() {
        assertThat(aead.open(OTHER_NONCE, seal(new byte[3]), 0, 19, new byte[3], 0))
                .isEqualTo(Aead.REFUSED);
        assertThat(aead.open(OTHER_NONCE, new byte[15], 0, 15, new byte[3], 0)).isEqualTo(Aead.REFUSED);
    }

    @Test
    void needsAWholeKey() {
        assertThatThrownBy(() -> new Aead(SecretBytes.copyOf(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
