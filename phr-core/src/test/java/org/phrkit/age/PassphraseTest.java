package org.phrkit.age;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassphraseTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int QUICK = 4;

    private static byte[] encrypt(String plain, String passphrase) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(
                List.of(new ScryptRecipient(passphrase.toCharArray(), QUICK)),
                new ByteArrayInputStream(plain.getBytes(UTF_8)),
                out,
                RANDOM);
        return out.toByteArray();
    }

    private static String decrypt(byte[] file, String passphrase, int highestWorkFactor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(
                List.of(new ScryptIdentity(passphrase.toCharArray(), highestWorkFactor)),
                new ByteArrayInputStream(file),
                out);
        return out.toString(UTF_8);
    }

    @Test
    void thePassphraseOpensAndNoOther() throws IOException {
        byte[] file = encrypt("pulse 60", "Schlüssel 🔑");
        assertThat(decrypt(file, "Schlüssel 🔑", QUICK)).isEqualTo("pulse 60");
        assertThatThrownBy(() -> decrypt(file, "Schlussel", QUICK))
                .isInstanceOf(AgeException.NoMatch.class)
                .hasMessageNotContaining("Schl");
    }

    @Test
    void moreWorkThanAllowedIsRefusedBeforeItIsDone() throws IOException {
        byte[] file = encrypt("x", "secret");
        assertThatThrownBy(() -> decrypt(file, "secret", QUICK - 1)).isInstanceOf(AgeException.Header.class);
        assertThatThrownBy(() -> new ScryptRecipient("secret".toCharArray(), 23))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScryptIdentity(new char[0], QUICK)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPassphraseStandsAlone() {
        List<Recipient> both = List.of(
                new ScryptRecipient("secret".toCharArray(), QUICK),
                X25519Identity.generate(RANDOM).recipient());
        assertThatThrownBy(() -> Age.encryptingStream(both, new ByteArrayOutputStream(), RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysAndPassphrasesTellWhatIsMissing() throws IOException {
        byte[] file = encrypt("x", "secret");
        assertThatThrownBy(() -> Age.decrypt(
                        List.of(X25519Identity.generate(RANDOM)),
                        new ByteArrayInputStream(file),
                        new ByteArrayOutputStream()))
                .isInstanceOf(AgeException.NoMatch.class)
                .hasMessageContaining("passphrase");
    }

    @Test
    void aKeyFileMayBeEncrypted() throws Exception {
        X25519Identity identity = X25519Identity.generate(RANDOM);
        String text = KeyFile.exposeText(identity, OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC));
        byte[] file = encrypt(text, "secret");
        List<KeyIdentity> read = KeyFile.readIdentities(new ByteArrayInputStream(file), () -> "secret".toCharArray());
        assertThat(read).extracting(KeyIdentity::recipient).containsExactly(identity.recipient());
        assertThatThrownBy(() -> KeyFile.readIdentities(new ByteArrayInputStream(file), () -> "Secret".toCharArray()))
                .isInstanceOf(AgeException.NoMatch.class);
        assertThat(KeyFile.readIdentities(new ByteArrayInputStream(text.getBytes(UTF_8)), () -> {
                    throw new AssertionError("not asked for where it is not needed");
                }))
                .hasSize(1);
    }

    @Test
    void aClosedPassphraseEncryptsNothing() {
        ScryptRecipient passphrase = new ScryptRecipient("secret".toCharArray(), QUICK);
        assertThat(passphrase).hasToString("scrypt passphrase");
        passphrase.close();
        assertThatThrownBy(() -> Age.encryptingStream(List.of(passphrase), new ByteArrayOutputStream(), RANDOM))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was destroyed");
    }
}
