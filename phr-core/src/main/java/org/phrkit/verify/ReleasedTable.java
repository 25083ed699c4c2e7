package org.phrkit.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.MissingCells;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.privacy.PopulationMatches;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.BlankRows;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.OverlookedIdentifier;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Spellings;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;

/**
 * A release as it was read: its exact bytes, parsed once. Every figure is about the texts that an adversary sees, in
 * which 30 and 30.0 are two values: two rows that a program would read as the same number can still be told apart.
 *
 * <p>There is no other way to have a release checked. A table in memory is written first, to a file or to a {@link
 * java.io.ByteArrayOutputStream}, and what was written is checked.
 *
 * <p>Not safe for use by several threads at once: figures are computed when they are first asked for, and kept.
 */
public final class ReleasedTable {
    private final ContentHash content;
    private final Dialect dialect;
    private final Optional<Schema> schema;

    /** As an adversary sees it: texts, also where they stand for missing cells; and counts. */
    private final Table texts;

    /** The specifications of the same columns as the schema has them. */
    private final List<ColumnSpec> specs;

    private final boolean isOfGroups;
    private final List<String> within;
    private final boolean isFolded;
    private final RecordCounts counts;
    private @Nullable EquivalenceClasses classes;
    private @Nullable List<Column> sensitive;

    private ReleasedTable(byte[] bytes, Dialect dialect, Optional<Schema> schema)
            throws IOException, TableException, SchemaException {
        List<ColumnSpec> bound = new ArrayList<>();
        this.content = ContentHash.of(bytes);
        this.dialect = dialect;
        this.schema = schema;
        this.texts = Csv.read(new ByteArrayInputStream(bytes), dialect.withMissingValues(List.of()), header -> {
            bound.addAll(bind(schema, header));
            return bound.stream().map(ReleasedTable::text).toList();
        });
        this.specs = List.copyOf(bound);
        this.within = List.of();
        this.isFolded = false;
        this.isOfGroups = schema.isPresent()
                && schema.get().isOfGroups(bound.stream().map(ColumnSpec::name).toList());
        this.counts = isOfGroups ? RecordCounts.of(texts) : RecordCounts.ones(texts.rowCount());
    }

    private ReleasedTable(ReleasedTable other, List<String> within, boolean isFolded) {
        this.content = other.content;
        this.dialect = other.dialect;
        this.schema = other.schema;
        this.texts = other.texts;
        this.specs = other.specs;
        this.isOfGroups = other.isOfGroups;
        this.counts = other.counts;
        this.within = List.copyOf(within);
        this.isFolded = isFolded;
    }

    /**
     * Reads a release in the standard dialect. Takes the time of {@link Csv#read}.
     *
     * @param in is read to its end and closed
     * @param schema the roles and kinds of the columns
     * @return the release
     * @throws TableException if the file is malformed or has no row
     * @throws SchemaException if the file and the schema do not fit each other
     */
    public static ReleasedTable read(InputStream in, Schema schema)
            throws IOException, TableException, SchemaException {
        try (in) {
            return of(in.readAllBytes(), Dialect.STANDARD, Optional.of(schema));
        }
    }

    /**
     * {@return a release of these bytes}
     *
     * @param bytes the whole content of the file
     * @param dialect how the file is written
     * @param schema without one, all columns are quasi-identifiers, which is the strictest reading
     * @throws TableException if they are malformed or have no row
     * @throws SchemaException if they and the schema do not fit each other
     */
    public static ReleasedTable of(byte[] bytes, Dialect dialect, Optional<Schema> schema)
            throws IOException, TableException, SchemaException {
        return new ReleasedTable(bytes, dialect, schema);
    }

    /** Roles as asked for; a column that names persons must not be there. */
    private static List<ColumnSpec> bind(Optional<Schema> schema, List<String> header) throws SchemaException {
        if (schema.isEmpty()) {
            return header.stream().map(name -> new ColumnSpec(name, Role.QUASI)).toList();
        }
        return schema.get().isOfGroups(header)
                ? schema.get().bindGroups(header)
                : schema.get().bindRelease(header);
    }

