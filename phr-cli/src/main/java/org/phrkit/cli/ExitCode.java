package org.phrkit.cli;

/** What a finished command says with its exit status. */
final class ExitCode {
    static final int DONE = 0;
    static final int COULD_NOT = 1;
    static final int USAGE = 2;
    /** The check ran, and the answer is no. */
    static final int NO = 3;
    /** No key opens the file. */
    static final int NO_KEY = 4;
    /** A file is malformed, or was tampered with. */
    static final int MALFORMED = 5;

    static final int BUG = 70;

    private ExitCode() {}
}
