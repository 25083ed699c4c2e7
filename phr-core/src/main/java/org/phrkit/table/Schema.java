package org.phrkit.table;

import java.io.ByteArrayInputStream;
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
import org.jspecify.annotations.Nullable;
import org.phrkit.input.BadInputException;

/** The roles and kinds of the columns of a table. Immutable; several threads may use one. */
public final class Schema {
    /** The largest columns file that is read: some 100,000 columns. */
    public static final int LIMIT_BYTES = 8 << 20;

    /** Stands for a role in a template of a columns file. */
    static final String TO_BE_FILLED_IN = "?";

    /** Before the form of a column of dates. */
    static final String DATE_OF = "date ";

    private static final List<String> COLUMNS = List.of("column", "role", "kind", "levels", "missing");

    private final Map<String, ColumnSpec> specs;
    private final List<ColumnSpec> ordered;
    private final @Nullable String person;

    private final Set<String> withoutKind;

    /** Whether {@link #person} is a column to which nobody gave a role. */
    private final boolean isPersonWithoutRole;

    /**
     * A schema of these columns.
     *
     * @param columns the columns, in any order
     * @throws SchemaException if a column is named twice, two columns say whom a row is about, or two are counts
     */
    public Schema(Collection<ColumnSpec> columns) throws SchemaException {
        this(columns, Set.of());
    }

    /**
     * The same, where some have the kind that is usual for their role because nobody said which they are of.
     *
     * @param columns the columns, in any order
     * @param withoutKind the names of these
     * @throws SchemaException as {@link #Schema(Collection)}
     */
    public Schema(Collection<ColumnSpec> columns, Collection<String> withoutKind) throws SchemaException {
        this(columns, withoutKind, null, false);
    }

    private Schema(
            Collection<ColumnSpec> columns,
            Collection<String> withoutKind,
            @Nullable String pseudonym,
            boolean isPersonWithoutRole)
            throws SchemaException {
        this.ordered = List.copyOf(columns);
        this.withoutKind = Set.copyOf(withoutKind);
        this.specs = new HashMap<>();
        String named = pseudonym;
        for (ColumnSpec column : ordered) {
            if (specs.put(column.name(), column) != null) {
                throw new SchemaException("column " + BadInputException.quoted(column.name()) + " is given two roles");
            }
            if (column.role() == Role.PERSON && named != null) {
                throw new SchemaException("columns " + BadInputException.quoted(named) + " and "
                        + BadInputException.quoted(column.name()) + " both say whom a row is about");
            }
            named = column.role() == Role.PERSON ? column.name() : named;
        }
        if (ordered.stream().filter(column -> column.role() == Role.COUNT).count() > 1) {
            throw new SchemaException("two columns have the role count");
        }
        if (ordered.stream().filter(column -> column.role() == Role.WEIGHT).count() > 1) {
            throw new SchemaException("two columns have the role weight");
        }
        this.person = named;
        this.isPersonWithoutRole = isPersonWithoutRole;
    }

    /** {@return the column that says whom a row is about: of role person, or what {@link #withPerson} named} */
    public Optional<String> person() {
        return Optional.ofNullable(person);
    }

    /**
     * {@return the same schema, where this column says whom a row is about} It gets the role person; a pseudonym stays
     * one, and is released. In a release, a column to which nobody gave a role is taken for a pseudonym.
     *
     * @param name the name of the column
     * @throws SchemaException if the column has a role in which it is released as it is, or another says so already
     */
    public Schema withPerson(String name) throws SchemaException {
        Optional<ColumnSpec> known = column(name);
        if (known.isPresent() && known.get().role() == Role.PSEUDONYM) {
            return new Schema(ordered, withoutKind, name, false);
        }
        if (known.isPresent() && known.get().role().isReleased()) {
            throw new SchemaException("column " + BadInputException.quoted(name) + " is released as "
                    + known.get().role().term() + ", so it cannot say whom a row is about");
        }
        List<ColumnSpec> columns = new ArrayList<>(ordered);
        columns.removeIf(column -> column.name().equals(name));
        columns.add(new ColumnSpec(name, Role.PERSON));
        return new Schema(columns, withoutKind, null, known.isEmpty());
    }

    /** {@return the columns in the order in which they were given} */
    public List<ColumnSpec> columns() {
        return ordered;
    }

