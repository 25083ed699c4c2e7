package org.phrkit.age;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.age.format.Base64;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

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

    @Test
    void aDestroyedPassphraseOpensNothing() throws IOException {
        byte[] file = encrypt("x", "secret");
        ScryptIdentity passphrase = new ScryptIdentity("secret".toCharArray(), QUICK);
        assertThat(passphrase.isDestroyed()).isFalse();
        passphrase.destroy();
        assertThat(passphrase.isDestroyed()).isTrue();
        assertThatThrownBy(() ->
                        Age.decrypt(List.of(passphrase), new ByteArrayInputStream(file), new ByteArrayOutputStream()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was destroyed");
    }

    /** That it is refused from then on does not show that it is gone: this looks at the bytes that were kept. */
    @Test
    void aPassphraseIsOverwrittenWhereItWasKept() throws Exception {
        ScryptIdentity identity = new ScryptIdentity("secret".toCharArray(), QUICK);
        byte[] ofIdentity = kept(identity);
        ScryptRecipient recipient = new ScryptRecipient("secret".toCharArray(), QUICK);
        byte[] ofRecipient = kept(recipient);
        assertThat(ofIdentity).isEqualTo("secret".getBytes(UTF_8));
        assertThat(ofRecipient).isEqualTo("secret".getBytes(UTF_8));
        identity.close();
        recipient.close();
        assertThat(ofIdentity).containsOnly(0);
        assertThat(ofRecipient).containsOnly(0);
    }

    /** Nothing but a test asks for it, so no method gives it away. */
    private static byte[] kept(Object holder) throws ReflectiveOperationException {
        Field key = holder.getClass().getDeclaredField("key");
        key.setAccessible(true);
        Field passphrase = ScryptKey.class.getDeclaredField("passphrase");
        passphrase.setAccessible(true);
        return ((SecretBytes) passphrase.get(key.get(holder))).expose();
    }

    @Test
    void workFactorsAreFromOneToTheHighest() throws IOException {
        for (int outside : new int[] {0, ScryptRecipient.HIGHEST_WORK_FACTOR + 1}) {
            assertThatThrownBy(() -> new ScryptRecipient("secret".toCharArray(), outside))
                    .hasMessage("the work factor is " + outside + "; it must be 1 to 22");
            assertThatThrownBy(() -> new ScryptIdentity("secret".toCharArray(), outside))
                    .hasMessage("the work factor is " + outside + "; it must be 1 to 22");
        }
        new ScryptRecipient("secret".toCharArray(), ScryptRecipient.HIGHEST_WORK_FACTOR).close();
        new ScryptIdentity("secret".toCharArray(), ScryptRecipient.HIGHEST_WORK_FACTOR).close();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(
                List.of(new ScryptRecipient("secret".toCharArray(), 1)),
                new ByteArrayInputStream(new byte[] {'x'}),
                out,
                RANDOM);
        assertThat(decrypt(out.toByteArray(), "secret", 1)).isEqualTo("x");
    }

    /** Were it not, one table of keys would do for all files, and the same passphrase would show. */
    @Test
    void theSaltIsAnotherForEachFile() {
        ScryptRecipient recipient = new ScryptRecipient("secret".toCharArray(), QUICK);
        SecretBytes fileKey = SecretBytes.random(WrappedKey.FILE_KEY_SIZE_BYTES, RANDOM);
        Stanza one = recipient.wrap(fileKey, RANDOM).get(0);
        Stanza other = recipient.wrap(fileKey, RANDOM).get(0);
        assertThat(one.arguments().get(1)).isNotEqualTo(other.arguments().get(1));
    }

    /** Of a file that someone else made; each stanza is right in all else. */
    @Test
    void aWorkFactorIsANumberOfAtMostTwoDigits() {
        ScryptIdentity identity = new ScryptIdentity("secret".toCharArray(), QUICK);
        for (String wrong : new String[] {"0", "04", "+4", "4x", "x"}) {
            assertThatThrownBy(() -> identity.unwrap(stanza(wrong)))
                    .isInstanceOf(AgeException.Header.class)
                    .hasMessageContaining("the work factor of a scrypt stanza is not a number");
        }
        for (String more : new String[] {"5", "100", "99999999999"}) {
            assertThatThrownBy(() -> identity.unwrap(stanza(more)))
                    .isInstanceOf(AgeException.Header.class)
                    .hasMessageContaining("the work factor is above 2^4");
        }
    }

    private static Stanza stanza(String workFactor) {
        String salt = Base64.encode(new byte[ScryptRecipient.SALT_SIZE_BYTES]);
        return new Stanza(List.of(ScryptRecipient.STANZA_TYPE, salt, workFactor), new byte[WrappedKey.SIZE_BYTES]);
    }
}
