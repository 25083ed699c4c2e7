package org.phrkit.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.privacy.InformationLoss;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
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

/** Answers whether a table is k-anonymous. */
@Command(
        name = "release",
        description = {
            "Say whether a table is k-anonymous, from the table alone: exit status 0 is yes, 3 is no.",
            "Without roles, all its columns count as quasi-identifiers, which is the strictest reading."
        })
final class VerifyRelease implements Callable<Integer> {
    @Option(names = "-k", paramLabel = "K", required = true, description = "The class size asked for; at least 2.")
    private int k;

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

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Parameters(
            arity = "0..1",
            paramLabel = "RELEASE.csv",
            description = "The table, with a header line; - or nothing is standard input.")
    private String file = "-";

    @Override
    public Integer call() throws IOException, TableException, SchemaException {
        if (k < 2) {
            throw new Failure(ExitCode.USAGE, "k is " + k + "; it must be at least 2");
        }
        Optional<Schema> schema = roleOptions.read();
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

    private int verify(Optional<Schema> schema) throws IOException, TableException, SchemaException {
        Dialect dialect = dialectOptions.dialect();
        // Read once: the verdict and the loss must be of the same bytes.
        byte[] bytes;
        Input input = new Input(file);
        try (InputStream in = input.open()) {
            bytes = in.readAllBytes();
        }
        // An adversary may tell apart what stands for missing cells.
        Dialect uninterpreted = dialect.withMissingValues(List.of());
        Table release = read(bytes, input.name(), uninterpreted, header -> texts(bind(schema, header)));
        warnOfUnnamed(schema, release);
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(release, k);
        boolean hasOthers = schema.isPresent()
                && schema.get().columns().stream()
                        .anyMatch(column -> column.role() == Role.QUASI
                                && column.kind() != Kind.NUMBER
                                && column.kind() != Kind.INTEGER);
        if (original != null && hasOthers) {
            throw new Failure(
                    ExitCode.USAGE,
                    "the information loss is for quasi-identifiers of kind number, and there are others");
        }
        OptionalDouble loss = original == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(loss(
                        complete(read(bytes, input.name(), dialect, header -> numbers(schema, header)), input),
                        new Input(original),
                        dialect));
        System.out.println(json ? json(verdict, loss) : text(verdict, loss));
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

    private static List<ColumnSpec> numbers(Optional<Schema> schema, List<String> header) throws SchemaException {
        return bind(schema, header).stream()
                .map(column -> column.role() == Role.QUASI ? new ColumnSpec(column.name(), Role.QUASI) : column)
                .toList();
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

    private static Table complete(Table table, Input input) throws Failure {
        if (!table.missingCells().isEmpty()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    input.name() + ": the information loss is for tables without missing cells, and column \""
                            + table.missingCells().keySet().iterator().next() + "\" misses some");
        }
        return table;
    }

    private static double loss(Table release, Input original, Dialect dialect)
            throws IOException, TableException, SchemaException {
        List<String> quasi = release.quasiNumbers().stream()
                .map(column -> column.spec().name())
                .toList();
        Schema numbers = new Schema(
                quasi.stream().map(name -> new ColumnSpec(name, Role.QUASI)).toList());
        Table before;
        try (InputStream in = original.open()) {
            before = complete(Csv.read(in, original.name(), dialect, numbers::bindRelease), original);
        }
        if (before.rowCount() != release.rowCount()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    original.name() + ": has " + before.rowCount() + " rows, the release has " + release.rowCount());
        }
        return InformationLoss.of(values(before, quasi), values(release, quasi));
    }

    private static List<double[]> values(Table table, List<String> names) {
        return names.stream()
                .map(name -> (NumberColumn) table.column(name).orElseThrow())
                .map(NumberColumn::values)
                .toList();
    }

    private static String text(ReleaseCheck.Verdict verdict, OptionalDouble loss) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict.holds() ? "yes: the table is " + verdict.k() + "-anonymous" : "no: " + reason(verdict));
        lines.add("rows              " + verdict.rowCount());
        lines.add("classes           " + verdict.classCount());
        lines.add("smallest class    " + verdict.smallestClass());
        if (verdict.rowsBelowK() > 0) {
            lines.add("rows below k      " + verdict.rowsBelowK() + ", the first on line " + verdict.firstLineBelowK());
        }
        loss.ifPresent(value -> lines.add(String.format(Locale.ROOT, "information loss  %.4f %%", value)));
        return String.join("\n", lines);
    }

    private static String reason(ReleaseCheck.Verdict verdict) {
        return verdict.identifiers().isEmpty()
                ? "the table is not " + verdict.k() + "-anonymous"
                : "the table holds what must not be released: " + String.join(", ", verdict.identifiers());
    }

    private static String json(ReleaseCheck.Verdict verdict, OptionalDouble loss) {
        Json json = new Json()
                .add("verdict", verdict.holds())
                .add("k", verdict.k())
                .add("rows", verdict.rowCount())
                .add("classes", verdict.classCount())
                .add("smallestClass", verdict.smallestClass())
                .add("rowsBelowK", verdict.rowsBelowK())
                .add("identifiers", verdict.identifiers());
        if (verdict.rowsBelowK() > 0) {
            json.add("firstLineBelowK", verdict.firstLineBelowK());
        }
        loss.ifPresent(value -> json.add("informationLoss", value));
        return json.text();
    }
}
