package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.phrkit.cli.shell.Failure;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/** The columns of a release in the ways in which {@link org.phrkit.verify.ReleasedTable} looks at them. */
final class ReleaseColumns {
    private final Optional<Schema> schema;
    private final Dialect dialect;
    private final List<ColumnSpec> bound = new ArrayList<>();

    /** @param schema without one, all columns are quasi-identifiers */
    ReleaseColumns(Optional<Schema> schema, Dialect dialect) {
        this.schema = schema;
        this.dialect = dialect;
    }

    /** The texts that stand for missing cells, by the name of the column. */
    record MissingTexts(HashMap<String, List<String>> ofColumns) implements Serializable {
        private static final long serialVersionUID = 1L;

        List<String> of(String column) {
            return ofColumns.getOrDefault(column, List.of());
        }

        /** The same table, where the cells of texts that a release keeps are missing too. */
        Table in(Table table) {
            return table.withMissing(Role.SENSITIVE, this::of).withMissing(Role.PLAIN, this::of);
        }

        /** The same table, in whose sensitive categories texts that are alike are one value. */
        Table folded(Table table) {
            Table folded = table.folded(Role.SENSITIVE, this::of);
            return folded.withColumns(folded.columns().stream()
                    .map(column -> column.spec().role() == Role.SENSITIVE ? WholeValues.folded(column) : column)
                    .toList());
        }
    }

    /**
     * What an adversary sees: texts of quasi-identifiers, of strata and of whom rows are about; the sensitive columns by their
     * kinds.
     *
     * @param within the columns of the strata
     */
    Csv.Binding seen(boolean isOfSensitive, List<String> within) {
        return header -> {
            bound.clear();
            bound.addAll(bind(header));
            return bound.stream()
                    .map(spec -> switch (spec.role()) {
                        case QUASI, PSEUDONYM, PERSON -> text(spec);
                        case SENSITIVE -> isOfSensitive ? spec : seenWithin(spec, within);
                        default -> seenWithin(spec, within);
                    })
                    .toList();
        };
    }

    private static ColumnSpec seenWithin(ColumnSpec spec, List<String> within) {
        return within.contains(spec.name()) ? text(spec) : dropped(spec);
    }

    /** The columns that are compared with those of an original, whose means of integers nobody need have rounded. */
    Csv.Binding values() {
        return header -> bind(header).stream()
                .map(spec -> isCompared(spec) ? unrounded(spec) : dropped(spec))
                .toList();
    }

    /** The same columns of the original, and the one that says whom a row is about. */
    Csv.Binding original() {
        List<String> released = bound.stream().map(ColumnSpec::name).toList();
        String person = schema.flatMap(Schema::person).orElse("");
        return header -> bind(header).stream()
                .map(spec -> isCompared(spec) && released.contains(spec.name())
                        ? spec
                        : spec.name().equals(person) ? new ColumnSpec(person, Role.PERSON) : dropped(spec))
                .toList();
    }

    /** All cells as texts. */
    Csv.Binding texts() {
        return header -> bind(header).stream()
                .map(spec -> spec.role() == Role.IDENTIFIER ? dropped(spec) : text(spec))
                .toList();
    }

    /** These columns of the release that was bound last, as the schema has them. */
    List<ColumnSpec> specs(TableColumns read) {
        return read.specs().stream()
                .map(column -> bound.stream()
                        .filter(spec -> spec.name().equals(column.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** All columns of the release that was bound last. */
    List<String> names() {
        return bound.stream().map(ColumnSpec::name).toList();
    }

    boolean hasSchema() {
        return schema.isPresent();
    }

    /** Those that the schema gives no role, if there is one. */
    List<String> unnamed() {
        return schema.isEmpty()
                ? List.of()
                : names().stream()
                        .filter(name -> schema.get().column(name).isEmpty())
                        .toList();
    }

    /** The columns of the release that was bound last. */
    List<String> names(Role role) {
        return bound.stream()
                .filter(spec -> spec.role() == role)
                .map(ColumnSpec::name)
                .toList();
    }

    /**
     * Requires columns of the strata.
     *
     * @param file what messages call the file
     * @throws Failure if one is not there, or its texts are not known because its numbers are
     */
    void requireWithin(List<String> within, boolean isOfSensitive, String file) throws Failure {
        Failure.requireUsage(
                bound.stream().map(ColumnSpec::name).toList().containsAll(within),
                file + ":1: there is no column of each name in --within");
        Failure.requireUsage(
                bound.stream()
                        .noneMatch(spec -> isOfSensitive
                                && within.contains(spec.name())
                                && spec.role() == Role.SENSITIVE
                                && spec.kind() != Kind.CATEGORY),
                "--within a sensitive column that is no category is for one machine");
    }

    /** A table of the columns of the file without a row. */
    Table asWritten() {
        return new Table(bound.stream()
                .<Column>map(spec -> new TextColumn(text(spec), List.of()))
                .toList());
    }

    MissingTexts missingTexts() {
        HashMap<String, List<String>> texts = new HashMap<>();
        for (ColumnSpec spec : bound) {
            List<String> all = new ArrayList<>(dialect.missingValues());
            all.addAll(spec.missing());
            texts.put(spec.name(), List.copyOf(all));
        }
        return new MissingTexts(texts);
    }

    private List<ColumnSpec> bind(List<String> header) throws SchemaException {
        return schema.isPresent()
                ? schema.get().bindRelease(header)
                : header.stream().map(name -> new ColumnSpec(name, Role.QUASI)).toList();
    }

    /** Plain, so that no cell of it is read as a missing one. */
    private static ColumnSpec text(ColumnSpec spec) {
        return new ColumnSpec(spec.name(), Role.PLAIN, Kind.CATEGORY);
    }

    private static ColumnSpec dropped(ColumnSpec spec) {
        return new ColumnSpec(spec.name(), Role.DROP);
    }

    private static boolean isCompared(ColumnSpec spec) {
        return spec.role() == Role.QUASI || spec.role() == Role.SENSITIVE || spec.role() == Role.PLAIN;
    }

    private static ColumnSpec unrounded(ColumnSpec spec) {
        boolean isWrittenAnew = spec.kind() == Kind.DATE && spec.role() == Role.QUASI;
        return spec.kind() == Kind.INTEGER
                ? new ColumnSpec(spec.name(), spec.role(), Kind.NUMBER).withMissing(spec.missing())
                : isWrittenAnew ? spec.with(spec.form().withoutTime()) : spec;
    }
}
