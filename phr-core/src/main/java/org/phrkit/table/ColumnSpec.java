package org.phrkit.table;

import java.util.HashSet;
import java.util.List;

/**
 * What is known of a column before its cells are read.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param name as in the header line, compared exactly
 * @param levels of an {@link Kind#ORDINAL} column, all the texts it may hold, at least two, from low to high; empty for
 *     all other kinds
 */
public record ColumnSpec(String name, Role role, Kind kind, List<String> levels) {
    public ColumnSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column needs a name");
        }
        levels = List.copyOf(levels);
        if (role == Role.COUNT && kind != Kind.INTEGER) {
            throw new IllegalArgumentException("a count is an integer");
        }
        if (kind == Kind.ORDINAL ? levels.size() < 2 : !levels.isEmpty()) {
            throw new IllegalArgumentException("two levels or more belong to an ordinal column, and to no other");
        }
        if (new HashSet<>(levels).size() < levels.size()) {
            throw new IllegalArgumentException("a level stands twice");
        }
    }

    /** Of any kind but {@link Kind#ORDINAL}. */
    public ColumnSpec(String name, Role role, Kind kind) {
        this(name, role, kind, List.of());
    }

    /** With the kind that is usual for the role: numbers for quasi-identifiers, integers for counts, text for all others. */
    public ColumnSpec(String name, Role role) {
        this(name, role, usual(role));
    }

    private static Kind usual(Role role) {
        return switch (role) {
            case QUASI -> Kind.NUMBER;
            case COUNT -> Kind.INTEGER;
            default -> Kind.CATEGORY;
        };
    }
}
