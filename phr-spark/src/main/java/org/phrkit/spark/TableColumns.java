package org.phrkit.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * What is known of the columns of a whole table: their specifications, and of each text quasi-identifier all levels, in the
 * order of first appearance, so that the codes of all {@link Piece}s are the same.
 *
 * <p>Immutable; several threads may use one.
 */
public final class TableColumns implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * A column.
     *
     * @param levels of a category that is a quasi-identifier; of an ordinal column those declared; else none
     * @param missingText what is written for missing cells of a quasi-identifier
     */
    record Known(ColumnSpec spec, List<String> levels, String missingText) implements Serializable {
        private static final long serialVersionUID = 1L;

        Known {
            levels = List.copyOf(levels);
        }

        /** Whether all pieces have the codes of these levels, and this text of missing cells. */
        boolean isCoded() {
            return spec.role() == Role.QUASI;
        }
    }

    @SuppressWarnings("serial") // one of List.copyOf
    private final List<Known> columns;

    /** Made where they are first needed. */
    private transient volatile @Nullable List<Map<String, Integer>> codes;

    TableColumns(List<Known> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Of columns that were bound, before any cell is read. */
    static TableColumns of(List<ColumnSpec> specs) {
        return new TableColumns(specs.stream()
                .filter(spec -> spec.role() != Role.DROP)
                .map(spec -> new Known(spec, spec.levels(), ""))
                .toList());
    }

    /** {@return the columns in table order} */
    public List<ColumnSpec> specs() {
        return columns.stream().map(Known::spec).toList();
    }

    /** {@return the number of columns} */
    public int size() {
        return columns.size();
    }

    Known column(int index) {
        return columns.get(index);
    }

    /**
     * {@return the levels of a column that have the same codes in all pieces: of an ordinal those declared, of a
     * category that is a quasi-identifier all of the table, in the order of first appearance; of other columns none}
     *
     * @param index the index, from 0
     */
    public List<String> levels(int index) {
        return columns.get(index).levels();
    }

    /** Finds the levels of a column of categories, by its index and those that it has. */
    interface Levels {
        List<String> of(int index, List<String> levels);
    }

    /** The same with other levels of categories that are quasi-identifiers. */
    TableColumns withLevels(Levels others) {
        List<Known> changed = new ArrayList<>(columns);
        for (int i = 0; i < changed.size(); i++) {
            Known column = changed.get(i);
            if (column.isCoded() && column.spec().kind() == Kind.CATEGORY) {
                changed.set(i, new Known(column.spec(), others.of(i, column.levels()), column.missingText()));
            }
        }
        return new TableColumns(changed);
    }

    /** The code of each level of a column. */
    Map<String, Integer> codes(int index) {
        List<Map<String, Integer>> known = codes;
        if (known == null) {
            known = columns.stream().map(TableColumns::codes).toList();
            codes = known;
        }
        return known.get(index);
    }

    private static Map<String, Integer> codes(Known column) {
        Map<String, Integer> codes = new HashMap<>();
        column.levels().forEach(level -> codes.put(level, codes.size()));
        return codes;
    }

    /**
     * {@return the index of a column, if there is one of that name}
     *
     * @param name the name of the column
     */
    public Optional<Integer> index(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).spec().name().equals(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the indices of the columns of a role}
     *
     * @param roles which roles are wanted
     */
    public int[] indices(Predicate<Role> roles) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (roles.test(columns.get(i).spec().role())) {
                indices.add(i);
            }
        }
        return indices.stream().mapToInt(index -> index).toArray();
    }

    /** Where these columns stand; each must be there. */
    int[] indices(List<String> names) {
        return names.stream().mapToInt(name -> index(name).orElseThrow()).toArray();
    }

    /**
     * {@return these columns alone}
     *
     * @param indices the indices of those wanted, from 0
     */
    public TableColumns select(int[] indices) {
        List<Known> selected = new ArrayList<>();
        for (int index : indices) {
            selected.add(columns.get(index));
        }
        return new TableColumns(selected);
    }

    /** The same once names were replaced by pseudonyms, which are texts. */
    TableColumns withPseudonyms() {
        return new TableColumns(columns.stream()
                .map(column -> column.spec().role() == Role.PSEUDONYM
                        ? new Known(new ColumnSpec(column.spec().name(), Role.PSEUDONYM, Kind.CATEGORY), List.of(), "")
                        : column)
                .toList());
    }

    /** These columns and one more. */
    TableColumns with(ColumnSpec spec) {
        List<Known> more = new ArrayList<>(columns);
        more.add(new Known(spec, spec.levels(), ""));
        return new TableColumns(more);
    }

    /** A table of these columns without a row. */
    Table empty() {
        return new Table(columns.stream()
                .<Column>map(column -> column.spec().kind().isNumeric()
                        ? new NumberColumn(column.spec(), new double[0])
                        : new TextColumn(column.spec(), List.of()))
                .toList());
    }

    @Override
    public String toString() {
        return "TableColumns[" + columns.size() + "]";
    }
}
