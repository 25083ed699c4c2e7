package org.phrkit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: standard output, or a file that appears under its name only when it is complete. The file
 * grows beside its target under a hidden name; {@link #commit} renames it, and closing without a commit, like the end
 * of the program, removes it.
 */
final class Output implements AutoCloseable {
    /** Who may read the file. */
    enum Privacy {
        /** The owner alone: keys and plaintext. */
        PRIVATE,
        /** As the user's umask says. */
        SHARED
    }

    /** What happens to a file that exists. */
    enum Replacing {
        NEVER,
        NOT_UNLESS_FORCED,
        FORCED
    }

    private final FileChannel channel;
    private final OutputStream stream;
    private final @Nullable Path target;
    private final @Nullable Path partial;
    private final Replacing replacing;
    private final @Nullable Thread cleaner;

    private Output(FileChannel channel, @Nullable Path target, @Nullable Path partial, Replacing replacing) {
        this.channel = channel;
        this.stream = named(Channels.newOutputStream(channel), target == null ? "standard output" : target.toString());
        this.target = target;
        this.partial = partial;
        this.replacing = replacing;
        this.cleaner = partial == null ? null : new Thread(() -> deleteQuietly(partial));
        if (cleaner != null) {
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
    }

    /**
     * Opens the output.
     *
     * @param argument {@code -} or null is standard output
     * @param replacing what happens to a regular file that exists
     * @param inputs none of them may be the output
     */
    static Output open(@Nullable String argument, Privacy privacy, Replacing replacing, Input... inputs)
            throws IOException {
        if (argument == null || argument.equals("-")) {
            return new Output(new FileOutputStream(FileDescriptor.out).getChannel(), null, null, replacing);
        }
        Path target = Path.of(argument);
        if (Files.exists(target)) {
            for (Input input : inputs) {
                if (!input.isStandardInput()
                        && Files.exists(Path.of(input.name()))
                        && Files.isSameFile(target, Path.of(input.name()))) {
                    throw new Failure(ExitCode.USAGE, argument + ": input and output are the same file");
                }
            }
            if (Files.isDirectory(target)) {
                throw new Failure(ExitCode.COULD_NOT, argument + ": is a folder");
            }
            if (!Files.isRegularFile(target)) {
                // A device or a pipe: there is nothing to replace.
                return new Output(FileChannel.open(target, StandardOpenOption.WRITE), null, null, replacing);
            }
            if (replacing != Replacing.FORCED) {
                throw exists(argument, replacing);
            }
            target = target.toRealPath();
        } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": is a link to a file that does not exist");
        }
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": its folder does not exist");
        }
        String suffix = Long.toHexString(new SecureRandom().nextLong());
        Path partial = parent.resolve("." + target.getFileName() + "." + suffix + ".part");
        return new Output(create(partial, privacy), target, partial, replacing);
    }

    private static FileChannel create(Path partial, Privacy privacy) throws IOException {
        boolean posix = partial.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = privacy == Privacy.PRIVATE && posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(partial, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    /** The same place as {@link #stream}, for code that lets the kernel copy. */
    FileChannel channel() {
        return channel;
    }

    OutputStream stream() {
        return stream;
    }

    /** Ends the output and gives the file its name. */
    void commit() throws IOException {
        stream.close();
        if (target == null || partial == null) {
            return;
        }
        if (replacing == Replacing.FORCED) {
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        try {
            // Unlike a rename, a link never replaces a file that has come to be there in the meantime.
            Files.createLink(target, partial);
        } catch (FileAlreadyExistsException e) {
            throw exists(target.toString(), replacing);
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(partial, target);
        }
        Files.deleteIfExists(partial);
    }

    @Override
    public void close() throws IOException {
        if (partial != null && cleaner != null) {
            stream.close();
            Files.deleteIfExists(partial);
            try {
                Runtime.getRuntime().removeShutdownHook(cleaner);
            } catch (IllegalStateException e) {
                // The program is ending, and the hook runs.
                return;
            }
        }
    }

    private static Failure exists(String name, Replacing replacing) {
        return new Failure(
                ExitCode.COULD_NOT,
                name + ": exists already",
                replacing == Replacing.NEVER ? "it is never replaced" : "-f replaces it");
    }

    /** Errors of writing, such as a full disk, say where. */
    private static OutputStream named(OutputStream stream, String name) {
        return new FilterOutputStream(stream) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new FileSystemException(name, null, e.getMessage());
                }
            }
        };
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            System.err.println("phr: warning: could not remove " + path);
        }
    }
}