    /** Classes are told apart by what an adversary sees, the text of a cell; counts are no cell of a person. */
    private static ColumnSpec text(ColumnSpec spec) {
        return spec.role() == Role.COUNT ? spec : new ColumnSpec(spec.name(), spec.role(), Kind.CATEGORY);
    }

    /** {@return what stands for its bytes} */
    public ContentHash content() {
        return content;
    }

    /** {@return the roles and kinds by which it is read; without them all columns are quasi-identifiers} */
    public Optional<Schema> schema() {
        return schema;
    }

    /** {@return whether each row is a group, and a column says of how many records} */
    public boolean isOfGroups() {
        return isOfGroups;
    }

    /** {@return how many records each row stands for} */
    public RecordCounts counts() {
        return counts;
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return texts.rowCount();
    }

    /**
     * {@return the line, from 1, on which a row starts}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int lineNumber(int rowIndex) {
        return texts.lineNumber(rowIndex);
    }

    /** {@return the names of all columns, in the order of the file} */
    public List<String> columns() {
        return specs.stream().map(ColumnSpec::name).toList();
    }

    /**
     * {@return the names of the columns of a role, in the order of the file}
     *
     * @param role the role of the columns
     */
    public List<String> columns(Role role) {
        return specs.stream()
                .filter(spec -> spec.role() == role)
                .map(ColumnSpec::name)
                .toList();
    }

    /** {@return the names of pseudonyms that stand in several rows, in the order of the file} */
    public List<String> repeatedPseudonyms() {
        return texts.columns(Role.PSEUDONYM).stream()
                .filter(column -> !Persons.of(column.codes()).areRows())
                .map(column -> column.spec().name())
                .toList();
    }

    /**
     * Whom each row is about, by a column of the release.
     *
     * @param column the name of the column
     * @return empty where it has no such column
     * @throws TableException if a cell is missing
     */
    public Optional<Persons> persons(String column) throws TableException {
        Optional<Column> named = texts.column(column);
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(Persons.of(texts.withMissing(named.get().spec().role(), this::missingTexts), column));
    }

    /** The texts that stand for missing cells of a column. */
    private Collection<String> missingTexts(String column) {
        Set<String> all = new LinkedHashSet<>(dialect.missingValues());
        specs.stream().filter(spec -> spec.name().equals(column)).forEach(spec -> all.addAll(spec.missing()));
        return all;
    }

    /**
     * How many persons of the population each row stands for.
     *
     * @return empty where no column has the role weight
     * @throws TableException if a weight is missing, or not a number above 0
     */
    public Optional<SurveyWeights> weights() throws TableException {
        return SurveyWeights.of(texts, dialect);
    }

    /** The columns that are released as they are, as texts; what stands for missing cells is missing. */
    List<Column> asTheyAre() {
        Table seen = texts;
        for (Role role : Role.values()) {
            seen = role.isReleasedByRow() ? seen.withMissing(role, this::missingTexts) : seen;
        }
        return seen.columns().stream()
                .filter(column -> column.spec().role().isReleasedByRow())
                .toList();
    }

    /** {@return the columns released as they are that look like identifiers; empty without a schema} */
    public List<OverlookedIdentifier> overlooked() {
        return OverlookedIdentifier.in(asTheyAre());
    }

    /** {@return the names of columns that the schema gives no role, which count as plain; empty without a schema} */
    public List<String> unnamed() {
        return schema.isEmpty()
                ? List.of()
                : specs.stream()
                        .filter(spec -> schema.get().column(spec.name()).isEmpty())
                        .map(ColumnSpec::name)
                        .toList();
    }

    /**
     * {@return the rows that agree in the texts of their quasi-identifiers; each row that misses all of them is one by
     * itself}
     */
    public EquivalenceClasses classes() {
        if (classes == null) {
            classes = EquivalenceClasses.of(known(texts)).apart(rowsWithoutQuasi());
        }
        return classes;
    }

    /**
     * {@return the rows all of whose quasi-identifiers are texts of missing cells, ascending: no class protects them}
     */
    public int[] rowsWithoutQuasi() {
        return texts.withMissing(Role.QUASI, this::missingTexts).rowsWithoutQuasi();
    }

