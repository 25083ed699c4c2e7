package org.phrkit.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
    private static final String SECRET_KEY = "AGE-SECRET-KEY-1" + "Q".repeat(58);
    private static final String WORDS = "academic acid acne acquire acrobat activity actress adapt adequate adjust "
            + "admit adorn adult advance advocate afraid again agency agree aide";

    private final PrintStream err = System.err;

    @AfterEach
    void restore() {
        System.setErr(err);
        System.clearProperty("phr.terminals");
    }

    private static String said(Runnable saying) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, UTF_8));
        saying.run();
        return bytes.toString(UTF_8);
    }

    @Test
    void everyLineSaysWhoSpeaks() {
        String newLine = System.lineSeparator();
        assertThat(said(() -> Terminal.warning("it rains"))).isEqualTo("phr: warning: it rains" + newLine);
        assertThat(said(() -> Terminal.error(new Failure(ExitCode.COULD_NOT, "it fails", "try this"))))
                .isEqualTo("phr: error: it fails" + newLine + "phr: hint: try this" + newLine);
        assertThat(said(() -> Terminal.error(new Failure(ExitCode.COULD_NOT, "it fails"))))
                .isEqualTo("phr: error: it fails" + newLine);
    }

    @Test
    void nothingForgesALineOrTakesControl() {
        String said = said(() -> Terminal.warning("a\nphr: all is well\u001b[2J\u202e\u009b"));
        assertThat(said).startsWith("phr: warning: a").endsWith(System.lineSeparator());
        assertThat(said.strip()).doesNotContain("\n", "\u001b", "\u202e", "\u009b");
        assertThat(Terminal.shown("name äöü 日本.csv")).isEqualTo("name äöü 日本.csv");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(Terminal.shown(SECRET_KEY + ": is missing")).isEqualTo("(a secret): is missing");
        assertThat(Terminal.shown(
                        "no " + SECRET_KEY.replace("KEY-1", "KEY-PQ-1").toLowerCase(Locale.ROOT)))
                .isEqualTo("no (a secret)");
        assertThat(Terminal.shown(SECRET_KEY.replace("SECRET-KEY", "PLUGIN-PHR") + ": no such file"))
                .isEqualTo("(a secret): no such file");
        assertThat(Terminal.shown("RW" + "x+/=".repeat(53) + " again")).isEqualTo("(a secret) again");
        assertThat(Terminal.shown(WORDS)).isEqualTo("(a secret)");
        assertThat(Terminal.shown(WORDS.replace(" ", "\n"))).isEqualTo("(a secret)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age1wqz6n3drfkj7k9ddfs9x4s4uf7x5rnvg5hnrq4v2xzkv5lz3xytsgrk0mr",
                "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3",
                "the file of the third person that came here today was read",
                "AGE-SECRET-KEY-1"
            })
    void whatIsPublicIs(String text) {
        assertThat(Terminal.shown(text)).isEqualTo(text);
    }

    @Test
    void theLauncherSaysWhichStreamsAreTerminals() {
        assertThat(Terminal.isStandardOutput()).isFalse();
        assertThat(Terminal.isStandardError()).isFalse();
        System.setProperty("phr.terminals", "1");
        assertThat(Terminal.isStandardOutput()).isTrue();
        assertThat(Terminal.isStandardError()).isFalse();
        System.setProperty("phr.terminals", "2");
        assertThat(Terminal.isStandardOutput()).isFalse();
        assertThat(Terminal.isStandardError()).isTrue();
    }

    @Test
    void anAnswerHasNoColourWhereThereIsNoTerminal() {
        assertThat(Terminal.answer("yes", true)).isEqualTo("yes");
        assertThat(Terminal.answer("no", false)).isEqualTo("no");
    }

    @Test
    void textGoesToATerminal() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream out = Terminal.textOnly(bytes);
        out.write("a\tb\r\nä 日本".getBytes(UTF_8));
        out.write('!');
        assertThat(bytes.toString(UTF_8)).isEqualTo("a\tb\r\nä 日本!");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 27, 127})
    void whatControlsATerminalDoesNot(int control) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream out = Terminal.textOnly(bytes);
        byte[] inTheMiddle = {'a', (byte) control, 'b'};
        String message = "binary output is not written to a terminal; use -o FILE";
        assertThatThrownBy(() -> out.write(inTheMiddle))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> out.write(control))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThat(bytes.size()).isZero();
    }
}
