package org.phrkit.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.Failure;

class PassphrasesTest {
    @TempDir
    private Path folder;

    private Passphrases holding(String text) throws IOException {
        return new Passphrases(
                Files.writeString(folder.resolve("passphrase"), text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"grün ", "grün \n", "grün \r\n", "grün \nsecond line"})
    void theFirstLineOfAFile(String text) throws IOException {
        Passphrases passphrases = holding(text);
        assertThat(passphrases.areFromFile()).isTrue();
        assertThat(passphrases.ask("?")).isEqualTo("grün ".toCharArray());
        assertThat(passphrases.askNew("?")).isEqualTo("grün ".toCharArray());
        assertThat(passphrases.of(new Input("key")).get()).isEqualTo("grün ".toCharArray());
    }

    @Test
    void aCarriageReturnAloneEndsNoLine() throws IOException {
        assertThat(holding("a\rb\r\r\n").ask("?")).isEqualTo("a\rb\r".toCharArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\nsecond line"})
    void noneIsEmpty(String text) throws IOException {
        Passphrases passphrases = holding(text);
        assertThatThrownBy(() -> passphrases.ask("?"))
                .isInstanceOf(Failure.class)
                .hasMessage(passphrases.file() + ": the first line is empty, where a passphrase is expected");
    }

    @Test
    void noneIsLongerThan4096() throws IOException {
        String longest = "x".repeat(4096);
        assertThat(Passphrases.readLine(new StringReader(longest + "\n"))).isEqualTo(longest.toCharArray());
        assertThatThrownBy(() -> Passphrases.readLine(new StringReader(longest + "x\n")))
                .isInstanceOf(Failure.class)
                .hasMessage("the passphrase is longer than 4096");
    }

    @Test
    void withoutAFileAPersonIsAsked() {
        assertThat(new Passphrases(null).areFromFile()).isFalse();
    }
}
