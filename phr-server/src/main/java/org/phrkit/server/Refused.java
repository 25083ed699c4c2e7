package org.phrkit.server;

/** What whoever runs the store must mend: one line. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    Refused(String problem) {
        this(problem, "");
    }

    Refused(String problem, String hint) {
        super(problem);
        this.hint = hint;
    }

    /** Advice, or nothing. */
    String hint() {
        return hint;
    }
}
