package org.phrkit.age;

/** A text that should be a recipient or an identity is none. The message never quotes it. */
public final class MalformedKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final int lineNumber;

    MalformedKeyException(String problem) {
        this(problem, 0);
    }

    MalformedKeyException(String problem, int lineNumber) {
        super(lineNumber > 0 ? "line " + lineNumber + ": " + problem : problem);
        this.problem = problem;
        this.lineNumber = lineNumber;
    }

    /** What is wrong, without the line. */
    public String problem() {
        return problem;
    }

    /** The line in the key file, from 1; or 0 where it is the file as a whole, or the text was not in a file. */
    public int lineNumber() {
        return lineNumber;
    }
}
