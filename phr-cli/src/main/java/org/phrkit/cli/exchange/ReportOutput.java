package org.phrkit.cli.exchange;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.files.PartialFile;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.report.ReportException;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;

/** Puts the files of a report into place only after all of the report was checked. */
public final class ReportOutput {
    /** The most that is kept in memory until it may be written to standard output. */
    private static final int STANDARD_OUTPUT_LIMIT_BYTES = 64 << 20;

    private ReportOutput() {}

    /** Writes the file of a report, or its files into a new folder. */
    public static void write(ReportReader report, OutputOptions outputOptions) throws IOException, ReportException {
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
        ReportManifest.Entry file = report.manifest().files().get(0);
        if (file.sizeBytes() > STANDARD_OUTPUT_LIMIT_BYTES) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "a report of more than 64 MiB cannot be written to standard output, because "
                            + "it must be checked first",
                    "name a file with -o FILE");
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
            report.readFiles(file ->
                    partial.createIn(file.name(), folder.resolve(file.name()).toString()));
            partial.moveTo(folder);
        }
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
