package org.phrkit.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class SecretBytesTest {
    @Test
    void isOverwrittenWhenClosed() {
        SecretBytes secret = SecretBytes.copyOf(new byte[] {1, 2, 3});
        byte[] inside = secret.expose();
        secret.close();
        assertThat(inside).containsOnly(0);
        assertThat(secret.isDestroyed()).isTrue();
        assertThatThrownBy(secret::expose).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void showsNothing() {
        SecretBytes one = SecretBytes.copyOf(new byte[] {65, 66, 67});
        SecretBytes other = SecretBytes.copyOf(new byte[] {65, 66, 68});
        assertThat(one).hasToString("SecretBytes[3]").isNotEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).isEqualTo(SecretBytes.copyOf(new byte[] {65, 66, 67}));
    }

    @Test
    void copiesWhatItIsGiven() {
        byte[] given = {1};
        SecretBytes secret = SecretBytes.copyOf(given);
        given[0] = 2;
        assertThat(secret.expose()).containsExactly(1);
    }

    @Test
    void textBecomesTheUtf8OfAStringUnlessThereIsNone() {
        Seeds.forEach(500, random -> {
            char[] text = new char[random.nextInt(30)];
            for (int i = 0; i < text.length; i++) {
                // ASCII, all of the plane, or halves of surrogate pairs that may come to stand together.
                text[i] = (char)
                        switch (random.nextInt(3)) {
                            case 0 -> random.nextInt(128);
                            case 1 -> random.nextInt(0x10000);
                            default -> random.nextInt(0xd800, 0xe000);
                        };
            }
            if (UTF_8.newEncoder().canEncode(new String(text))) {
                assertThat(SecretBytes.utf8(text).expose()).isEqualTo(new String(text).getBytes(UTF_8));
            } else {
                assertThatThrownBy(() -> SecretBytes.utf8(text)).isInstanceOf(IllegalArgumentException.class);
            }
        });
    }
}
