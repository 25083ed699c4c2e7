package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.phrkit.age.format.Bech32;

class KeyFileTest {
    /** The example of C2SP age.md. */
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    private static InputStream file(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theExampleOfTheSpecificationBelongsTogether() throws MalformedKeyException {
        KeyIdentity identity = KeyIdentity.parse(IDENTITY);
        assertThat(identity.recipient()).hasToString(RECIPIENT).isEqualTo(Recipient.parse(RECIPIENT));
        assertThat(identity.exposeText()).isEqualTo(IDENTITY);
        assertThat(identity.toString()).doesNotContain("GFPYYS");
    }

    /** C2SP age.md asks for recipients in lower case and identities in upper case. */
    @Test
    void keysInTheOtherCaseAreRefused() {
        assertThatThrownBy(() -> Recipient.parse(RECIPIENT.toUpperCase(Locale.ROOT)))
                .isInstanceOf(MalformedKeyException.class);
        assertThatThrownBy(() -> KeyIdentity.parse(IDENTITY.toLowerCase(Locale.ROOT)))
                .isInstanceOf(MalformedKeyException.class);
    }

    @Test
    void aWrittenKeyFileIsReadAgain() throws Exception {
        X25519Identity identity = X25519Identity.generate(new SecureRandom());
        String text = KeyFile.exposeText(identity, OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 678, ZoneOffset.ofHours(1)));
        assertThat(text)
                .startsWith("# created: 2026-01-02T03:04:05+01:00\n# public key: " + identity.recipient() + "\n")
                .endsWith("\n");
        List<KeyIdentity> read = KeyFile.readIdentities(file(text));
        assertThat(read).hasSize(1);
        assertThat(read.get(0).exposeText()).isEqualTo(identity.exposeText());
    }

    @Test
    void commentsEmptyLinesAndWindowsLinesAreFine() throws Exception {
        assertThat(KeyFile.readRecipients(file("# Müller\r\n\r\n" + RECIPIENT + "\r\n\n" + RECIPIENT)))
                .hasSize(2);
    }

    /** Notepad writes one before the first key. */
    @Test
    void aByteOrderMarkIsNoPartOfTheFirstKey() throws Exception {
        assertThat(KeyFile.readIdentities(file("\ufeff" + IDENTITY + "\r\n"))).hasSize(1);
        assertThat(KeyFile.readRecipients(file("\ufeff" + RECIPIENT))).containsExactly(Recipient.parse(RECIPIENT));
        assertThatThrownBy(() -> KeyFile.readRecipients(file("\ufeff\ufeff" + RECIPIENT)))
                .hasMessageStartingWith("line 1: ");
    }

