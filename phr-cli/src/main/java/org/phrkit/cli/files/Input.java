package org.phrkit.cli.files;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.ProgressOptions;

/**
 * A file to read, or standard input.
 *
 * @param argument as the user gave it; {@code -} or null is standard input
 */
public record Input(@Nullable String argument) {
    /** What takes a moment. */
    private static final long SHOWN_BYTES = 64 << 20;

    /** The file that standard input comes from, where the system names it. */
    private static final Path DESCRIPTOR = Path.of("/dev/fd/0");

    private static final List<Path> USED = new CopyOnWriteArrayList<>();
    private static boolean standardInputTaken;

    /** Forgets what was read before: a command begins, which need not be the first of its JVM. */
    public static void beginCommand() {
        USED.clear();
        standardInputTaken = false;
    }

    public boolean isStandardInput() {
        return argument == null || argument.equals("-");
    }

    /** The name that messages use. */
    public String name() {
        return argument == null || isStandardInput() ? "standard input" : argument;
    }

    public boolean isFolder() throws Failure {
        return !isStandardInput() && Files.isDirectory(pathOf(name()));
    }

    /** The path of a name; a name that this locale's encoding cannot write is refused. */
    static Path pathOf(String name) throws Failure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw Failure.of(e);
        }
    }

    public InputStream open() throws IOException {
        if (argument == null || isStandardInput()) {
            if (standardInputTaken) {
                throw new Failure(ExitCode.USAGE, "standard input is named twice, but can be read only once");
            }
            standardInputTaken = true;
            reserve();
            return named(System.in);
        }
        if (isFolder()) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": is a folder", "name a file in it");
        }
        Path path = path();
        // On JDK 17 a stream straight on a pipe fails where it is asked what is available, or how long it is.
        return named(
                Files.exists(path) && !Files.isRegularFile(path)
                        ? new BufferedInputStream(new FileInputStream(path.toFile()))
                        : Files.newInputStream(path));
    }

    /** Errors of reading say where. */
    private InputStream named(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                try {
                    return in.read();
                } catch (IOException e) {
                    throw failed(e);
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return in.read(bytes, offset, length);
                } catch (IOException e) {
                    throw failed(e);
                }
            }

            @Override
            public byte[] readAllBytes() throws IOException {
                try {
                    return in.readAllBytes();
                } catch (IOException e) {
                    throw failed(e);
                }
            }

            private FileSystemException failed(IOException e) {
                return new FileSystemException(name(), null, e.getMessage());
            }
        };
    }

    /** As {@link #open}; a large file shows on the terminal how much of it was read. */
    public InputStream openShown(ProgressOptions progress) throws IOException {
        InputStream in = open();
        long sizeBytes = isStandardInput() || !Files.isRegularFile(path()) ? 0 : Files.size(path());
        return sizeBytes < SHOWN_BYTES ? in : progress.start().over(in, sizeBytes);
    }

    /** The file; not for standard input. From now on it cannot be an output. */
    public Path path() throws Failure {
        Path path = pathOf(name());
        USED.add(path);
        return path;
    }

    /** Reserves this input before outputs are opened: none of them can be the same file. */
    public void reserve() throws Failure {
        if (!isStandardInput()) {
            path();
        } else if (Files.isRegularFile(DESCRIPTOR)) {
            USED.add(DESCRIPTOR);
        }
    }

    /** Whether a file is one that this command reads, by whatever name. */
    static boolean isUsed(Path file) throws IOException {
        for (Path used : USED) {
            if (Files.exists(used) && Files.isSameFile(used, file)) {
                return true;
            }
        }
        return false;
    }
}
