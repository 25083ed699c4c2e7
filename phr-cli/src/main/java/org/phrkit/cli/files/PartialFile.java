package org.phrkit.cli.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;

/** A file, or a folder of files, under a hidden name that nobody can guess, removed when it is closed or the program is interrupted. */
public final class PartialFile implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final Thread remover = new Thread(this::removeAtTheEnd);
    private boolean programEnds;

    private PartialFile(Path path) {
        this.path = path;
    }

    public static PartialFile in(Path folder) {
        PartialFile file =
                new PartialFile(folder.resolve(".phr-" + Long.toHexString(new SecureRandom().nextLong()) + ".part"));
        try {
            // Before there is anything to remove: a signal may come at any time.
            Runtime.getRuntime().addShutdownHook(file.remover);
        } catch (IllegalStateException e) {
            file.programEnds = true;
        }
        return file;
    }

    Path path() {
        return path;
    }

    synchronized FileChannel create(boolean isPrivate) throws IOException {
        requireRunning();
        FileChannel channel = open(path, isPrivate);
        try {
            // Released with the channel, or by the system when the program is killed: see Leftovers.
            channel.tryLock();
        } catch (IOException e) {
            // A file system without locks: a leftover is then not told from a file that is being written.
            return channel;
        }
        return channel;
    }

    private static FileChannel open(Path path, boolean isPrivate) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = isPrivate && posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    /** A folder instead of a file, for its owner alone. */
    public synchronized void createFolder() throws IOException {
        requireRunning();
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        try {
            if (posix) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(path);
            }
        } catch (FileSystemException e) {
            throw new Failure(ExitCode.COULD_NOT, path.getParent() + ": cannot be written to");
        }
    }

    /**
     * A new file in the folder, for its owner alone.
     *
     * @param shown what messages call it
     */
    public synchronized OutputStream createIn(String name, String shown) throws IOException {
        requireRunning();
        return Output.named(open(path.resolve(name), true), shown, false);
    }

    /** A file in the folder. */
    public Path fileIn(String name) {
        return path.resolve(name);
    }

    /**
     * Takes over who may do what with a file that this one replaces; never more may do it.
     *
     * @param isPrivate for the owner alone in any case
     */
    void takeModeOf(Path replaced, boolean isPrivate) throws IOException {
        PosixFileAttributeView mine = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (mine == null) {
            return;
        }
        PosixFileAttributes old = Files.readAttributes(replaced, PosixFileAttributes.class);
        Set<PosixFilePermission> mode = new HashSet<>(old.permissions());
        if (!mine.readAttributes().group().equals(old.group())) {
            try {
                mine.setGroup(old.group());
            } catch (IOException e) {
                // What the old group might do, another one must not.
                mode.removeIf(permission -> permission.name().startsWith("GROUP_"));
            }
        }
        if (isPrivate) {
            mode.retainAll(OWNERS);
        }
        mine.setPermissions(mode);
    }

    /** Gives a folder its name. */
    public synchronized void moveTo(Path target) throws IOException {
        requireRunning();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(ExitCode.COULD_NOT, target + ": already exists");
        }
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // By the name that the user knows, which may be what is wrong.
            throw new FileSystemException(target.toString(), null, e.getReason());
        }
    }

    /** After a signal, nothing comes to be that nobody would remove. */
    private void requireRunning() throws Failure {
        if (programEnds) {
            throw new Failure(ExitCode.COULD_NOT, "interrupted");
        }
    }

    private void remove() throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    private synchronized void removeAtTheEnd() {
        programEnds = true;
        try {
            remove();
        } catch (IOException e) {
            Terminal.warning("could not remove " + path);
        }
    }

    @Override
    public void close() throws IOException {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(remover);
        } catch (IllegalStateException e) {
            // The program is ending, and the remover runs.
            return;
        }
    }
}
