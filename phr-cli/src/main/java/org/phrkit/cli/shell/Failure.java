package org.phrkit.cli.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import org.phrkit.age.AgeException;
import org.phrkit.input.BadInputException;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.report.ReportException;
import org.phrkit.sign.SignException;
import org.phrkit.table.DateForm;
import org.phrkit.table.Dialect;
import org.phrkit.table.SchemaException;
import org.phrkit.table.TableException;

/** Why a command ends without its work done: exit status, one line for the user, and perhaps a line of advice. */
public final class Failure extends IOException {
    private static final long serialVersionUID = 1L;

    /** Where a file of records has a column that looks like the counts of groups. */
    public static final String HINT_OF_GROUPS =
            "if column \"count\" is the number of records that a row stands for, use --form groups or the role count";

    private static final String HINT_OF_LOCALE = "set LC_ALL=C.UTF-8, or another UTF-8 locale";

    private final int exitCode;
    private final String hint;

    public Failure(int exitCode, String message, String hint) {
        super(message);
        this.exitCode = exitCode;
        this.hint = hint;
    }

    public Failure(int exitCode, String message) {
        this(exitCode, message, "");
    }

    /** Refuses what was typed, unless something holds. */
    public static void requireUsage(boolean holds, String problem) throws Failure {
        if (!holds) {
            throw new Failure(ExitCode.USAGE, problem);
        }
    }

    public int exitCode() {
        return exitCode;
    }

    /** Advice, or nothing. */
    public String hint() {
        return hint;
    }

    /** What the library says of an input, with the name that the user gave it. */
    public static Failure of(BadInputException e, String source) {
        return withPlace(e, e.at(source));
    }

    /** The same of a row whose place is known elsewhere. */
    public static Failure ofPlace(BadInputException e, String place) {
        return withPlace(e, e.atPlace(place));
    }

    private static Failure withPlace(BadInputException e, String message) {
        return new Failure(exitCode(e), message, hint(e));
    }

    private static int exitCode(BadInputException e) {
        if (e instanceof SchemaException) {
            return ExitCode.USAGE;
        }
        if (e instanceof AnonymisationException.NoPerson
                || e instanceof AnonymisationException.NoStratum
                || e instanceof AnonymisationException.NoWeight) {
            return ExitCode.MALFORMED;
        }
        if (e instanceof CollectorException || e instanceof AnonymisationException) {
            return ExitCode.COULD_NOT;
        }
        if (e instanceof AgeException.NoMatch || e instanceof SignException.WrongPassphrase) {
            return ExitCode.NO_KEY;
        }
        return e instanceof ReportException.NotAddressed
                        || e instanceof ReportException.NotExpected
                        || e instanceof ReportException.NotGranted
                ? ExitCode.NO
                : ExitCode.MALFORMED;
    }

    private static String hint(BadInputException e) {
        if (e instanceof AgeException.Converted) {
            return "ask for it again as binary, or as armored text, which survives this: phr encrypt -a";
        }
        if (e instanceof ReportException.NotAddressed) {
            return "its sender, or phr share grant -s, can address it to this key";
        }
        if (e instanceof AnonymisationException.CellsMissing) {
            return "use --missing drop to leave these rows out, or --missing impute to give "
                    + "them the values of their groups";
        }
        if (e instanceof NotUtf8Exception text) {
            return text.encoding().isEmpty()
                    ? "if it is in Latin-1, convert it with iconv -f latin1 -t utf-8 FILE"
                    : "convert it with iconv -f utf-16 -t utf-8 FILE";
        }
        if (e instanceof SchemaException schema && schema.isPerhapsOfGroups()) {
            return HINT_OF_GROUPS;
        }
        if (e instanceof TableException.BlankRow) {
            return "remove the row, or leave out all such rows with aggregate --blank-rows drop";
        }
        if (e instanceof AnonymisationException.SmallStrata) {
            return "use --small-strata drop to leave their rows out";
        }
        if (e instanceof AnonymisationException.RepeatedPerson) {
            return "use --person COLUMN to say whom a row is about, or --rows-are-persons if "
                    + "each row is a different person";
        }
        if (e instanceof AnonymisationException.PartlyJoined) {
            return "leave the column out with --identifier, or count persons by it with --person";
        }
        if (e instanceof AnonymisationException.TooManyRows many && many.largestLimit() > 0) {
            return "use --max-rows-per-person " + many.largestLimit() + " to leave out the surplus rows";
        }
        if (e instanceof AnonymisationException.UnequalRows) {
            return "use --max-rows-per-person N to leave rows out until enough persons have the "
                    + "same number, or --rows-per-pseudonym N to split persons";
        }
        return e instanceof TableException table
                ? table.suggestion().map(Failure::hint).orElse("")
                : "";
    }

