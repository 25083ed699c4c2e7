package org.phrkit.cli.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.phrkit.cli.shell.Terminal;

/**
 * Partial files that a command could not remove, because it was killed or the computer stopped. They may hold plaintext.
 * The partial file of a command that runs is locked, so that it is not taken for one. Several threads may ask at once.
 */
public final class Leftovers {
    /** The message about a leftover file. */
    public static final String PROBLEM = "was left by a command that was killed, and may hold plaintext; remove it";

    /** A folder cannot be locked: that of a command that runs is younger, or written to. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final Set<Path> SEARCHED = ConcurrentHashMap.newKeySet();

    private Leftovers() {}

    /** Forgets where was searched: a command begins, which need not be the first of its JVM. */
    public static void beginCommand() {
        SEARCHED.clear();
    }

    /** Warns of leftover files in a folder, once for each command. */
    public static void warn(Path folder) {
        if (!SEARCHED.add(folder.toAbsolutePath().normalize())) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Leftovers::is)) {
            for (Path file : files) {
                Terminal.warning(shown(file) + ": " + PROBLEM);
            }
        } catch (IOException e) {
            // A folder that may be written to and not be listed: there is nothing to say of it.
            return;
        }
    }

    /** Whether a file is a leftover partial file. */
    public static boolean is(Path file) {
        String name = String.valueOf(file.getFileName());
        // Of many files, few need the pattern.
        if (!name.startsWith(".phr-") || !name.matches("\\.phr-[0-9a-f]{1,16}\\.part")) {
            return false;
        }
        try {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                return Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(Instant.now().minus(LONGEST_PAUSE));
            }
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !isLocked(file);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private static Path shown(Path file) {
        Path here = Objects.requireNonNull(Path.of("").toAbsolutePath());
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
