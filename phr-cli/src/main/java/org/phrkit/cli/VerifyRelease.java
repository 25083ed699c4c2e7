package org.phrkit.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.verify.ReleaseCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers whether a table is k-anonymous, l-diverse and t-close. */
@Command(
        name = "release",
        description = {
            "Say whether a table is k-anonymous, from the table alone: exit status 0 is yes, 3 is no.",
            "Without roles, all its columns count as quasi-identifiers, which is the strictest reading.",
            "With -l and -t, also whether it is l-diverse and t-close in each sensitive column."
        })
final class VerifyRelease implements Callable<Integer> {
    @Option(
            names = "-k",
            paramLabel = "K",
            description = "The class size asked for; at least 2. The manifest's unless given.")
    private @Nullable Integer asked;

    private int k;

    @Option(
            names = "-l",
            paramLabel = "L",
            description = "The number of distinct values asked for in each class, of each sensitive column; at least "
                    + "2. Missing cells are no value.")
    private @Nullable Integer l;

    @Option(
            names = "-t",
            paramLabel = "T",
            description = "How far the values of each sensitive column may differ between a class and the whole table: "
                    + "the earth mover's distance, from 0 to 1. Numbers, dates and levels are in an order where a "
                    + "columns file gives the kind; categories are not.")
    private @Nullable BigDecimal t;

    @Mixin
    private RoleOptions roleOptions = new RoleOptions();

    @Mixin
    private DialectOptions dialectOptions = new DialectOptions();

    @Option(
            names = "--original",
            paramLabel = "IN.csv",
            description = "The table that the release was made from, its rows in the same order: adds the information "
                    + "loss.")
    private @Nullable String original;

    @Mixin
    private ManifestCheck manifestCheck = new ManifestCheck();