    /** {@return the classes that the printing of numbers may have split} */
    public NearlyEqualClasses nearlyEqual() {
        // Rows that miss all quasi-identifiers are alike, and in classes by themselves for another reason.
        EquivalenceClasses printed = rowsWithoutQuasi().length == 0 ? classes() : EquivalenceClasses.of(known(texts));
        return NearlyEqualClasses.of(printed, known(texts), dialect);
    }

    /** The quasi-identifiers as texts; where missing cells are a wildcard, what stands for one is missing. */
    List<Column> quasi(MissingCells missing) {
        Table seen = missing == MissingCells.WILDCARD ? texts.withMissing(Role.QUASI, this::missingTexts) : texts;
        return known(seen);
    }

    /** By what an adversary tells rows apart: the quasi-identifiers, and the columns of the strata. */
    private List<Column> known(Table table) {
        return table.columns().stream()
                .filter(column -> column.spec().role() == Role.QUASI
                        || within.contains(column.spec().name()))
                .toList();
    }

    /** {@return the columns of the strata in which classes are counted; none unless they were asked for} */
    public List<String> within() {
        return within;
    }

    /**
     * {@return the same release, whose rows are of one class only if they agree in these columns too, whatever their
     * role}
     *
     * @param columns the names of the columns of the strata
     * @throws IllegalArgumentException if it has no such column
     */
    public ReleasedTable within(List<String> columns) {
        if (!columns().containsAll(columns)) {
            throw new IllegalArgumentException("there is no column of the strata");
        }
        return new ReleasedTable(this, columns, isFolded);
    }

    /**
     * {@return the same release, in whose sensitive categories texts that are alike by {@link Spellings} are one
     * value, and those that usually stand for missing cells are none} Quasi-identifiers stay what an adversary sees.
     */
    public ReleasedTable folded() {
        return new ReleasedTable(this, within, true);
    }

    /** {@return whether values are {@link #folded}} */
    public boolean isFolded() {
        return isFolded;
    }

    /**
     * {@return the categories of a role that have more values than a reader would count; none of sensitive ones that
     * are {@link #folded}} In the order of the file.
     *
     * @param role the role of the columns
     */
    public List<Spellings> spellings(Role role) {
        Table seen = texts.withMissing(role, this::missingTexts);
        return specs.stream()
                .filter(spec -> spec.role() == role && spec.kind() == Kind.CATEGORY)
                .filter(spec -> !isFolded || role != Role.SENSITIVE)
                .flatMap(spec ->
                        Spellings.of((TextColumn) seen.column(spec.name()).orElseThrow(), missingTexts(spec.name()))
                                .stream())
                .toList();
    }

    /**
     * {@return the sensitive columns by their kinds}
     *
     * @throws TableException if a cell is not of its kind
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public List<Column> sensitive() throws TableException, SchemaException {
        if (sensitive == null) {
            List<ColumnSpec> wanted =
                    specs.stream().filter(spec -> spec.role() == Role.SENSITIVE).toList();
            sensitive =
                    wanted.isEmpty() ? List.of() : counted(interpreted(wanted)).columns();
        }
        return sensitive;
    }

    private Table counted(Table table) {
        return isFolded
                ? table.folded(Role.SENSITIVE, this::missingTexts)
                : table.withMissing(Role.SENSITIVE, this::missingTexts);
    }

    /**
     * {@return the quasi-identifiers, sensitive and plain columns by their kinds, to be compared with those of the
     * original} Who made the release need not have rounded the means of integers.
     *
     * @throws TableException if a cell is not of its kind
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public Table values() throws TableException, SchemaException {
        return withMissing(interpreted(specs.stream()
                .filter(ReleasedTable::isCompared)
                .map(ReleasedTable::unrounded)
                .toList()));
    }

    /** Means of integers that nobody rounded; days without the time of day that the original has. */
    private static ColumnSpec unrounded(ColumnSpec spec) {
        boolean isWrittenAnew = spec.kind() == Kind.DATE && (spec.role() == Role.QUASI || spec.role() == Role.SHIFT);
        return spec.kind() == Kind.INTEGER
                ? new ColumnSpec(spec.name(), spec.role(), Kind.NUMBER).withMissing(spec.missing())
                : isWrittenAnew ? spec.with(spec.form().withoutTime()) : spec;
    }

