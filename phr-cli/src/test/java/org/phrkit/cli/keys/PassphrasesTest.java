package org.phrkit.cli.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.NotUtf8Exception;

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

    /** Minisign makes such keys. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void thatOfAKeyToSignWithMayBeEmpty(String text) throws IOException {
        assertThat(holding(text).ofSigningKey(new Input("key")).get()).isEmpty();
    }

    @Test
    void noneIsLongerThan4096Bytes() throws IOException {
        String longest = "x".repeat(4096);
        assertThat(Passphrases.readLine(bytes(longest + "\n", ISO_8859_1))).isEqualTo(longest.toCharArray());
        assertThatThrownBy(() -> Passphrases.readLine(bytes(longest + "x\n", ISO_8859_1)))
                .isInstanceOf(Failure.class)
                .hasMessage("the passphrase is longer than 4096 bytes");
    }

    private static InputStream bytes(String text, Charset encoding) {
        return new ByteArrayInputStream(text.getBytes(encoding));
    }

    @Test
    void aByteOrderMarkIsNoPartOfIt() throws IOException {
        assertThat(holding("\ufeffgrün\r\n").ask("?")).isEqualTo("grün".toCharArray());
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Path file = Files.write(folder.resolve("latin1"), "grün\n".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> new Passphrases(file.toString()).ask("?"))
                .isInstanceOf(Failure.class)
                .hasMessage(file + ": is not text in UTF-8");
        assertThatThrownBy(() -> Passphrases.readLine(bytes("grün\n", ISO_8859_1)))
                .isInstanceOf(NotUtf8Exception.class);
        assertThatThrownBy(() -> Passphrases.readLine(bytes("\ufeffgrün\r\n", UTF_16LE)))
                .isInstanceOf(NotUtf8Exception.class)
                .hasMessage("is text in UTF-16, where UTF-8 is expected");
    }

    @Test
    void withoutAFileAPersonIsAsked() {
        assertThat(new Passphrases(null).areFromFile()).isFalse();
    }
}
