package org.phrkit.cli.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.DateForm;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import picocli.CommandLine.Option;

/** The options for the roles of the columns of a table. */
public final class RoleOptions {
    @Option(
            names = {"-c", "--columns"},
            paramLabel = "COLUMNS.csv",
            description =
                    "A CSV file that describes the columns of the table; phr inspect --columns-template begins one. Its "
                            + "own columns are column, role, kind, levels and missing. Roles: identifier, person, quasi, "
                            + "sensitive, plain, pseudonym, shift, weight, count and drop. Kinds: number, integer, ordinal, "
                            + "category and date, which may have a format: date dd.MM.yyyy. Levels of an ordinal column go from "
                            + "low to high: low|medium|high.")
    private @Nullable String columnsFile;

    @Option(
            names = "--quasi",
            paramLabel = "A,B",
            split = ",",
            description =
                    "Quasi-identifiers: columns that others may know and that together can single out a person. They are "
                            + "numbers unless a kind follows: age,sex:category,visit:date.")
    private List<String> quasi = new ArrayList<>();

    @Option(
            names = "--sensitive",
            paramLabel = "C",
            split = ",",
            description =
                    "Sensitive columns, whose values nobody should learn about a person. They are released unchanged. "
                            + "They are texts unless a kind follows: code:integer.")
    private List<String> sensitive = new ArrayList<>();

    @Option(
            names = "--identifier",
            paramLabel = "D",
            split = ",",
            description = "Columns that name the person. They are never released.")
    private List<String> identifiers = new ArrayList<>();

    @Option(
            names = "--pseudonym",
            paramLabel = "E",
            split = ",",
            description =
                    "Columns that name the person and by which tables can be joined. They are released as pseudonyms.")
    private List<String> pseudonyms = new ArrayList<>();

    @Option(
            names = "--date-format",
            paramLabel = "FORM",
            description =
                    "The format of dates for which the columns file gives none, such as dd.MM.yyyy. Default: yyyy-MM-dd. "
                            + "A format may have a time of day, such as 'yyyy-MM-dd HH:mm'; the time is dropped.")
    private @Nullable String dateFormat;

    private byte @Nullable [] columnsBytes;

    /** The schema that was asked for; empty where none of the options was given. */
    public Optional<Schema> read() throws IOException, SchemaException {
        Optional<Schema> schema = ofColumns();
        if (dateFormat == null) {
            return schema;
        }
        if (schema.stream().flatMap(any -> any.columns().stream()).noneMatch(column -> column.kind() == Kind.DATE)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--date-format needs a column of dates, and there is none",
                    "name such columns with --quasi NAME:date, or in the columns file");
        }
        try {
            return Optional.of(schema.get().withDateForm(DateForm.of(dateFormat)));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--date-format: " + e.getMessage());
        }
    }

    private Optional<Schema> ofColumns() throws IOException, SchemaException {
        List<ColumnSpec> specs = new ArrayList<>();
        List<String> withoutKind = new ArrayList<>();
        for (String name : quasi) {
            add(specs, name, Role.QUASI, withoutKind);
        }
        for (String name : sensitive) {
            add(specs, name, Role.SENSITIVE, withoutKind);
        }
        add(specs, identifiers, Role.IDENTIFIER);
        add(specs, pseudonyms, Role.PSEUDONYM);
        if (columnsFile == null) {
            return specs.isEmpty() ? Optional.empty() : Optional.of(new Schema(specs, withoutKind));
        }
        if (!specs.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-c gives all roles and cannot be combined with --quasi, --sensitive, --identifier or --pseudonym");
        }
        try {
            return Optional.of(Schema.read(new ByteArrayInputStream(columnsBytes())));
        } catch (SchemaException e) {
            throw Failure.of(e, columnsFileName());
        }
    }

    /** Read once: what is told of the file must be of the same bytes as the roles. */
    private byte[] columnsBytes() throws IOException {
        if (columnsBytes == null) {
            try (InputStream in = new Input(columnsFile).open()) {
                // With the byte that is too many, by which it is refused.
                columnsBytes = in.readNBytes(Schema.LIMIT_BYTES + 1);
            }
        }
        return columnsBytes;
    }

    /** The very columns file, which need not be a proper one; empty where none was given. */
    public Optional<ContentHash> columnsFile() throws IOException {
        return columnsFile == null ? Optional.empty() : Optional.of(ContentHash.of(columnsBytes()));
    }

    /** The name that messages use. */
    public String columnsFileName() {
        return new Input(columnsFile).name();
    }

    private static void add(List<ColumnSpec> specs, List<String> names, Role role) throws Failure {
        for (String name : names) {
            specs.add(new ColumnSpec(named(name, role), role));
        }
    }

    /** A column whose kind may stand behind its name. */
    private static void add(List<ColumnSpec> specs, String text, Role role, List<String> withoutKind) throws Failure {
        int colon = text.lastIndexOf(':');
        Optional<Kind> kind = Kind.ofTerm(text.substring(colon + 1));
        if (colon < 0 || kind.isEmpty()) {
            specs.add(new ColumnSpec(named(text, role), role));
            withoutKind.add(text);
            return;
        }
        if (kind.get() == Kind.ORDINAL) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--" + role.term() + ": an ordinal column needs levels, "
                            + "which only a columns file (-c) can give");
        }
        specs.add(new ColumnSpec(named(text.substring(0, colon), role), role, kind.get()));
    }

    private static String named(String name, Role role) throws Failure {
        if (name.isBlank()) {
            throw new Failure(ExitCode.USAGE, "--" + role.term() + ": a column name is blank");
        }
        return name;
    }
}
