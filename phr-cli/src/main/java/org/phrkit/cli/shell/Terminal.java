package org.phrkit.cli.shell;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.regex.Pattern;
import org.phrkit.text.HiddenCharacters;
import picocli.CommandLine.Help.Ansi.Style;

/** Lines for the person who runs the command, on standard error. */
public final class Terminal {
    /**
     * A secret key, of age or minisign, or a key share may come here as what someone took for the name of a file. No word
     * is tried twice, which would take a stack as deep as the text is long.
     */
    private static final Pattern SECRET = Pattern.compile(
            "AGE-(SECRET-KEY|PLUGIN-PHR)-[0-9A-Z-]{20,}|\\bRW[0-9A-Z+/=]{100,}|\\b[A-Z]{4,8}(\\s+[A-Z]{4,8}){15,}+",
            Pattern.CASE_INSENSITIVE);

    private Terminal() {}

    /** Whether standard output is a terminal; the launcher knows it, Java cannot ask. */
    public static boolean isStandardOutput() {
        return System.getProperty("phr.terminals", "").contains("1");
    }

    /** Whether standard error is. */
    static boolean isStandardError() {
        return System.getProperty("phr.terminals", "").contains("2");
    }

    /** The first line of a verdict: green or red, where standard output shows colours and NO_COLOR is not set. */
    public static String answer(String line, boolean isYes) {
        String noColour = System.getenv("NO_COLOR");
        boolean isColoured =
                isStandardOutput() && (noColour == null || noColour.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
        Style colour = isYes ? Style.fg_green : Style.fg_red;
        return isColoured ? Style.on(Style.bold, colour) + line + Style.on(Style.reset) : line;
    }

    public static void error(Failure failure) {
        say("error: " + failure.getMessage());
        if (!failure.hint().isEmpty()) {
            say("hint: " + failure.hint());
        }
    }

    public static void warning(String message) {
        say("warning: " + message);
    }

    public static void say(String message) {
        PrintStream err = System.err;
        err.println(System.getProperty("phr.program", "phr") + ": " + shown(message));
    }

    /** Without what could take control of a terminal or forge a line, and without secrets. */
    public static String shown(String message) {
        return HiddenCharacters.replacedIn(SECRET.matcher(message).replaceAll("(a secret)"));
    }

    /** Passes text on to a terminal, and refuses what could take control of it. */
    public static OutputStream textOnly(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int i = offset; i < offset + length; i++) {
                    boolean control = (bytes[i] >= 0 && bytes[i] < ' ') || bytes[i] == 0x7f;
                    if (control && bytes[i] != '\n' && bytes[i] != '\r' && bytes[i] != '\t') {
                        throw new IOException("binary output is not written to a terminal; use -o FILE");
                    }
                }
                out.write(bytes, offset, length);
            }
        };
    }
}
