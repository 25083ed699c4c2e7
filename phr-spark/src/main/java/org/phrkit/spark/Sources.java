package org.phrkit.spark;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/** The files of a table, in the order of its rows. */
final class Sources {
    /** What a cluster writes last. */
    static final String SUCCESS = "_SUCCESS";

    /** The parts of a table that was written by a cluster end in one of these. */
    enum Format {
        CSV(".csv"),
        PARQUET(".parquet");

        private final String suffix;

        Format(String suffix) {
            this.suffix = suffix;
        }

        String suffix() {
            return suffix;
        }
    }

    /**
     * A file.
     *
     * @param name what messages call it
     * @param sizeBytes when it was found
     */
    record Source(String name, String uri, long sizeBytes) implements Serializable {
        private static final long serialVersionUID = 1L;

        Path path() {
            return new Path(URI.create(uri));
        }
    }

    private final List<Source> files;
    private final Format format;
    private final Optional<String> folderWithoutSuccess;

    private Sources(List<Source> files, Format format, Optional<String> folderWithoutSuccess) {
        this.files = List.copyOf(files);
        this.format = format;
        this.folderWithoutSuccess = folderWithoutSuccess;
    }

    /**
     * Finds the files: those that are named, and of a folder those that end in {@code .csv}, or else in {@code .parquet},
     * in the order of their names.
     *
     * @throws Failure if there is none, or one is named twice
     */
    static Sources find(List<String> names, Configuration configuration) throws IOException {
        List<Source> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<Format> formats = new HashSet<>();
        Optional<String> folderWithoutSuccess = Optional.empty();
        for (String name : names) {
            Path path = path(name, configuration);
            FileSystem system = path.getFileSystem(configuration);
            if (!system.exists(path)) {
                throw new Failure(ExitCode.COULD_NOT, name + ": no such file");
            }
            FileStatus status = system.getFileStatus(path);
            Format format = name.endsWith(Format.PARQUET.suffix()) ? Format.PARQUET : Format.CSV;
            List<FileStatus> found = List.of(status);
            if (status.isDirectory()) {
                List<FileStatus> ofFolder = ofFolder(system, path, Format.CSV);
                format = ofFolder.isEmpty() ? Format.PARQUET : Format.CSV;
                found = ofFolder.isEmpty() ? ofFolder(system, path, Format.PARQUET) : ofFolder;
            }
            if (found.isEmpty()) {
                throw new Failure(ExitCode.COULD_NOT, name + ": the folder has no file that ends in .csv or .parquet");
            }
            formats.add(format);
            boolean isOfParts = status.isDirectory()
                    && found.stream().allMatch(file -> file.getPath().getName().startsWith("part-"));
            if (isOfParts && !system.exists(new Path(path, SUCCESS))) {
                folderWithoutSuccess = folderWithoutSuccess.or(() -> Optional.of(name));
            }
            for (FileStatus file : found) {
                String uri = file.getPath().toUri().toString();
                String shown = status.isDirectory()
                        ? (name.endsWith("/") ? name : name + "/")
                                + file.getPath().getName()
                        : name;
                Failure.requireUsage(seen.add(uri), shown + ": the same file is named twice");
                files.add(new Source(shown, uri, file.getLen()));
            }
        }
        Failure.requireUsage(formats.size() == 1, "the files are of CSV and of Parquet; a table is of one of them");
        return new Sources(files, formats.iterator().next(), folderWithoutSuccess);
    }

    private static List<FileStatus> ofFolder(FileSystem system, Path folder, Format format) throws IOException {
        return Arrays.stream(system.listStatus(folder))
                .filter(FileStatus::isFile)
                .filter(file -> file.getPath().getName().endsWith(format.suffix())
                        && !file.getPath().getName().startsWith("_")
                        && !file.getPath().getName().startsWith("."))
                .sorted(Comparator.comparing(file -> file.getPath().getName()))
                .toList();
    }

    /** What a name leads to; without a scheme it is one of the default file system, and on a local one of a file as it is. */
    static Path path(String name, Configuration configuration) throws IOException {
        boolean hasScheme = name.matches("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
        if (!hasScheme && FileSystem.get(configuration) instanceof LocalFileSystem) {
            return new Path("file", null, new File(name).getAbsolutePath());
        }
        try {
            return new Path(name);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, name + ": is no path of a file");
        }
    }

    List<Source> files() {
        return files;
    }

    /** What messages call the files. */
    List<String> names() {
        return files.stream().map(Source::name).toList();
    }

    /** The first folder that has files as a cluster writes them, and not the one that says that they are all. */
    Optional<String> folderWithoutSuccess() {
        return folderWithoutSuccess;
    }

    Format format() {
        return format;
    }

    long sizeBytes() {
        return files.stream().mapToLong(Source::sizeBytes).sum();
    }
}
