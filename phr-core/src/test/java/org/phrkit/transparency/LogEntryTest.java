package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries, their labels, and the key of the labels. */
class LogEntryTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String LINE = "{\"type\":\"phr/log/1\"} é";

    private final SecureRandom random = new SecureRandom();

    private static byte[] salt() {
        byte[] salt = new byte[32];
        for (int i = 0; i < 32; i++) {
            salt[i] = (byte) (32 + i);
        }
        return salt;
    }

    /** By Python's hmac and hashlib. */
    @Test
    void labelsAndCommitmentsAreThoseOfAnIndependentProgram() throws Exception {
        LogKey key = LogKey.parse(KEY);
        assertThat(key.keyLabel(1)).hasToString("e64360d2545e73d545d2e71e24478283");
        assertThat(key.keyLabel(2)).hasToString("4c6a3a59d28c0a489c155377b084ba05");
        assertThat(key.keyLabel(258)).hasToString("d57bda09601b20af5e090291d961d376");
        assertThat(key.keyLabel(65_537)).hasToString("e856f6d7f66e0be7ceaa551f80e12930");
        LogEntry entry = LogEntry.of(key.keyLabel(1), salt(), LINE);
        assertThat(HexFormat.of().formatHex(entry.bytes()))
                .isEqualTo("e64360d2545e73d545d2e71e24478283"
                        + "eef37961d87114b3a685bd9ec1ff8cbe49fbb6e3f941a54692e040928d6303f2");
        assertThat(entry.hash()).isEqualTo(MerkleHash.ofEntry(entry.bytes()));
    }

    @Test
    void anEntryIsOfItsLineAlone() throws Exception {
        Label label = Label.random(random);
        byte[] salt = LogEntry.newSalt(random);
        LogEntry entry = LogEntry.of(label, salt, LINE);
        assertThat(entry.isOf(salt, LINE)).isTrue();
        assertThat(entry.isOf(salt, LINE + " ")).isFalse();
        byte[] other = salt.clone();
        other[31] ^= 1;
        assertThat(entry.isOf(other, LINE)).isFalse();
        assertThat(entry.label()).isEqualTo(label);
        assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry).hasSameHashCodeAs(entry);
        assertThat(LogEntry.of(Label.random(random), salt, LINE)).isNotEqualTo(entry);
        assertThat(entry).hasToString("LogEntry[" + label + "]");
        entry.bytes()[20] ^= 1;
        label.bytes()[0] ^= 1;
        assertThat(entry.isOf(salt, LINE)).isTrue();
        assertThat(entry.label()).isEqualTo(label);
    }

    /** With a salt of 16 bytes, a line could begin among the 32 bytes of another. */
    @Test
    void saltsHaveOneLength() {
        for (int size : new int[] {0, 16, 31, 33}) {
            assertThatThrownBy(() -> LogEntry.of(Label.random(random), new byte[size], LINE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a salt has 32 bytes, not " + size);
        }
        assertThat(LogEntry.newSalt(random)).isNotEqualTo(LogEntry.newSalt(random));
    }

    @Test
    void halfASurrogatePairIsNoLine() {
        assertThatThrownBy(() -> LogEntry.of(Label.random(random), salt(), "a \ud83e line"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a line holds half of a surrogate pair");
    }

    @Test
    void entriesOfAnotherLengthAreRefused() {
        for (int size : new int[] {0, 47, 49}) {
            assertThatThrownBy(() -> LogEntry.parse(new byte[size]))
                    .isInstanceOf(TransparencyException.Malformed.class)
                    .hasMessage("an entry of the log has 48 bytes, not " + size);
        }
    }

    @Test
    void keysComeBackAndGo() throws Exception {
        LogKey key = LogKey.generate(random);
        LogKey again = LogKey.parse(key.exposeText());
        assertThat(again).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(again.keyLabel(7)).isEqualTo(key.keyLabel(7));
        assertThat(key).isNotEqualTo(LogKey.generate(random)).hasToString("LogKey");
        assertThatThrownBy(() -> key.keyLabel(0)).isInstanceOf(IllegalArgumentException.class);
        key.close();
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(() -> key.keyLabel(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(key::exposeText).isInstanceOf(IllegalStateException.class);
        assertThat(again.keyLabel(1)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8?"
            })
    void otherTextsAreNoLogKey(String text) {
        assertThatThrownBy(() -> LogKey.parse(text))
                .isInstanceOf(TransparencyException.Malformed.class)
                .hasMessage("a log key is the base64 of 32 bytes");
    }

    @Test
    void labelsAreRandom() {
        Label label = Label.random(random);
        assertThat(label).isNotEqualTo(Label.random(random)).isNotEqualTo("a text");
        assertThat(label.bytes()).hasSize(16);
        assertThat(new Label(Arrays.copyOf(label.bytes(), 32))).isEqualTo(label).hasSameHashCodeAs(label);
    }
}
