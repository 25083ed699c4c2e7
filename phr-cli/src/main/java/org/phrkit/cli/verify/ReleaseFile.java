package org.phrkit.cli.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.MissingCells;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.Requirements;

/** A release, read once: all that is said of it is of the same bytes. */
final class ReleaseFile {
    private final byte[] bytes;
    private final String name;
    private final Dialect dialect;
    private final Optional<Schema> schema;

    /** As an adversary sees it: texts, also where they stand for missing cells. */
    private final Table texts;

    private final RecordCounts counts;

    /** @param schema without one, all columns are quasi-identifiers */
    ReleaseFile(byte[] bytes, String name, Dialect dialect, Optional<Schema> schema)
            throws IOException, TableException, SchemaException {
        this.bytes = bytes;
        this.name = name;
        this.dialect = dialect;
        this.schema = schema;
        this.texts = read(dialect.withMissingValues(List.of()), header -> texts(bind(header)));
        this.counts = isOfGroups() ? RecordCounts.of(texts, name) : RecordCounts.ones(texts.rowCount());
    }

    String name() {
        return name;
    }

    /** In hexadecimal digits. */
    String sha256() {
        return ContentHash.of(bytes).sha256();
    }

    /** Whether each row is a group, and a column says of how many records. */
    boolean isOfGroups() {
        return schema.isPresent()
                && schema.get()
                        .isOfGroups(texts.columns().stream()
                                .map(column -> column.spec().name())
                                .toList());
    }

    private Table read(Dialect as, Csv.Binding binding) throws IOException, TableException, SchemaException {
        return Csv.read(new ByteArrayInputStream(bytes), name, as, binding);
    }

    /** Roles as asked for; a column that names persons must not be there. */
    private List<ColumnSpec> bind(List<String> header) throws SchemaException {
        if (schema.isEmpty()) {
            return header.stream()
                    .map(column -> new ColumnSpec(column, Role.QUASI))
                    .toList();
        }
        return schema.get().isOfGroups(header)
                ? schema.get().bindGroups(header)
                : schema.get().bindRelease(header);
    }