    /**
     * {@return the column of a name, if there is one}
     *
     * @param name the name of the column
     */
    public Optional<ColumnSpec> column(String name) {
        return Optional.ofNullable(specs.get(name));
    }

    /**
     * {@return the same, where days of columns that were given no form have this one}
     *
     * @param form the form of days where no other is given
     */
    public Schema withDateForm(DateForm form) {
        List<ColumnSpec> columns = ordered.stream()
                .map(column ->
                        column.kind() == Kind.DATE && column.form().equals(DateForm.ISO) ? column.with(form) : column)
                .toList();
        try {
            boolean isByRole = columns.stream().anyMatch(column -> column.role() == Role.PERSON);
            return new Schema(columns, withoutKind, isByRole ? null : person, isPersonWithoutRole);
        } catch (SchemaException e) {
            throw new AssertionError("they are the same columns", e);
        }
    }

    /**
     * {@return whether somebody said of which kind a column is}
     *
     * @param name the name of the column
     */
    public boolean isKindGiven(String name) {
        return column(name).isPresent() && !withoutKind.contains(name);
    }

    /**
     * Gives each column of a table to be released its role. Identifiers are read, to see whether rows are persons, and no
     * release has them. A column of the role {@link Role#COUNT} is one of files of groups, and not looked for.
     *
     * @param header the names of the columns, in the order of the file
     * @return the columns, in the order of the header
     * @throws SchemaException if a column has no role, a role no column, no column is a quasi-identifier, or the table
     *     {@linkplain #isOfGroups holds groups}
     */
    public List<ColumnSpec> bind(List<String> header) throws SchemaException {
        requireQuasi();
        if (isOfGroups(header)) {
            throw new SchemaException("a column has the role count, and the rows of groups are no records");
        }
        requirePresent(
                header,
                ordered.stream().filter(column -> column.role() != Role.COUNT).toList());
        List<ColumnSpec> bound = new ArrayList<>();
        for (String name : header) {
            ColumnSpec spec = specs.get(name);
            if (spec == null) {
                throw new SchemaException("column " + BadInputException.quoted(name) + " has no role");
            }
            bound.add(uninterpreted(spec));
        }
        return bound;
    }

    /**
     * Gives each column of a release its role. Identifiers and dropped columns should not be there; where they are,
     * they are identifiers both. Columns without a role are plain.
     *
     * @param header the names of the columns, in the order of the file
     * @return the columns, in the order of the header
     * @throws SchemaException if a column that a release keeps is not there, or no column is a quasi-identifier
     */
    public List<ColumnSpec> bindRelease(List<String> header) throws SchemaException {
        requireQuasi();
        requirePresent(
                header,
                ordered.stream()
                        .filter(column -> column.role().isReleased() && column.role() != Role.COUNT)
                        .toList());
        List<ColumnSpec> bound = new ArrayList<>();
        for (String name : header) {
            ColumnSpec spec = column(name).orElseGet(() -> new ColumnSpec(name, Role.PLAIN));
            if (spec.role() == Role.PERSON && isPersonWithoutRole) {
                bound.add(new ColumnSpec(name, Role.PSEUDONYM));
                continue;
            }
            bound.add(spec.role().isReleased() ? uninterpreted(spec) : new ColumnSpec(name, Role.IDENTIFIER));
        }
        return bound;
    }

    /**
     * {@return whether {@link #person} is a column to which nobody gave a role, and which a release has as a
     * pseudonym}
     */
    public boolean isPersonWithoutRole() {
        return isPersonWithoutRole;
    }

    /** {@return the column that says how many records a row stands for, of files of groups} */
    public Optional<ColumnSpec> count() {
        return ordered.stream().filter(column -> column.role() == Role.COUNT).findFirst();
    }

    /**
     * {@return the same schema for files of groups: where no column has the role {@link Role#COUNT}, the column
     * {@value RecordCounts#COLUMN} does}
     *
     * @throws SchemaException if that column has another role
     */
    public Schema withCount() throws SchemaException {
        if (count().isPresent()) {
            return this;
        }
        if (specs.containsKey(RecordCounts.COLUMN)) {
            throw new SchemaException("column \"" + RecordCounts.COLUMN + "\" has another role than count");
        }
        List<ColumnSpec> all = new ArrayList<>(ordered);
        all.add(new ColumnSpec(RecordCounts.COLUMN, Role.COUNT));
        return new Schema(
                all,
                withoutKind,
                ordered.stream().anyMatch(column -> column.role() == Role.PERSON) ? null : person,
                isPersonWithoutRole);
    }