    private Optional<ManifestCheck.Checked> manifest = Optional.empty();

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "RELEASE.csv",
            description = "The table, with a header line; - or nothing is standard input.")
    private String file = "-";

    @Override
    public Integer call() throws IOException, TableException, SchemaException {
        manifest = manifestCheck.read(roleOptions, json);
        k = manifestCheck.k(asked, manifest);
        requireRanges();
        Optional<Schema> schema = roleOptions.read();
        boolean hasSensitive = schema.isPresent()
                && schema.get().columns().stream().anyMatch(column -> column.role() == Role.SENSITIVE);
        if (asksOfSensitive() && !hasSensitive) {
            throw new Failure(
                    ExitCode.USAGE,
                    "-l and -t ask of sensitive columns, and there is none",
                    "name them with -c COLUMNS.csv, or --sensitive");
        }
        try {
            return verify(schema);
        } catch (TableException.Cell e) {
            throw schema.isPresent() || e.suggestion().isPresent()
                    ? Failure.of(e)
                    : new Failure(
                            ExitCode.USAGE,
                            e.getMessage() + "",
                            "without roles, all columns count as quasi-identifiers; name them with -c or --quasi");
        }
    }

    private void requireRanges() throws Failure {
        if (k < 2) {
            throw new Failure(ExitCode.USAGE, "k is " + k + "; it must be at least 2");
        }
        if (l != null && l < 2) {
            throw new Failure(ExitCode.USAGE, "l is " + l + "; it must be at least 2");
        }
        if (t != null && (t.signum() < 0 || t.compareTo(BigDecimal.ONE) > 0)) {
            throw new Failure(ExitCode.USAGE, "t is " + t + "; it must be from 0 to 1");
        }
    }

    private boolean asksOfSensitive() {
        return l != null || t != null;
    }

    private int verify(Optional<Schema> schema) throws IOException, TableException, SchemaException {
        Dialect dialect = dialectOptions.dialect();
        // Read once: the verdict and the loss must be of the same bytes.
        byte[] bytes;
        Input input = new Input(file);
        try (InputStream in = input.open()) {
            bytes = in.readAllBytes();
        }
        if (manifest.isPresent()) {
            manifestCheck.require(manifest.get(), bytes, input.name(), schema, json);
        }
        // An adversary may tell apart what stands for missing cells.
        Dialect uninterpreted = dialect.withMissingValues(List.of());
        Table release = read(bytes, input.name(), uninterpreted, header -> texts(bind(schema, header)));
        warnOfUnnamed(schema, release);
        ReleaseCheck.Verdict verdict;
        if (asksOfSensitive()) {
            Table sensitive = read(bytes, input.name(), dialect, header -> only(Role.SENSITIVE, bind(schema, header)))
                    .withMissing(Role.SENSITIVE, dialect.missingValues());
            verdict = ReleaseCheck.of(with(sensitive, release), k, l == null ? 0 : l, t == null ? 1 : t.doubleValue());
        } else {
            verdict = ReleaseCheck.of(release, k);
        }
        OptionalDouble loss = OptionalDouble.empty();
        if (original != null) {
            Table numbers =
                    read(bytes, input.name(), dialect, header -> numbers(only(Role.QUASI, bind(schema, header))));
            loss = OptionalDouble.of(loss(numbers, schema, new Input(original), dialect));
        }
        Answer answer = new Answer(verdict, l, t, loss, manifest);
        System.out.println(json ? answer.json() : answer.text());
        return verdict.holds() ? ExitCode.DONE : ExitCode.NO;
    }

    /** Roles as asked for; a column that names persons must not be there. */
    private static List<ColumnSpec> bind(Optional<Schema> schema, List<String> header) throws SchemaException {
        return schema.isPresent()
                ? schema.get().bindRelease(header)
                : header.stream().map(name -> new ColumnSpec(name, Role.QUASI)).toList();
    }

    /** Classes are told apart by what an adversary sees: the text of a cell. */
    private static List<ColumnSpec> texts(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> new ColumnSpec(column.name(), column.role(), Kind.CATEGORY))
                .toList();
    }

    private static List<ColumnSpec> only(Role role, List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> column.role() == role ? column : new ColumnSpec(column.name(), Role.DROP))
                .toList();
    }

    /** Who made the release may not have rounded the means of integers. */
    private static List<ColumnSpec> numbers(List<ColumnSpec> columns) {
        return columns.stream()
                .map(column -> column.kind() == Kind.INTEGER
                        ? new ColumnSpec(column.name(), column.role(), Kind.NUMBER)
                        : column)
                .toList();
    }

    /** A table in which some columns are replaced by those of another. */
    private static Table with(Table others, Table table) {
        return table.withColumns(table.columns().stream()
                .map(column -> others.column(column.spec().name()).orElse(column))
                .toList());
    }

    private static void warnOfUnnamed(Optional<Schema> schema, Table release) {
        if (schema.isPresent()) {
            List<String> unnamed = release.columns().stream()
                    .map(column -> column.spec().name())
                    .filter(name -> schema.get().column(name).isEmpty())
                    .toList();
            if (!unnamed.isEmpty()) {
                Terminal.warning("columns without a role count as plain: " + String.join(", ", unnamed));
            }
        }
    }

    private static Table read(byte[] bytes, String name, Dialect dialect, Csv.Binding binding)
            throws IOException, TableException, SchemaException {
        return Csv.read(new ByteArrayInputStream(bytes), name, dialect, binding);
    }

    private static double loss(Table release, Optional<Schema> schema, Input original, Dialect dialect)
            throws IOException, TableException, SchemaException {
        Schema quasi = new Schema(release.columns().stream()
                .map(Column::spec)
                .map(spec -> schema.flatMap(roles -> roles.column(spec.name())).orElse(spec))
                .toList());
        Table before;
        try (InputStream in = original.open()) {
            before = Csv.read(in, original.name(), dialect, header -> only(Role.QUASI, quasi.bindRelease(header)));
        }
        if (before.rowCount() != release.rowCount()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    original.name() + ": has " + before.rowCount() + " rows, the release has " + release.rowCount());
        }
        return InformationLoss.of(before, release);
    }
}
