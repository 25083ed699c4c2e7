package org.phrkit.cli.keys;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import picocli.CommandLine.Option;

/** Where a passphrase comes from: never from an argument. */
public final class PassphraseOptions {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Read the passphrase from the first line of FILE instead of asking; /dev/fd/3 works.")
    private @Nullable String file;

    /** One that another option names; null asks for the passphrase. */
    public static PassphraseOptions of(@Nullable String file) {
        PassphraseOptions options = new PassphraseOptions();
        options.file = file;
        return options;
    }

    public boolean isFromFile() {
        return file != null;
    }

    /** Asks for a passphrase that exists. */
    public char[] ask(String prompt) throws IOException {
        return file == null ? Terminal.askPassphrase(prompt) : read(file);
    }

    /** Asks for a new passphrase, twice where a person types it. */
    public char[] askNew(String prompt) throws IOException {
        if (file != null) {
            return read(file);
        }
        char[] first = Terminal.askPassphrase(prompt);
        char[] second = Terminal.askPassphrase("again: ");
        try {
            if (!Arrays.equals(first, second)) {
                Arrays.fill(first, '\0');
                throw new Failure(ExitCode.COULD_NOT, "the two passphrases differ");
            }
            return first;
        } finally {
            Arrays.fill(second, '\0');
        }
    }

    private static char[] read(String name) throws IOException {
        try (InputStream in = new Input(name).open();
                Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            char[] line = Terminal.readLine(reader);
            if (line.length == 0) {
                throw new Failure(
                        ExitCode.COULD_NOT, name + ": the first line is empty, where a passphrase is expected");
            }
            return line;
        }
    }
}