    /**
     * {@return whether a table with this header holds groups, and not records: it has the column of the role
     * {@link Role#COUNT}}
     *
     * @param header the names of the columns, in the order of the file
     */
    public boolean isOfGroups(List<String> header) {
        return count().isPresent() && header.contains(count().get().name());
    }

    /**
     * Gives each column of a file of groups its role: quasi-identifiers, and the count. Identifiers and dropped columns
     * should not be there; where they are, they are identifiers both. Any other column is refused: what it says of a
     * group is said of no record.
     *
     * @param header the names of the columns, in the order of the file
     * @return the columns, in the order of the header
     * @throws SchemaException if a quasi-identifier or the count is not there, there is no quasi-identifier, or a column
     *     has no place in such a file
     */
    public List<ColumnSpec> bindGroups(List<String> header) throws SchemaException {
        requireQuasi();
        requirePresent(
                header,
                ordered.stream()
                        .filter(column -> column.role() == Role.QUASI || column.role() == Role.COUNT)
                        .toList());
        if (count().isEmpty()) {
            throw new SchemaException("no column has the role count");
        }
        List<ColumnSpec> bound = new ArrayList<>();
        for (String name : header) {
            Optional<ColumnSpec> spec = column(name);
            if (spec.isPresent() && !spec.get().role().isReleased()) {
                bound.add(new ColumnSpec(name, Role.IDENTIFIER));
            } else if (spec.isPresent()
                    && (spec.get().role() == Role.QUASI || spec.get().role() == Role.COUNT)) {
                bound.add(spec.get());
            } else {
                throw new SchemaException(
                        "column " + BadInputException.quoted(name) + " has no place in a file of groups");
            }
        }
        return bound;
    }

    /** Persons are told apart, and pseudonyms made, by the very text of a cell, whatever its kind. */
    private static ColumnSpec uninterpreted(ColumnSpec spec) {
        return spec.role() == Role.PSEUDONYM || spec.role() == Role.PERSON || spec.role() == Role.IDENTIFIER
                ? new ColumnSpec(spec.name(), spec.role()).withMissing(spec.missing())
                : spec;
    }

    private void requireQuasi() throws SchemaException {
        if (ordered.stream().noneMatch(column -> column.role() == Role.QUASI)) {
            throw new SchemaException("no column is a quasi-identifier");
        }
    }

    private void requirePresent(List<String> header, List<ColumnSpec> wanted) throws SchemaException {
        Set<String> present = new HashSet<>(header);
        for (ColumnSpec column : wanted) {
            if (!present.contains(column.name())) {
                Optional<String> near = header.stream()
                        .filter(name ->
                                name.strip().equalsIgnoreCase(column.name().strip()))
                        .findFirst();
                throw new SchemaException(
                        "there is no column " + BadInputException.quoted(column.name())
                                + near.map(name -> "; but there is " + BadInputException.quoted(name)
                                                + ", which differs in blanks or case")
                                        .orElse(""),
                        present.contains(RecordCounts.COLUMN) && !specs.containsKey(RecordCounts.COLUMN));
            }
        }
    }

