package org.phrkit.table;

import org.phrkit.input.BadInputException;

/**
 * Thrown when the roles of columns do not fit the table, or when the columns file that gives them is malformed.
 * Immutable; several threads may use one.
 */
public final class SchemaException extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final boolean isPerhapsOfGroups;

    SchemaException(String problem) {
        this(problem, false);
    }

    SchemaException(String problem, boolean isPerhapsOfGroups) {
        super(problem);
        this.isPerhapsOfGroups = isPerhapsOfGroups;
    }

    SchemaException(String problem, long lineNumber) {
        this(problem, lineNumber, false);
    }

    private SchemaException(String problem, long lineNumber, boolean isPerhapsOfGroups) {
        super(problem, lineNumber);
        this.isPerhapsOfGroups = isPerhapsOfGroups;
    }

    SchemaException(String problem, long lineNumber, String column) {
        super(problem, lineNumber, column);
        this.isPerhapsOfGroups = false;
    }

    /**
     * {@return whether the header looks like that of a file of groups, read as one of records: it has a column
     * {@value RecordCounts#COLUMN} without a role}
     */
    public boolean isPerhapsOfGroups() {
        return isPerhapsOfGroups;
    }

    /** The same of the header line of a table. */
    SchemaException ofHeader() {
        return new SchemaException(problem(), 1, isPerhapsOfGroups);
    }
}
