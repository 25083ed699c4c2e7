package org.phrkit.table;

/** The roles given to columns do not fit the table, or the columns file that gives them is malformed. */
public final class SchemaException extends Exception {
    private static final long serialVersionUID = 1L;

    SchemaException(String problem) {
        super(problem);
    }
}
