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
        /** The owner alone, and on the disk before it has its name: keys, which nobody could make again. */
        KEY,
        /** The owner alone: plaintext. */
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

    /** Standard output, which stays open to the end of the program because it is not only this command's. */
    private static final FileChannel STANDARD_OUTPUT = new FileOutputStream(FileDescriptor.out).getChannel();

    /** The file that standard output goes to, where the system names it. */
    private static final Path DESCRIPTOR = Path.of("/dev/fd/1");

    private final String name;
    private final FileChannel channel;
    private final OutputStream stream;
    private final Privacy privacy;
    private final Replacing replacing;
    private final @Nullable Path target;
    private final @Nullable PartialFile partial;
    private boolean committed;

    /** Standard output. */
    public static Output standard() {
        return new Output("standard output", STANDARD_OUTPUT, Privacy.SHARED, Replacing.NEVER);
    }

    private Output(String name, FileChannel channel, Privacy privacy, Replacing replacing) {
        this(name, channel, privacy, replacing, null, null);
    }

    private Output(
            String name,
            FileChannel channel,
            Privacy privacy,
            Replacing replacing,
            @Nullable Path target,
            @Nullable PartialFile partial) {
        this.name = name;
        this.channel = channel;
        this.stream = named(channel, name, partial != null && privacy == Privacy.KEY);
        this.privacy = privacy;
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
            if (Files.isRegularFile(DESCRIPTOR) && Input.isUsed(DESCRIPTOR)) {
                throw new Failure(ExitCode.USAGE, "standard output: input and output are the same file");
            }
            return standard();
        }
        if (argument.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "the name of the output is empty");
        }
        if (argument.endsWith("/")) {
            throw new Failure(
                    ExitCode.USAGE,
                    argument + ": is the name of a folder, but the output is a single file",
                    "name the file: -o " + argument + "FILE");
        }
        Path target = Input.pathOf(argument);
        if (Files.exists(target)) {
            if (Input.isUsed(target)) {
                throw new Failure(ExitCode.USAGE, argument + ": input and output are the same file");
            }
            if (Files.isDirectory(target)) {
                throw new Failure(ExitCode.COULD_NOT, argument + ": is a folder");
            }
            if (!Files.isRegularFile(target)) {
                // A device or a pipe: there is nothing to replace.
                return new Output(argument, FileChannel.open(target, StandardOpenOption.WRITE), privacy, replacing);
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
            boolean isReplaced = replacing == Replacing.FORCED && Files.exists(target);
            FileChannel channel = partial.create(privacy != Privacy.SHARED || isReplaced);
            if (isReplaced) {
                partial.takeModeOf(target, privacy != Privacy.SHARED);
            }
            return new Output(argument, channel, privacy, replacing, target, partial);
        } catch (FileSystemException e) {
            throw new Failure(ExitCode.COULD_NOT, argument + ": its folder cannot be written to");
        }
    }

    /** The name that messages use. */
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

    /** Where what was written is until it has its name: to be read again before that. */
    public Path path() {
        return partial == null ? Path.of(name) : partial.path();
    }

    /** Writes to the same place as {@link #stream}. */
    public interface ToChannel {
        void write(FileChannel channel) throws IOException;
    }

    /**
     * As by {@link #stream}, for code that lets the kernel copy.
     *
     * @param from what messages call that which is copied: of an error, the system does not say on which side it was
     */
    public void copy(String from, ToChannel work) throws IOException {
        try {
            work.write(channel);
        } catch (IOException e) {
            throw e.getClass() == IOException.class ? failed(e, channel, from + " to " + name) : e;
        }
    }

    /** Ends the output and gives the file its name. */
    public void commit() throws IOException {
        rename();
        committed = true;
        if (privacy == Privacy.KEY && target != null) {
            syncFolder(target);
        }
    }

    /**
     * Syncs the folder, which holds the name of the file. Where a folder cannot be opened, the file system takes care of
     * itself.
     */
    private static void syncFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // The key is there; only a power cut in the next seconds could take it.
            return;
        }
    }

    private void rename() throws IOException {
        stream.close();
        if (target == null || partial == null) {
            return;
        }
        try {
            rename(partial.path(), target);
        } catch (FileSystemException e) {
            // By the name that the user knows, which may be what is wrong.
            throw new FileSystemException(name, null, e.getReason());
        }
    }

    private void rename(Path written, Path target) throws IOException {
        if (replacing == Replacing.FORCED) {
            try {
                Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        try {
            // Unlike a rename, a link never replaces a file that has come to be there in the meantime.
            Files.createLink(target, written);
        } catch (FileAlreadyExistsException e) {
            throw exists(name, replacing);
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(written, target);
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
                name + ": already exists",
                replacing == Replacing.NEVER ? "it is never replaced" : "use -f to replace it");
    }

    private static IOException failed(IOException e, FileChannel channel, String name) {
        return channel == STANDARD_OUTPUT && BrokenPipe.is(e)
                ? new Failure(ExitCode.NO_READER, name + ": nobody reads it any more")
                : new FileSystemException(name, null, e.getMessage());
    }

    /** A stream whose errors, such as a full disk, name the file. */
    static OutputStream named(FileChannel channel, String name, boolean isSynced) {
        return new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                try {
                    out.write(bytes, offset, length);
                } catch (IOException e) {
                    throw failed(e, channel, name);
                }
            }

            @Override
            public void close() throws IOException {
                if (channel != STANDARD_OUTPUT) {
                    if (isSynced && channel.isOpen()) {
                        channel.force(true);
                    }
                    super.close();
                }
            }
        };
    }
}
