package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
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
    }

    /** What an adversary sees: texts of quasi-identifiers, and of whom rows are about; the sensitive columns by their kinds. */
    Csv.Binding seen(boolean isOfSensitive) {
        return header -> {
            bound.clear();
            bound.addAll(bind(header));
            return bound.stream()
                    .map(spec -> switch (spec.role()) {
                        case QUASI, PSEUDONYM, PERSON -> text(spec);
                        case SENSITIVE -> isOfSensitive ? spec : dropped(spec);
                        default -> dropped(spec);
                    })
                    .toList();
        };
    }

    /** The columns that are compared with those of an original, whose means of integers nobody need have rounded. */
    Csv.Binding values() {
        return header -> bind(header).stream()
                .map(spec -> isCompared(spec) ? unrounded(spec) : dropped(spec))
                .toList();
    }

    /** The same columns of the original. */
    Csv.Binding original() {
        List<String> released = bound.stream().map(ColumnSpec::name).toList();
        return header -> bind(header).stream()
                .map(spec -> isCompared(spec) && released.contains(spec.name()) ? spec : dropped(spec))
                .toList();
    }

    /** The columns of the release that was bound last. */
    List<String> names(Role role) {
        return bound.stream()
                .filter(spec -> spec.role() == role)
                .map(ColumnSpec::name)
                .toList();
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
