package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
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

    /** Of all sizes that are short, and of those about the size from which on the JDK works. */
    @Test
    void sealsAndOpensAsTheJdk() throws GeneralSecurityException {
        Random random = new Random(1);
        List<Integer> sizes = new ArrayList<>();
        IntStream.rangeClosed(0, 400).forEach(sizes::add);
        IntStream.rangeClosed(4000, 4200).forEach(sizes::add);
        for (int size : sizes) {
            byte[] key = bytes(random, 32);
            byte[] nonce = bytes(random, Aead.NONCE_SIZE_BYTES);
            byte[] plain = bytes(random, size);
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
            byte[] expected = cipher.doFinal(plain);
            Aead own = new Aead(SecretBytes.copyOf(key));
            byte[] room = new byte[3 + size + Aead.TAG_SIZE_BYTES];
            System.arraycopy(plain, 0, room, 3, size);
            assertThat(own.seal(nonce, room, 3, size, room, 3)).isEqualTo(size + Aead.TAG_SIZE_BYTES);
            assertThat(Arrays.copyOfRange(room, 3, room.length))
                    .as("size %d", size)
                    .isEqualTo(expected);
            Aead other = new Aead(SecretBytes.copyOf(key));
            assertThat(other.open(nonce, room, 3, room.length - 3, room, 3)).isEqualTo(size);
            assertThat(Arrays.copyOfRange(room, 3, 3 + size))
                    .as("size %d", size)
                    .isEqualTo(plain);
        }
    }

    /** Over the size from which on Java before 21 leaves it to Conscrypt. */
    @Test
    void sealsMuchAsTheJdk() throws GeneralSecurityException {
        Random random = new Random(2);
        byte[] key = bytes(random, 32);
        byte[] plain = bytes(random, 3 << 20);
        Aead sealing = new Aead(SecretBytes.copyOf(key));
        Aead opening = new Aead(SecretBytes.copyOf(key));
        byte[] sealed = new byte[plain.length + Aead.TAG_SIZE_BYTES];
        byte[] opened = new byte[plain.length];
        for (int message = 0; message < 5; message++) {
            byte[] nonce = bytes(random, Aead.NONCE_SIZE_BYTES);
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
            sealing.seal(nonce, plain, 0, plain.length, sealed, 0);
            assertThat(sealed).as("message %d", message).isEqualTo(cipher.doFinal(plain));
            assertThat(opening.open(nonce, sealed, 0, sealed.length, opened, 0)).isEqualTo(plain.length);
            assertThat(opened).as("message %d", message).isEqualTo(plain);
            sealed[message] ^= 1;
            byte[] otherNonce = bytes(random, Aead.NONCE_SIZE_BYTES);
            assertThat(opening.open(otherNonce, sealed, 0, sealed.length, opened, 0))
                    .isEqualTo(Aead.REFUSED);
        }
    }

    @Test
    void findsConscryptInTheseTests() {
        assertThat(Conscrypt.cipher())
                .hasValueSatisfying(
                        cipher -> assertThat(cipher.getProvider().getName()).isEqualTo("Conscrypt"));
    }

    @Test
    void writesNothingThatItRefuses() {
        for (int size : new int[] {100, 5000}) {
            byte[] sealed = seal(new byte[size]);
            sealed[size / 2] ^= 1;
            byte[] opened = new byte[size];
            Arrays.fill(opened, (byte) 7);
            assertThat(aead().open(NONCE, sealed, 0, sealed.length, opened, 0)).isEqualTo(Aead.REFUSED);
            assertThat(opened).containsOnly(7);
        }
    }

    private static byte[] bytes(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void needsAWholeKey() {
        assertThatThrownBy(() -> new Aead(SecretBytes.copyOf(new byte[31])))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