    /**
     * The same, which says how to type a name that this locale cannot, where one was typed and nothing else is advised.
     *
     * @param args what was typed
     */
    public Failure hintingAtLocale(String... args) {
        // What Java puts in the place of bytes that it cannot read.
        return exitCode == ExitCode.USAGE
                        && hint.isEmpty()
                        && Arrays.stream(args).anyMatch(arg -> arg.indexOf('\ufffd') >= 0)
                ? new Failure(exitCode, getMessage() + "", HINT_OF_LOCALE)
                : this;
    }

    /** Of a name that this locale cannot write. */
    static Failure ofName() {
        return new Failure(
                ExitCode.COULD_NOT, "a file name cannot be written in this locale's encoding", HINT_OF_LOCALE);
    }

    /** For whatever a command throws and does not explain itself. */
    public static Failure of(Throwable e) {
        if (e instanceof Failure failure) {
            return failure;
        }
        if (e instanceof BadInputException input) {
            return withPlace(input, input.getMessage());
        }
        if (e instanceof NoSuchFileException file && file.getFile().indexOf('\ufffd') >= 0) {
            // What Java puts in the place of bytes that it cannot read.
            return new Failure(
                    ExitCode.COULD_NOT,
                    file.getFile() + ": no such file; its name may not be in this locale's encoding",
                    "read it with < FILE, or rename it");
        }
        if (e instanceof NoSuchFileException file) {
            return new Failure(ExitCode.COULD_NOT, file.getFile() + ": no such file");
        }
        if (e instanceof AccessDeniedException file) {
            return new Failure(ExitCode.COULD_NOT, file.getFile() + ": permission denied");
        }
        if (e instanceof FileSystemException file) {
            String reason = file.getReason() == null ? "cannot be used" : file.getReason();
            return new Failure(ExitCode.COULD_NOT, file.getFile() + ": " + reason);
        }
        if (e instanceof IOException) {
            return new Failure(
                    ExitCode.COULD_NOT, e.getMessage() == null ? "reading or writing failed" : e.getMessage());
        }
        if (e instanceof InvalidPathException) {
            return ofName();
        }
        if (e instanceof OutOfMemoryError) {
            return new Failure(
                    ExitCode.COULD_NOT,
                    "not enough memory",
                    "give Java more memory, for example with PHR_JAVA_OPTS=-Xmx4g");
        }
        // The text of an unforeseen exception may hold anything, so its type alone is shown.
        return new Failure(
                ExitCode.BUG,
                "a bug in phr: " + e.getClass().getSimpleName(),
                "run it again with --debug and report what it prints");
    }

    /** The option to try where a file seems to be in another dialect. */
    private static String hint(Dialect.Suggestion suggestion) {
        String value = suggestion.value();
        return switch (suggestion.part()) {
            case DELIMITER -> "if it separates the cells, try --delimiter " + shown(value);
            case QUOTE -> "if its cells have such quotes, try --quote " + shown(value);
            case ENCODING -> "if it is text in " + value + ", try --encoding " + value;
            case INDEX ->
                "R and pandas write row names without a column name; add --index-column, which names it " + value;
            case SAVE_AS -> "open it in the program that wrote it and save it as " + value;
            case SHEET -> "choose one with --sheet NAME";
            case MISSING -> "name such texts with --missing-values, or in column missing of the columns file";
            case KIND ->
                "--quasi NAME:" + value + ", or kind " + value + " in the columns file, keeps codes as they are";
            case DATE_FORM ->
                "--date-format '" + value + "', or kind \"date " + value + "\" in the columns file, reads such dates"
                        + (DateForm.of(value).hasTime() ? ", and drops the time" : "")
                        + (DateForm.of(value).isOneOfTwo() ? "; whether day or month comes first, say yourself" : "");
            case DECIMAL ->
                "if its numbers have a decimal " + (value.equals(",") ? "comma" : "point") + ", try --decimal " + value;
        };
    }

    /** As it is typed in a shell. */
    private static String shown(String mark) {
        return switch (mark) {
            case "\t" -> "tab";
            case "'" -> "\"'\"";
            default -> "'" + mark + "'";
        };
    }
}
