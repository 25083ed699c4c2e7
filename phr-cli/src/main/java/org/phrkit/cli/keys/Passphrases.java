package org.phrkit.cli.keys;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.text.PassphraseSource;

/**
 * Where passphrases come from: the first line of a file, or the person at the terminal, who does not see what is typed.
 * Whoever asks for one overwrites it after use. None is ever empty, but that of a key which minisign made so.
 *
 * @param file as the user named it; null is the terminal, wherever the standard streams go
 */
public record Passphrases(@Nullable String file) {
    private static final Path CONTROLLING_TERMINAL = Path.of("/dev/tty");
    private static final int LIMIT_BYTES = 4096;

    public boolean areFromFile() {
        return file != null;
    }

    /** Asks for a passphrase that exists. */
    public char[] ask(String prompt) throws IOException {
        return file == null ? requireAny(askPerson(prompt)) : readAny(new Input(file));
    }

    /** Asks for that of a file that is encrypted, when it turns out to be. */
    PassphraseSource of(Input encrypted) {
        return () -> ask("passphrase of " + encrypted.name() + ": ");
    }

    /** As {@link #of}, of a key to sign with: minisign takes an empty passphrase for one. */
    PassphraseSource ofSigningKey(Input encrypted) {
        return () -> file == null
                ? askPerson("passphrase of " + encrypted.name() + " (may be empty): ")
                : read(new Input(file));
    }

    /** Asks for a new passphrase, twice where a person types it. */
    public char[] askNew(String prompt) throws IOException {
        if (file != null) {
            return readAny(new Input(file));
        }
        char[] first = requireAny(askPerson(prompt));
        char[] second = askPerson("again: ");
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

    private static char[] readAny(Input input) throws IOException {
        char[] line = read(input);
        if (line.length == 0) {
            throw new Failure(
                    ExitCode.COULD_NOT, input.name() + ": the first line is empty, where a passphrase is expected");
        }
        return line;
    }

    private static char[] read(Input input) throws IOException {
        try (InputStream in = new BufferedInputStream(input.open())) {
            return readLine(in);
        } catch (NotUtf8Exception e) {
            throw Failure.of(e, input.name());
        }
    }

    private static char[] askPerson(String prompt) throws IOException {
        try (OutputStream out = Files.newOutputStream(CONTROLLING_TERMINAL);
                InputStream in = Files.newInputStream(CONTROLLING_TERMINAL)) {
            Thread restore = new Thread(() -> {
                setEcho(true);
                endLine(out);
            });
            Runtime.getRuntime().addShutdownHook(restore);
            setEcho(false);
            try {
                out.write(Terminal.shown(prompt).getBytes(StandardCharsets.UTF_8));
                out.flush();
                return readLine(in);
            } finally {
                setEcho(true);
                Runtime.getRuntime().removeShutdownHook(restore);
                endLine(out);
            }
        } catch (NotUtf8Exception e) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "the passphrase typed is not UTF-8",
                    "set the terminal to UTF-8, or give a file that holds the passphrase with --passphrase-file FILE");
        } catch (FileSystemException e) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "a passphrase is needed, but there is no terminal to ask for it",
                    "give a file that holds it with --passphrase-file FILE");
        }
    }

    /** What was typed did not do it. */
    private static void endLine(OutputStream terminal) {
        try {
            terminal.write('\n');
        } catch (IOException e) {
            // A terminal that is gone needs no line.
            return;
        }
    }

    private static char[] requireAny(char[] passphrase) throws Failure {
        if (passphrase.length == 0) {
            throw new Failure(ExitCode.COULD_NOT, "the passphrase is empty");
        }
        return passphrase;
    }

    /** Up to the line feed, which is not part of it; nor is a byte order mark before it. */
    static char[] readLine(InputStream in) throws IOException {
        byte[] buffer = new byte[LIMIT_BYTES];
        byte[] line = new byte[0];
        int size = 0;
        try {
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                if (size == LIMIT_BYTES) {
                    throw new Failure(ExitCode.COULD_NOT, "the passphrase is longer than " + LIMIT_BYTES + " bytes");
                }
                buffer[size++] = (byte) next;
            }
            if (size > 0 && buffer[size - 1] == '\r') {
                size--;
            }
            line = Arrays.copyOf(buffer, size);
            return Utf8.secret(line);
        } finally {
            Arrays.fill(buffer, (byte) 0);
            Arrays.fill(line, (byte) 0);
        }
    }

    private static void setEcho(boolean on) {
        try {
            new ProcessBuilder("stty", on ? "echo" : "-echo")
                    .redirectInput(CONTROLLING_TERMINAL.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            Terminal.warning("stty is missing, so the terminal shows what you type");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
