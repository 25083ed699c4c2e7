package org.phrkit.cli.table;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.table.Dialect;
import picocli.CommandLine.Option;

/** The options for the dialect of a table. */
public final class DialectOptions {
    @Option(
            names = "--delimiter",
            paramLabel = "C",
            description = "The separator of cells: a character, or the word tab. Default: a comma.")
    private @Nullable String delimiter;

    @Option(
            names = "--quote",
            paramLabel = "C",
            description = "The quote around cells that contain a separator. Default: a double quote.")
    private @Nullable String quote;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "The encoding of the text, such as windows-1252. Default: UTF-8.")
    private @Nullable String encoding;

    @Option(
            names = "--decimal",
            paramLabel = "C",
            description = "The decimal mark of numbers: a point or a comma. Default: a point.")
    private @Nullable String decimal;

    @Option(
            names = "--missing-values",
            paramLabel = "A,B",
            description = "The texts that mark missing cells, separated by commas; an empty text means the empty cell. "
                    + "Default: \",NA\", the empty cell and NA.")
    private @Nullable String missingValues;

    @Option(
            names = "--index-column",
            description =
                    "Accept a first column without a name, as R and pandas write row names. It is called index, and "
                            + "needs a role like any other.")
    private boolean indexColumn;

    @Option(
            names = "--sheet",
            paramLabel = "NAME",
            description = "The sheet to read, of a spreadsheet (.xlsx) with several.")
    private @Nullable String sheet;

    public boolean isGiven() {
        return delimiter != null
                || quote != null
                || encoding != null
                || decimal != null
                || missingValues != null
                || indexColumn
                || sheet != null;
    }

    /** The standard dialect, but for what was asked for. */
    public Dialect dialect() throws Failure {
        Dialect standard = Dialect.STANDARD;
        try {
            Dialect dialect = new Dialect(
                    delimiter == null ? standard.delimiter() : mark("--delimiter", delimiter),
                    quote == null ? standard.quote() : mark("--quote", quote),
                    encoding == null ? standard.encoding() : charset(encoding),
                    decimal == null ? standard.decimal() : mark("--decimal", decimal),
                    missingValues == null ? standard.missingValues() : List.of(missingValues.split(",", -1)));
            Dialect named = indexColumn ? dialect.withIndexColumn() : dialect;
            return sheet == null ? named : named.withSheet(sheet);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
    }

    private static char mark(String option, String value) throws Failure {
        if (value.equals("tab") || value.equals("\\t")) {
            return '\t';
        }
        if (value.length() != 1) {
            throw new Failure(ExitCode.USAGE, option + " takes one character");
        }
        return value.charAt(0);
    }

    private static Charset charset(String name) throws Failure {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--encoding: there is no encoding of this name");
        }
    }
}
