package org.phrkit.table;

/**
 * What is known of a column before its cells are read.
 *
 * @param name as in the header line, compared exactly
 */
public record ColumnSpec(String name, Role role, Kind kind) {
    public ColumnSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a column needs a name");
        }
    }

    /** With the kind that is usual for the role: numbers for quasi-identifiers, text for all others. */
    public ColumnSpec(String name, Role role) {
        this(name, role, role == Role.QUASI ? Kind.NUMBER : Kind.CATEGORY);
    }
}
