package org.phrkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.phrkit.age.format.Bech32;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.text.PassphraseSource;

class PluginIdentityTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PREFIX = "age-plugin-phr-";
    private static final PassphraseSource NEVER = () -> {
        throw new AssertionError("a passphrase was asked for");
    };

    private static PluginIdentity identity(boolean isPostQuantum) {
        return new PluginIdentity(
                "00112233445566778899aabbccddeeff",
                isPostQuantum ? DoctorPart.generatePostQuantum(RANDOM) : DoctorPart.generate(RANDOM),
                RequestKey.generate(RANDOM),
                "ffeeddccbbaa99887766554433221100",
                URI.create("https://store.example:8440"));
    }

    private static PassphraseSource of(String passphrase) {
        return passphrase::toCharArray;
    }

    @Test
    void isReadAgain() throws IOException {
        for (boolean isPostQuantum : new boolean[] {false, true}) {
            String text = identity(isPostQuantum).exposeText();
            assertThat(text).startsWith("AGE-PLUGIN-PHR-1").isEqualTo(text.toUpperCase(Locale.ROOT));
            assertThat(PluginIdentity.looksLike(text)).isTrue();
            assertThat(PluginIdentity.isEncrypted(text)).isFalse();
            PluginIdentity read = PluginIdentity.parse(text, NEVER);
            assertThat(read.exposeText()).isEqualTo(text);
            assertThat(read.doctor().isPostQuantum()).isEqualTo(isPostQuantum);
            assertThat(read).hasToString("PluginIdentity[https://store.example:8440]");
        }
    }

    @Test
    void opensWithItsPassphraseAndNoOther() throws IOException {
        PluginIdentity identity = identity(true);
        String text = identity.encrypt("Fuchs Gans Igel".toCharArray(), 2, RANDOM);
        assertThat(text).startsWith("AGE-PLUGIN-PHR-1").isEqualTo(text.toUpperCase(Locale.ROOT));
        assertThat(PluginIdentity.isEncrypted(text)).isTrue();
        assertThat(PluginIdentity.parse(text, of("Fuchs Gans Igel")).exposeText())
                .isEqualTo(identity.exposeText());
        assertThatThrownBy(() -> PluginIdentity.parse(text, of("Fuchs Gans Esel")))
                .isInstanceOf(StoreFormatException.class)
                .hasMessage("the passphrase is wrong");
        assertThatThrownBy(() -> PluginIdentity.parse(text, of("")))
                .isInstanceOf(StoreFormatException.class)
                .hasMessage("the passphrase is empty");
        assertThatThrownBy(() -> PluginIdentity.parse(text))
                .isInstanceOf(StoreFormatException.class)
                .hasMessage("it has a passphrase");
    }

    @Test
    void overwritesTheGivenPassphrase() throws IOException {
        List<char[]> given = new ArrayList<>();
        String text = identity(false).encrypt("secret".toCharArray(), 1, RANDOM);
        PluginIdentity.parse(text, () -> {
            given.add("secret".toCharArray());
            return given.get(0);
        });
        assertThat(given).containsExactly(new char[6]);
    }

    private static String text(byte[] data) {
        return Bech32.encode(PREFIX, data).toUpperCase(Locale.ROOT);
    }

    private static byte[] data(String text) throws Bech32.Malformed {
        return Bech32.decode(text).data();
    }

    private static void refused(String text, String problem) {
        assertThatThrownBy(() -> PluginIdentity.parse(text, of("secret")))
                .isInstanceOf(StoreFormatException.class)
                .hasMessage(problem);
    }

    @Test
    void refusesWhatIsNoIdentity() throws Exception {
        byte[] good = data(identity(false).exposeText());
        refused(text(new byte[0]), "it is an identity of an unknown version");
        byte[] unknown = good.clone();
        unknown[0] = 4;
        refused(text(unknown), "it is an identity of an unknown version");
        refused(text(Arrays.copyOf(good, 1 + 16 + 32 + 32 + 16)), "it is too short");
        refused(
                Bech32.encode("age-plugin-xyz-", good).toUpperCase(Locale.ROOT),
                "an identity of this plugin starts with \"AGE-PLUGIN-PHR-1\"");
        refused("", "it is too short, or has no '1' after its prefix");
        refused(text(good) + "Q", "the checksum does not match, so a character is wrong or missing");
    }

    /** What a passphrase opens is a line without one: a chain of them would ask again and again. */
    @Test
    void refusesWhatIsEncryptedTwiceOrNotAtAll() throws Exception {
        byte[] once = data(identity(false).encrypt("secret".toCharArray(), 1, RANDOM));
        byte[] cut = Arrays.copyOf(once, once.length - 1);
        refused(text(cut), "what its passphrase opens: payload failure: chunk 1 was altered or truncated");
        refused(text(new byte[] {3}), "what its passphrase opens: header failure: the file is empty (line 1)");
        byte[] plain = data(identity(false).exposeText());
        plain[0] = 3;
        assertThatThrownBy(() -> PluginIdentity.parse(text(plain), of("secret")))
                .isInstanceOf(StoreFormatException.class)
                .hasMessageStartingWith("what its passphrase opens: header failure");
    }
}
