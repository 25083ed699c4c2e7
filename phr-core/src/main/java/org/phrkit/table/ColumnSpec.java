package org.phrkit.table;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * What is known about a column before its cells are read: its name, role and kind.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param name as in the header line, compared exactly
 * @param role what the column is to an adversary
 * @param kind how its cells are read
 * @param levels of an {@link Kind#ORDINAL} column, all the texts it may hold, at least two, from low to high; empty for
 *     all other kinds
 * @param form of the days of a {@link Kind#DATE} column; {@link DateForm#ISO} for all other kinds
 * @param missing the texts of missing cells of this column, besides those of the {@link Dialect}
 */
public record ColumnSpec(String name, Role role, Kind kind, List<String> levels, DateForm form, List<String> missing)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param name as in the header line, compared exactly
     * @param role what the column is to an adversary
     * @param kind how its cells are read
     * @param levels of an {@link Kind#ORDINAL} column, all the texts it may hold, at least two, from low to high
     * @param form of the days of a {@link Kind#DATE} column
     * @param missing the texts of missing cells of this column, besides those of the {@link Dialect}
     */
    public ColumnSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column needs a name");
        }
        levels = List.copyOf(levels);
        missing = List.copyOf(missing);
        if (kind != Kind.DATE && !form.equals(DateForm.ISO)) {
            throw new IllegalArgumentException("a form belongs to a column of dates, and to no other");
        }
        if (role == Role.COUNT && kind != Kind.INTEGER) {
            throw new IllegalArgumentException("a count is an integer");
        }
        if (kind == Kind.ORDINAL ? levels.size() < 2 : !levels.isEmpty()) {
            throw new IllegalArgumentException("two levels or more belong to an ordinal column, and to no other");
        }
        if (new HashSet<>(levels).size() < levels.size()) {
            throw new IllegalArgumentException("a level appears twice");
        }
    }

    /**
     * Of days of the form {@link DateForm#ISO}, and with no texts of missing cells but those of the dialect.
     *
     * @param name the name of the column
     * @param role the role
     * @param kind the kind of its cells
     * @param levels the texts of an ordinal from low to high
     */
    public ColumnSpec(String name, Role role, Kind kind, List<String> levels) {
        this(name, role, kind, levels, DateForm.ISO, List.of());
    }

    /**
     * Of any kind but {@link Kind#ORDINAL}.
     *
     * @param name the name of the column
     * @param role the role
     * @param kind the kind of its cells
     */
    public ColumnSpec(String name, Role role, Kind kind) {
        this(name, role, kind, List.of());
    }

    /**
     * With the kind that is usual for the role: numbers for quasi-identifiers and weights, integers for counts, dates for what is
     * shifted, text for all others.
     *
     * @param name the name of the column
     * @param role the role
     */
    public ColumnSpec(String name, Role role) {
        this(name, role, usual(role));
    }

    /**
     * {@return the same with days of another form}
     *
     * @param other the form of its days
     */
    public ColumnSpec with(DateForm other) {
        return new ColumnSpec(name, role, kind, levels, other, missing);
    }

    /**
     * {@return the same with other texts of missing cells}
     *
     * @param texts the texts of missing cells of this column
     */
    public ColumnSpec withMissing(List<String> texts) {
        return new ColumnSpec(name, role, kind, levels, form, texts);
    }

    private static Kind usual(Role role) {
        return switch (role) {
            case QUASI, WEIGHT -> Kind.NUMBER;
            case COUNT -> Kind.INTEGER;
            case SHIFT -> Kind.DATE;
            default -> Kind.CATEGORY;
        };
    }
}