    /**
     * {@return whether the rows are sorted by their cells, column after column, as micro-aggregation can leave them}
     * Then their place says nothing of which row of the original they are.
     *
     * @throws TableException if a cell is not of its kind
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public boolean isSorted() throws TableException, SchemaException {
        Table cells = withMissing(
                        interpreted(specs.stream().map(ReleasedTable::unrounded).toList()))
                .withMissing(Role.QUASI, this::missingTexts);
        return Arrays.equals(cells.sortedRows(), IntStream.range(0, rowCount()).toArray());
    }

    private Table interpreted(List<ColumnSpec> wanted) throws TableException, SchemaException {
        return texts.interpreted(wanted, dialect);
    }

    private Table withMissing(Table table) {
        return table.withMissing(Role.SENSITIVE, this::missingTexts).withMissing(Role.PLAIN, this::missingTexts);
    }

    /** What is compared with an original; texts that join tables are not. */
    private static boolean isCompared(ColumnSpec spec) {
        return spec.role() == Role.QUASI || spec.role() == Role.SENSITIVE || spec.role() == Role.PLAIN;
    }

    /**
     * Reads the columns of the original that {@link #values} has, and the one that says whom a row is about.
     *
     * @param in is read to its end and closed
     * @param blankRows what becomes of rows without any cell
     * @return the original, its columns named as those of the release
     * @throws TableException if it is malformed, has no row, or a cell is not of its kind
     * @throws SchemaException if it and the schema do not fit each other
     */
    public Table original(InputStream in, BlankRows blankRows) throws IOException, TableException, SchemaException {
        List<String> released = columns();
        String person = schema.flatMap(Schema::person).orElse("");
        return withMissing(Csv.read(in, dialect, blankRows, header -> bind(schema, header).stream()
                .map(spec -> isCompared(spec) && released.contains(spec.name())
                        ? spec
                        : new ColumnSpec(spec.name(), spec.name().equals(person) ? Role.PERSON : Role.DROP))
                .toList()));
    }

    /**
     * Reads the columns of a population by which an adversary tells rows apart: the quasi-identifiers, and those of {@link
     * #within strata}.
     *
     * @param in is read to its end and closed
     * @param blankRows what becomes of rows without any cell
     * @return the population
     * @throws TableException if it is malformed, has no row, or a cell is not of its kind
     * @throws SchemaException if it misses one of them
     */
    public Table population(InputStream in, BlankRows blankRows) throws IOException, TableException, SchemaException {
        Schema wanted = new Schema(specs.stream()
                .filter(spec -> spec.role() == Role.QUASI || within.contains(spec.name()))
                .toList());
        return Csv.read(in, dialect, blankRows, header -> wanted.bindRelease(header).stream()
                .map(spec -> wanted.column(spec.name()).isPresent() ? spec : new ColumnSpec(spec.name(), Role.DROP))
                .toList());
    }

    /**
     * {@return how many rows of a population each class could be about}
     *
     * @param rows by row, what the persons of the classes have in these columns: {@link #values}, or the rows of the
     *     original that they are from
     * @param population the population, a row for each person
     * @throws IllegalArgumentException as {@link PopulationMatches#of}
     */
    public PopulationMatches matches(Table rows, Table population) {
        return PopulationMatches.of(classes(), known(rows), population);
    }

    /**
     * {@return the rows of the original that the release has by their number: all, or those that miss no
     * quasi-identifier; empty where neither are as many}
     *
     * @param original the original
     */
    public Optional<Table> paired(Table original) {
        if (original.rowCount() == rowCount()) {
            return Optional.of(original);
        }
        int[] complete = original.completeRows();
        return complete.length == rowCount() ? Optional.of(original.select(complete)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "ReleasedTable[" + rowCount() + " rows, " + content + "]";
    }
}