    /** Classes are told apart by what an adversary sees, the text of a cell; counts are no cell of a person. */
    private List<ColumnSpec> texts(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> isCount(column) ? column : new ColumnSpec(column.name(), column.role(), Kind.CATEGORY))
                .toList();
    }

    private boolean isCount(ColumnSpec column) {
        return column.name().equals(RecordCounts.COLUMN)
                && schema.isPresent()
                && schema.get().column(column.name()).isEmpty()
                && column.kind() == Kind.INTEGER;
    }

    /** The columns of persons by their kinds. Who made the release may not have rounded the means of integers. */
    Table values() throws IOException, TableException, SchemaException {
        return read(dialect, header -> kept(bind(header)).stream()
                        .map(column -> column.kind() == Kind.INTEGER
                                ? new ColumnSpec(column.name(), column.role(), Kind.NUMBER)
                                : column)
                        .toList())
                .withMissing(Role.SENSITIVE, dialect.missingValues())
                .withMissing(Role.PLAIN, dialect.missingValues());
    }

    /**
     * The same columns of the original, and of its rows those that the release has: all, or those without missing
     * quasi-identifiers.
     */
    Table original(Input input) throws IOException, TableException, SchemaException {
        Set<String> names =
                texts.columns().stream().map(column -> column.spec().name()).collect(Collectors.toSet());
        Table original;
        try (InputStream in = input.open()) {
            original = Csv.read(in, input.name(), dialect, header -> kept(bind(header)).stream()
                            .map(column ->
                                    names.contains(column.name()) ? column : new ColumnSpec(column.name(), Role.DROP))
                            .toList())
                    .withMissing(Role.SENSITIVE, dialect.missingValues())
                    .withMissing(Role.PLAIN, dialect.missingValues());
        }
        int[] complete = original.completeRows();
        if (original.rowCount() != texts.rowCount() && complete.length == texts.rowCount()) {
            Terminal.warning(input.name() + ": compared are the " + complete.length + " of its " + original.rowCount()
                    + " rows that miss no quasi-identifier");
            return original.select(complete);
        }
        if (original.rowCount() != texts.rowCount()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    input.name() + ": has " + original.rowCount() + " rows, the release has " + texts.rowCount());
        }
        return original;
    }

    /** What is compared with an original; texts that join tables are not. */
    private static List<ColumnSpec> kept(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column ->
                        column.role() == Role.QUASI || column.role() == Role.SENSITIVE || column.role() == Role.PLAIN
                                ? column
                                : new ColumnSpec(column.name(), Role.DROP))
                .toList();
    }

    private static List<ColumnSpec> only(Role role, List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> column.role() == role ? column : new ColumnSpec(column.name(), Role.DROP))
                .toList();
    }

    EquivalenceClasses classes() {
        return EquivalenceClasses.of(texts.columns(Role.QUASI));
    }

    /** The sensitive columns by their kinds. */
    List<Column> sensitive() throws IOException, TableException, SchemaException {
        if (texts.columns(Role.SENSITIVE).isEmpty()) {
            return List.of();
        }
        return read(dialect, header -> only(Role.SENSITIVE, bind(header)))
                .withMissing(Role.SENSITIVE, dialect.missingValues())
                .columns(Role.SENSITIVE);
    }

    ReleaseCheck.Verdict check(Requirements asked) throws IOException, TableException, SchemaException {
        Table table = asked.missing() == MissingCells.WILDCARD
                ? texts.withMissing(Role.QUASI, dialect.missingValues())
                : texts;
        if (!asked.areOfSensitive()) {
            return ReleaseCheck.of(table, counts, asked);
        }
        if (isOfGroups()) {
            throw new Failure(
                    ExitCode.USAGE,
                    name + ": -l and -t ask of each record, and this is a file of groups",
                    "if \"" + RecordCounts.COLUMN + "\" is not how many records a row stands for, give it a role");
        }
        Map<String, Column> sensitive = sensitive().stream()
                .collect(Collectors.toMap(column -> column.spec().name(), column -> column));
        Table both = table.withColumns(table.columns().stream()
                .map(column -> sensitive.getOrDefault(column.spec().name(), column))
                .toList());
        return ReleaseCheck.of(both, counts, asked);
    }

    NearlyEqualClasses nearlyEqual() {
        return NearlyEqualClasses.of(classes(), texts.columns(Role.QUASI), dialect);
    }

    /** Of columns whose part nobody named. */
    void warnOfColumns() {
        if (schema.isEmpty()) {
            if (texts.column(RecordCounts.COLUMN).isPresent()) {
                Terminal.warning("without roles, column \"" + RecordCounts.COLUMN
                        + "\" counts as a quasi-identifier; a file of groups needs -c or --quasi");
            }
            return;
        }
        if (isOfGroups()) {
            Terminal.warning("column \"" + RecordCounts.COLUMN
                    + "\" has no role, and is taken for how many records a row " + "stands for");
        }
        List<String> unnamed = texts.columns().stream()
                .map(Column::spec)
                .filter(column -> schema.get().column(column.name()).isEmpty() && !isCount(column))
                .map(ColumnSpec::name)
                .toList();
        if (!unnamed.isEmpty()) {
            Terminal.warning("columns without a role count as plain: " + String.join(", ", unnamed));
        }
    }

    /** Of groups that the printing of numbers may have split. */
    void warnOfNearlyEqual(NearlyEqualClasses nearlyEqual) {
        if (nearlyEqual.count() > 0) {
            Terminal.warning(name + ":" + texts.lineNumber(nearlyEqual.firstRow()) + ": the first of "
                    + nearlyEqual.count() + " classes that differ from another by a millionth of a number or less; a "
                    + "mean that is printed with different digits splits its group");
        }
    }
}