    /**
     * Reads a columns file: CSV in the standard dialect with the columns {@code column}, {@code role} and, if wanted,
     * {@code kind}, {@code levels} and {@code missing}. A kind date may have the form of the dates behind it. The levels of
     * an ordinal column, and of no other, stand from low to high with {@code |} between them, and so do the texts of missing
     * cells.
     *
     * @param in is read to its end and not closed
     * @return the roles and kinds
     * @throws SchemaException if it is malformed; it names line and column
     */
    public static Schema read(InputStream in) throws IOException, SchemaException {
        byte[] file = in.readNBytes(LIMIT_BYTES + 1);
        if (file.length > LIMIT_BYTES) {
            throw new SchemaException("is larger than a columns file can be, " + LIMIT_BYTES + " bytes");
        }
        Table table;
        try {
            table = Csv.read(new ByteArrayInputStream(file), header -> {
                for (String name : header) {
                    if (!COLUMNS.contains(name)) {
                        throw new SchemaException("a columns file cannot have a column "
                                + BadInputException.quoted(name) + "; it can have " + String.join(", ", COLUMNS));
                    }
                }
                return header.stream()
                        .map(name -> new ColumnSpec(name, Role.PLAIN))
                        .toList();
            });
        } catch (TableException.Header e) {
            String advice = e.suggestion().isPresent() ? "; a columns file has commas and double quotes" : "";
            throw new SchemaException(e.problem() + advice, e.lineNumber());
        } catch (TableException e) {
            throw new SchemaException(e.problem(), e.lineNumber());
        }
        for (String name : List.of("column", "role")) {
            if (table.column(name).isEmpty()) {
                throw new SchemaException("there is no column \"" + name + "\"", 1);
            }
        }
        List<ColumnSpec> columns = new ArrayList<>();
        List<String> withoutKind = new ArrayList<>();
        for (int row = 0; row < table.rowCount(); row++) {
            ColumnSpec column = columnSpec(table, row);
            columns.add(column);
            if (text(table, "kind", row).isEmpty()) {
                withoutKind.add(column.name());
            }
        }
        return new Schema(columns, withoutKind);
    }

    private static ColumnSpec columnSpec(Table table, int row) throws SchemaException {
        int line = table.lineNumber(row);
        String name = text(table, "column", row);
        if (name.isBlank()) {
            throw new SchemaException("the name is blank", line, "column");
        }
        String term = text(table, "role", row);
        Role role = Role.ofTerm(term)
                .orElseThrow(() -> new SchemaException(
                        (term.equals(TO_BE_FILLED_IN) ? "must be filled in; " : "") + "must be one of " + Role.terms(),
                        line,
                        "role"));
        String kindTerm = text(table, "kind", row);
        boolean hasForm = kindTerm.startsWith(DATE_OF);
        Kind kind = kindTerm.isEmpty()
                ? new ColumnSpec(name, role).kind()
                : Kind.ofTerm(hasForm ? Kind.DATE.term() : kindTerm)
                        .orElseThrow(() -> new SchemaException(
                                "must be one of " + Kind.terms() + ", which may have a form: date dd.MM.yyyy",
                                line,
                                "kind"));
        if (role == Role.COUNT && kind != Kind.INTEGER) {
            throw new SchemaException("a count is an integer", line, "kind");
        }
        if (role == Role.WEIGHT && kind != Kind.NUMBER && kind != Kind.INTEGER) {
            throw new SchemaException("a weight is a number", line, "kind");
        }
        if (role == Role.SHIFT && kind != Kind.DATE) {
            throw new SchemaException("only dates can be shifted", line, "kind");
        }
        ColumnSpec spec = new ColumnSpec(name, role, kind, levels(text(table, "levels", row), kind, line))
                .withMissing(missing(text(table, "missing", row)));
        return hasForm ? spec.with(form(kindTerm.substring(DATE_OF.length()), line)) : spec;
    }

    private static DateForm form(String pattern, int line) throws SchemaException {
        if (pattern.equals(TO_BE_FILLED_IN)) {
            throw new SchemaException("the date format must be filled in", line, "kind");
        }
        try {
            return DateForm.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new SchemaException(e.getMessage() + "", line, "kind");
        }
    }

    private static List<String> missing(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\|", -1));
    }

    private static List<String> levels(String text, Kind kind, int line) throws SchemaException {
        if (kind != Kind.ORDINAL) {
            if (!text.isEmpty()) {
                throw new SchemaException("only an ordinal column has levels", line, "levels");
            }
            return List.of();
        }
        List<String> levels = List.of(text.split("\\|", -1));
        if (levels.size() < 2) {
            throw new SchemaException(
                    "an ordinal column needs two levels or more, from low to high: low|medium|high", line, "levels");
        }
        if (levels.stream().anyMatch(String::isBlank)) {
            throw new SchemaException("a level is blank", line, "levels");
        }
        if (new HashSet<>(levels).size() < levels.size()) {
            throw new SchemaException("a level appears twice", line, "levels");
        }
        return levels;
    }

    /** A cell of a columns file; empty where the column is not there. */
    private static String text(Table table, String column, int row) {
        return table.column(column).map(cells -> cells.text(row)).orElse("");
    }

    @Override
    public String toString() {
        return "Schema"
                + ordered.stream()
                        .map(ColumnSpec::name)
                        .map(BadInputException::quoted)
                        .toList();
    }
}