    @Test
    void aKeyFileInUtf16IsCalledThat() {
        for (java.nio.charset.Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] file = "\ufeff# key\n".getBytes(charset);
            assertThatThrownBy(() -> KeyFile.readIdentities(new ByteArrayInputStream(file)))
                    .isInstanceOf(org.phrkit.input.NotUtf8Exception.class)
                    .hasMessageContaining("UTF-16");
        }
    }

    @Test
    void aBadLineIsNamedAndNotQuoted() {
        assertThatThrownBy(() -> KeyFile.readIdentities(file("# x\n" + IDENTITY + "\n" + IDENTITY + "Q\n")))
                .isInstanceOf(MalformedKeyException.class)
                .hasMessageStartingWith("line 3: ")
                .hasMessageNotContaining("GFPYYS");
        assertThatThrownBy(() -> KeyFile.readRecipients(file(" " + RECIPIENT)))
                .hasMessageStartingWith("line 1: ")
                .hasMessageNotContaining("zvkyg2");
        assertThatThrownBy(() -> KeyFile.readRecipients(file("# nobody\n"))).isInstanceOf(MalformedKeyException.class);
        assertThatThrownBy(() -> KeyFile.readRecipients(file("#".repeat(KeyFile.LIMIT_BYTES + 1))))
                .isInstanceOf(MalformedKeyException.class);
    }

    @Test
    void keysOfOtherProgramsAreCalledWhatTheyAre() {
        for (String ssh : List.of("ssh-rsa AAAA", "ssh-ed25519 AAAA me@home", "-----BEGIN OPENSSH PRIVATE KEY-----")) {
            assertThatThrownBy(() -> Recipient.parse(ssh)).hasMessageContaining("SSH key, but phr accepts only age1");
            assertThatThrownBy(() -> KeyIdentity.parse(ssh)).hasMessageContaining("SSH key, but phr accepts only age1");
        }
        for (String plugin : List.of(
                "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
                "AGE-PLUGIN-YUBIKEY-1QQQQQQ")) {
            assertThatThrownBy(() -> Recipient.parse(plugin)).hasMessageContaining("plugin, but phr accepts only age1");
            assertThatThrownBy(() -> KeyIdentity.parse(plugin))
                    .hasMessageContaining("plugin, but phr accepts only age1");
        }
    }

    /** An l that was typed as 1 makes no plugin of it. */
    @Test
    void aMistypedKeyIsNotTakenForThatOfAPlugin() {
        String text = X25519Identity.generate(new SecureRandom()).recipient().toString();
        assertThatThrownBy(() -> Recipient.parse(text.substring(0, 20) + "1" + text.substring(21)))
                .hasMessageNotContaining("plugin");
    }

    @Test
    void aDestroyedIdentityOpensNothing() throws MalformedKeyException {
        KeyIdentity identity = KeyIdentity.parse(IDENTITY);
        assertThat(identity.isDestroyed()).isFalse();
        identity.close();
        assertThat(identity.isDestroyed()).isTrue();
        assertThatThrownBy(identity::exposeText).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyFileHasAtMostOneMebibyte() throws Exception {
        String comment = "#" + "x".repeat((1 << 20) - RECIPIENT.length() - 2) + "\n";
        assertThat(KeyFile.readRecipients(file(comment + RECIPIENT))).hasSize(1);
        assertThatThrownBy(() -> KeyFile.readRecipients(file("#" + comment + RECIPIENT)))
                .isInstanceOf(MalformedKeyException.class)
                .hasMessage("it is larger than a key file can be");
    }

    /** Hands out one array, to be looked at afterwards. */
    private static final class Kept extends ByteArrayInputStream {
        private final byte[] bytes;

        Kept(String text) {
            super(new byte[0]);
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] readNBytes(int length) {
            return bytes;
        }
    }

    @Test
    void whatWasReadIsOverwritten() throws Exception {
        Kept whole = new Kept("# mine\n" + IDENTITY + "\n");
        assertThat(KeyFile.readIdentities(whole).get(0).exposeText()).isEqualTo(IDENTITY);
        assertThat(whole.bytes).containsOnly(0);
        Kept malformed = new Kept(IDENTITY + "\n" + IDENTITY + "Q\n");
        assertThatThrownBy(() -> KeyFile.readIdentities(malformed)).isInstanceOf(MalformedKeyException.class);
        assertThat(malformed.bytes).containsOnly(0);
        Kept publicKeys = new Kept(IDENTITY);
        assertThat(KeyFile.readPublicKeys(publicKeys)).containsExactly(Recipient.parse(RECIPIENT));
        assertThat(publicKeys.bytes).containsOnly(0);
    }

    /** Whether it opens the file or not. */
    @Test
    void aPassphraseThatWasAskedForIsOverwritten() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(
                List.of(new ScryptRecipient("secret".toCharArray(), 4)),
                file(IDENTITY + "\n"),
                out,
                new SecureRandom());
        char[] right = "secret".toCharArray();
        assertThat(KeyFile.readIdentities(new ByteArrayInputStream(out.toByteArray()), () -> right))
                .hasSize(1);
        assertThat(right).containsOnly('\0');
        char[] wrong = "Secret".toCharArray();
        assertThatThrownBy(() -> KeyFile.readIdentities(new ByteArrayInputStream(out.toByteArray()), () -> wrong))
                .isInstanceOf(AgeException.NoMatch.class);
        assertThat(wrong).containsOnly('\0');
    }

    @Test
    void publicKeysAreReadFromEitherKindOfFile() throws Exception {
        for (String text : new String[] {IDENTITY, RECIPIENT}) {
            assertThat(KeyFile.readPublicKeys(file("# key\n" + text + "\n")))
                    .containsExactly(Recipient.parse(RECIPIENT));
        }
    }

    /** A recipient of a plugin starts the same, and may hold as many bytes: it is no point of Curve25519. */
    @Test
    void aKeyOfAnotherKindIsNotTakenForOneOfThese() {
        String plugin = Bech32.encode("age1yubikey", new byte[32]);
        assertThat(plugin).startsWith("age1");
        assertThatThrownBy(() -> Recipient.parse(plugin))
                .isInstanceOf(MalformedKeyException.class)
                .hasMessageContaining("this is a key of an age plugin");
        for (String prefix : List.of("AGE-SECRET-KEY-1X", "AGE-SECRET-KEY-PQ-1X")) {
            assertThatThrownBy(() -> KeyIdentity.parse(Bech32.encode(prefix.toLowerCase(Locale.ROOT), new byte[32])
                            .toUpperCase(Locale.ROOT)))
                    .isInstanceOf(MalformedKeyException.class)
                    .hasMessageContaining("it is a key of an unknown kind");
        }
    }

    @Test
    void differentKeysAreNotEqual() {
        Recipient one = new X25519Recipient(new byte[] {1});
        assertThat(one).isEqualTo(new X25519Recipient(new byte[] {1}));
        assertThat(one).isNotEqualTo(new X25519Recipient(new byte[] {2}));
        assertThat(one).isNotEqualTo(new HybridRecipient(new byte[] {1}));
    }
}
