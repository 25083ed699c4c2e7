package org.phrkit.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Lines for the person who runs the command, on standard error. */
final class Terminal {
    private Terminal() {}

    /** Whether standard output is a terminal; the launcher knows it, Java cannot ask. */
    static boolean isStandardOutput() {
        return System.getProperty("phr.terminals", "").contains("1");
    }

    static void error(Failure failure) {
        say("error: " + failure.getMessage());
        if (!failure.hint().isEmpty()) {
            say("hint: " + failure.hint());
        }
    }

    static void warning(String message) {
        say("warning: " + message);
    }

    static void say(String message) {
        PrintStream err = System.err;
        err.println("phr: " + message);
    }

    /** Passes text on to a terminal, and refuses what could take control of it. */
    static OutputStream textOnly(OutputStream out) {
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
