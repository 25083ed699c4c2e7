package org.phrkit.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The roles and kinds of the columns of a table. */
public final class Schema {
    private final Map<String, ColumnSpec> specs;
    private final List<ColumnSpec> ordered;

    /**
     * A schema of these columns.
     *
     * @throws SchemaException if a column is named twice
     */
    public Schema(Collection<ColumnSpec> columns) throws SchemaException {
        this.ordered = List.copyOf(columns);
        this.specs = new HashMap<>();
        for (ColumnSpec column : ordered) {
            if (specs.put(column.name(), column) != null) {
                throw new SchemaException("column " + TableException.quoted(column.name()) + " is given two roles");
            }
        }
    }

    /** In the order in which they were given. */
    public List<ColumnSpec> columns() {
        return ordered;
    }

    public Optional<ColumnSpec> column(String name) {
        return Optional.ofNullable(specs.get(name));
    }

    /**
     * Gives each column of a table to be released its role; identifiers are dropped, so that nothing of them is kept.
     *
     * @throws SchemaException if a column has no role, a role no column, no column is a quasi-identifier, or one that
     *     is has a kind that cannot be aggregated
     */
    public List<ColumnSpec> bind(List<String> header) throws SchemaException {
        requireQuasi();
        requirePresent(header, ordered);
        List<ColumnSpec> bound = new ArrayList<>();
        for (String name : header) {
            ColumnSpec spec = specs.get(name);
            if (spec == null) {
                throw new SchemaException("column " + TableException.quoted(name) + " has no role");
            }
            if (spec.role() == Role.QUASI && spec.kind() != Kind.NUMBER) {
                throw new SchemaException("column " + TableException.quoted(name) + " is a quasi-identifier of kind "
                        + spec.kind().term() + "; only numbers can be aggregated");
            }
            bound.add(spec.role() == Role.IDENTIFIER ? new ColumnSpec(name, Role.DROP) : spec);
        }
        return bound;
    }

    /**
     * Gives each column of a release its role. Identifiers and dropped columns should not be there; where they are,
     * they are identifiers both. Columns without a role are plain.
     *
     * @throws SchemaException if a column that a release keeps is not there, or no column is a quasi-identifier
     */
    public List<ColumnSpec> bindRelease(List<String> header) throws SchemaException {
        requireQuasi();
        requirePresent(
                header,
                ordered.stream().filter(column -> column.role().isReleased()).toList());
        List<ColumnSpec> bound = new ArrayList<>();
        for (String name : header) {
            ColumnSpec spec = column(name).orElseGet(() -> new ColumnSpec(name, Role.PLAIN));
            bound.add(spec.role().isReleased() ? spec : new ColumnSpec(name, Role.IDENTIFIER));
        }
        return bound;
    }

    private void requireQuasi() throws SchemaException {
        if (ordered.stream().noneMatch(column -> column.role() == Role.QUASI)) {
            throw new SchemaException("no column is a quasi-identifier");
        }
    }

    private static void requirePresent(List<String> header, List<ColumnSpec> wanted) throws SchemaException {
        Set<String> present = new HashSet<>(header);
        for (ColumnSpec column : wanted) {
            if (!present.contains(column.name())) {
                throw new SchemaException("there is no column " + TableException.quoted(column.name()));
            }
        }
    }

    /**
     * Reads a columns file: CSV with the columns {@code column}, {@code role} and, if wanted, {@code kind}.
     *
     * @param source what messages call the file
     * @throws SchemaException if it is malformed; the message names file, line and column
     */
    public static Schema read(InputStream in, String source) throws IOException, SchemaException {
        Table table;
        try {
            table = Csv.read(in, source, header -> {
                for (String name : header) {
                    if (!Set.of("column", "role", "kind").contains(name)) {
                        throw new SchemaException("a columns file has no column " + TableException.quoted(name)
                                + "; it has column, role, kind");
                    }
                }
                return header.stream()
                        .map(name -> new ColumnSpec(name, Role.PLAIN))
                        .toList();
            });
        } catch (TableException e) {
            throw new SchemaException(String.valueOf(e.getMessage()));
        }
        Column names = required(table, source, "column");
        Column roles = required(table, source, "role");
        Optional<Column> kinds = table.column("kind");
        List<ColumnSpec> columns = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            String at = source + ":" + table.lineNumber(row) + ": column ";
            String name = names.text(row);
            if (name.isBlank()) {
                throw new SchemaException(at + "\"column\": the name is blank");
            }
            Role role = Role.ofTerm(roles.text(row))
                    .orElseThrow(() -> new SchemaException(at + "\"role\": must be one of " + Role.terms()));
            String kind = kinds.isPresent() ? kinds.get().text(row) : "";
            columns.add(
                    kind.isEmpty()
                            ? new ColumnSpec(name, role)
                            : new ColumnSpec(
                                    name,
                                    role,
                                    Kind.ofTerm(kind)
                                            .orElseThrow(() -> new SchemaException(
                                                    at + "\"kind\": must be one of " + Kind.terms()))));
        }
        try {
            return new Schema(columns);
        } catch (SchemaException e) {
            throw new SchemaException(source + ": " + e.getMessage());
        }
    }

    private static Column required(Table table, String source, String name) throws SchemaException {
        return table.column(name)
                .orElseThrow(() -> new SchemaException(source + ":1: there is no column \"" + name + "\""));
    }
}
