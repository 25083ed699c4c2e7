package org.phrkit.cli.files;

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
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/**
 * Where a command writes: standard output, or a file that appears under its name only when it is complete. The file
 * grows beside its target under a hidden name; {@link #commit} renames it, and closing without a commit, like the end
 * of the program, removes it.
 */
public final class Output implements AutoCloseable {
    /** Who may read the file. */
    public enum Privacy {
        /** The owner alone: keys and plaintext. */
        PRIVATE,
        /** As the user's umask says. */
        SHARED
    }

    /** What happens to a file that exists. */
    public enum Replacing {
        NEVER,
        NOT_UNLESS_FORCED,
        FORCED
    }

    /** Stays open to the end of the program: it is not only this command's. */
    private static final FileChannel STANDARD_OUTPUT = new FileOutputStream(FileDescriptor.out).getChannel();

    private final String name;
    private final FileChannel channel;
    private final OutputStream stream;
    private final Replacing replacing;
    private final @Nullable Path target;
    private final @Nullable PartialFile partial;
    private boolean committed;

    private Output(String name, FileChannel channel, Replacing replacing) {
        this(name, channel, replacing, null, null);
    }

    private Output(
            String name,
            FileChannel channel,
            Replacing replacing,
            @Nullable Path target,
            @Nullable PartialFile partial) {
        this.name = name;
        this.channel = channel;
        this.stream = named(channel, name);
        this.replacing = replacing;
        this.target = target;
        this.partial = partial;
    }

    /**
     * Opens the output. Everything that the command reads must have been opened before.
     *
     * @param argument {@code -} or null is standard output
     * @param replacing what happens to a regular file that exists
     */
    public static Output open(@Nullable String argument, Privacy privacy, Replacing replacing) throws IOException {
        if (argument == null || argument.equals("-")) {
            return new Output("standard output", STANDARD_OUTPUT, replacing);
        }
        if (argument.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "the name of the output is empty");
        }
        Path target = Path.of(argument);
        if (Files.exists(target)) {
            if (Input.isUsed(target)) {
                throw new Failure(ExitCode.USAGE, argument + ": input and output are the same file");
            }
            if (Files.isDirectory(target)) {
                throw new Failure(ExitCode.COULD_NOT, argument + ": is a folder");
            }
            if (!Files.isRegularFile(target)) {
                // A device or a pipe: there is nothing to replace.
                return new Output(argument, FileChannel.open(target, StandardOpenOption.WRITE), replacing);
            }
            if (replacing != Replacing.FORCED) {
                throw exists(argument, replacing);
            }
            target = target.toRealPath();
        } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": is a link to a file that does not exist");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": its folder does not exist");
        }
        Leftovers.warn(folder);
        PartialFile partial = PartialFile.in(folder);
        try {
            FileChannel channel = partial.create(privacy == Privacy.PRIVATE);
            return new Output(argument, channel, replacing, target, partial);
        } catch (FileSystemException e) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": its folder cannot be written to");
        }
    }

    /** What messages call it. */
    String name() {
        return name;
    }

    /** Whether two outputs would get the same name. */
    boolean isSameFile(Output other) throws IOException {
        return target != null && other.target != null && real(target).equals(real(other.target));
    }

    private static Path real(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder.toRealPath().resolve(String.valueOf(absolute.getFileName()));
    }

    public OutputStream stream() {
        return stream;
    }

    /** The same place as {@link #stream}, for code that lets the kernel copy. */
    public FileChannel channel() {
        return channel;
    }

    /** Ends the output and gives the file its name. */
    public void commit() throws IOException {
        rename();
        committed = true;
    }

    private void rename() throws IOException {
        stream.close();
        if (target == null || partial == null) {
            return;
        }
        if (replacing == Replacing.FORCED) {
            try {
                Files.move(partial.path(), target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial.path(), target, StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        try {
            // Unlike a rename, a link never replaces a file that has come to be there in the meantime.
            Files.createLink(target, partial.path());
        } catch (FileAlreadyExistsException e) {
            throw exists(name, replacing);
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(partial.path(), target);
        }
    }

    /** Takes back what was committed, when something else that belongs to it failed. */
    void retract() throws IOException {
        if (committed && target != null) {
            Files.deleteIfExists(target);
        }
    }

    @Override
    public void close() throws IOException {
        if (partial != null) {
            stream.close();
            partial.close();
        }
    }

    private static Failure exists(String name, Replacing replacing) {
        return new Failure(
                ExitCode.COULD_NOT,
                name + ": exists already",
                replacing == Replacing.NEVER ? "it is never replaced" : "-f replaces it");
    }

    /** Errors of writing, such as a full disk, say where. */
    private static OutputStream named(FileChannel channel, String name) {
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw new FileSystemException(name, null, e.getMessage());
                }
            }

            @Override
            public void close() throws IOException {
                if (channel != STANDARD_OUTPUT) {
                    super.close();
                }
            }
        };
    }
}
