package org.phrkit.table;

import org.phrkit.input.BadInputException;

/**
 * The roles given to columns do not fit the table, or the columns file that gives them is malformed. Immutable; several threads may use one.
 */
public final class SchemaException extends BadInputException {
    private static final long serialVersionUID = 1L;

    SchemaException(String problem) {
        super(problem);
    }

    SchemaException(String problem, long lineNumber) {
        super(problem, lineNumber);
    }

    SchemaException(String problem, long lineNumber, String column) {
        super(problem, lineNumber, column);
    }

    /** The same of the header line of a table. */
    SchemaException ofHeader() {
        return new SchemaException(problem(), 1);
    }
}
