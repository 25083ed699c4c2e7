package org.phrkit.cli.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** Folders that a command writes into, made where they are missing. Several threads may make the same one. */
public final class Folders {
    private Folders() {}

    /** The folder of the user's own files of this program: {@code $XDG_CONFIG_HOME/phr}, or {@code ~/.config/phr}. */
    public static Path ofUser() {
        String configuration = System.getenv("XDG_CONFIG_HOME");
        Path home = configuration == null || configuration.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configuration);
        return home.resolve("phr");
    }

    /** {@link #ofUser}, made for its owner alone where it is not there. */
    public static Path makeOfUser() throws IOException {
        Path folder = ofUser().toAbsolutePath();
        makePrivate(folder);
        return folder;
    }

    /** Makes a folder for its owner alone, and the one above it. */
    public static void makePrivate(Path folder) throws IOException {
        Path above = folder.getParent();
        if (above != null) {
            make(above, true);
        }
        make(folder, true);
    }

    /**
     * Makes a folder in one that exists; one that is there already, or a link to one, is taken as it is.
     *
     * @param isPrivate whether a new one is for its owner alone, or as the user's umask says
     */
    public static void make(Path folder, boolean isPrivate) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            if (isPrivate
                    && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new Failure(ExitCode.COULD_NOT, folder + ": is not a folder");
            }
        } catch (FileSystemException e) {
            Path above = folder.toAbsolutePath().getParent();
            throw new Failure(
                    ExitCode.COULD_NOT,
                    folder
                            + (above == null || Files.isDirectory(above)
                                    ? ": its folder cannot be written to"
                                    : ": its folder does not exist"));
        }
    }

    /** Makes the folders of a path below another, through no link that stands in its way. */
    public static void makeBelow(Path top, @Nullable Path path, boolean isPrivate) throws IOException {
        Path folder = top;
        for (Path name : path == null ? Path.of("") : path) {
            folder = folder.resolve(name);
            if (Files.isSymbolicLink(folder)) {
                throw new Failure(ExitCode.COULD_NOT, folder + ": is a link, which is not followed");
            }
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                make(folder, isPrivate);
            }
        }
    }
}
