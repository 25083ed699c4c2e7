package org.phrkit.cli.shell;

/** The exit statuses of commands. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int COULD_NOT = 1;
    public static final int USAGE = 2;
    /** The check ran, and the answer is no. */
    public static final int NO = 3;
    /** No key opens the file. */
    public static final int NO_KEY = 4;
    /** A file is malformed, or was tampered with. */
    public static final int MALFORMED = 5;

    /** Nobody reads standard output any more, as after head: what the shell says of a program that SIGPIPE ended. */
    public static final int NO_READER = 141;

    static final int BUG = 70;

    private ExitCode() {}
}
