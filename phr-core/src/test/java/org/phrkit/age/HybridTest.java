package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.phrkit.age.format.Bech32;

class HybridTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HybridIdentity patient = HybridIdentity.generate(RANDOM);
    private final HybridIdentity doctor = HybridIdentity.generate(RANDOM);

    @Test
    void everyRecipientOpensAndNoOther() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Age.encrypt(
                List.of(patient.recipient(), doctor.recipient()),
                new ByteArrayInputStream(new byte[] {1, 2, 3}),
                file,
                RANDOM);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(doctor), new ByteArrayInputStream(file.toByteArray()), out);
        assertThat(out.toByteArray()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> Age.decrypt(
                        List.of(HybridIdentity.generate(RANDOM)), new ByteArrayInputStream(file.toByteArray()), out))
                .isInstanceOf(AgeException.NoMatch.class);
    }

    @Test
    void textsAreReadAgain() throws MalformedKeyException {
        assertThat(Recipient.parse(patient.recipient().toString())).isEqualTo(patient.recipient());
        assertThat(KeyIdentity.parse(patient.exposeText()).recipient()).isEqualTo(patient.recipient());
        assertThat(patient.exposeText()).startsWith("AGE-SECRET-KEY-PQ-1");
    }

    @Test
    void itIsNotMixedWithOthers() {
        List<Recipient> both =
                List.of(patient.recipient(), X25519Identity.generate(RANDOM).recipient());
        assertThatThrownBy(() -> Age.encryptingStream(both, new ByteArrayOutputStream(), RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCannotBeAPublicKeyIsRefused() {
        byte[] bytes = new byte[1216];
        java.util.Arrays.fill(bytes, (byte) 0xff);
        assertThatThrownBy(() -> Recipient.parse(Bech32.encode("age1pq", bytes)))
                .isInstanceOf(MalformedKeyException.class);
        assertThatThrownBy(() -> Recipient.parse(Bech32.encode("age1pq", new byte[32])))
                .isInstanceOf(MalformedKeyException.class);
        assertThatThrownBy(() -> KeyIdentity.parse(
                        Bech32.encode("age-secret-key-pq-", new byte[31]).toUpperCase(Locale.ROOT)))
                .isInstanceOf(MalformedKeyException.class);
    }
}
