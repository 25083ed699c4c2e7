package org.phrkit.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

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
}
