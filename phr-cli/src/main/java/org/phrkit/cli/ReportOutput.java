package org.phrkit.cli;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.phrkit.report.Manifest;
import org.phrkit.report.ReportException;
import org.phrkit.report.ReportReader;

/** Puts the files of a report into place when all of it was checked, and not before. */
final class ReportOutput {
    /** The most that is kept in memory until it may be written to standard output. */
    private static final int STANDARD_OUTPUT_LIMIT_BYTES = 64 << 20;

    private ReportOutput() {}

    static void write(ReportReader report, OutputOptions outputOptions) throws IOException, ReportException {
        boolean single = report.manifest().files().size() == 1;
        if (single && outputOptions.isStandardOutput()) {
            writeToStandardOutput(report, outputOptions);
        } else if (single) {
            writeFile(report, outputOptions);
        } else {
            writeFolder(report, outputOptions);
        }
    }

    private static void writeFile(ReportReader report, OutputOptions outputOptions)
            throws IOException, ReportException {
        try (Output out = outputOptions.open(Output.Privacy.PRIVATE)) {
            report.readFiles(file -> unclosed(out.stream()));
            out.commit();
        }
    }

    private static void writeToStandardOutput(ReportReader report, OutputOptions outputOptions)
            throws IOException, ReportException {
        Manifest.Entry file = report.manifest().files().get(0);
        if (file.sizeBytes() > STANDARD_OUTPUT_LIMIT_BYTES) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "a report of more than 64 MiB is not written to standard output before all of it is checked",
                    "name a file with -o OUT");
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        report.readFiles(entry -> content);
        try (Output out = outputOptions.open(Output.Privacy.PRIVATE)) {
            OutputStream stream = Terminal.isStandardOutput() ? Terminal.textOnly(out.stream()) : out.stream();
            content.writeTo(stream);
            out.commit();
        }
    }

    private static void writeFolder(ReportReader report, OutputOptions outputOptions)
            throws IOException, ReportException {
        int count = report.manifest().files().size();
        Path folder = outputOptions.newFolder("the report holds " + count + " files");
        try (PartialFile partial =
                PartialFile.in(Objects.requireNonNull(folder.toAbsolutePath().getParent()))) {
            partial.createFolder();
            report.readFiles(file -> newFile(partial.path().resolve(file.name())));
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new Failure(ExitCode.COULD_NOT, folder + ": exists already");
            }
            Files.move(partial.path(), folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static OutputStream newFile(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes));
    }

    private static OutputStream unclosed(OutputStream out) {
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                out.flush();
            }
        };
    }
}
