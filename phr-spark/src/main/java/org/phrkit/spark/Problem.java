package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.SparkThrowable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

/**
 * Why a task found its input bad. Tasks return it, and do not throw it: Spark would try them again, and tell of the first to
 * fail, which need not be that of the first file.
 */
record Problem(int exitCode, String message, String hint) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Problem of(Failure failure) {
        return new Problem(failure.exitCode(), String.valueOf(failure.getMessage()), failure.hint());
    }

    Failure failure() {
        return new Failure(exitCode, message, hint);
    }

    /** What a job of Spark returns. */
    interface Job<T> {
        T run() throws IOException;
    }

    /**
     * Runs a job.
     *
     * @throws IOException what a task threw, if it did, or that Spark failed
     */
    static <T> T thrown(Job<T> job) throws IOException {
        try {
            return job.run();
        } catch (RuntimeException e) {
            throw known(e);
        } catch (Exception e) {
            // Scala declares nothing.
            throw known(e);
        }
    }

    private static IOException known(Exception e) {
        Exception known = explained(e);
        if (known instanceof IOException found) {
            return found;
        }
        throw known instanceof RuntimeException unforeseen ? unforeseen : new IllegalStateException(known);
    }

    /**
     * What was the matter where Spark threw something: what a task threw, or that Spark itself failed, was stopped or lost
     * its executors. Whatever else is thrown is what is the matter.
     */
    static Exception explained(Exception thrown) {
        Throwable bug = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException found) {
                return found;
            }
            if (cause instanceof OutOfMemoryError) {
                return Failure.of(cause);
            }
            bug = cause != thrown && isOurs(cause) ? cause : bug;
        }
        if (bug != null) {
            return bug instanceof Exception ofTask ? ofTask : new IllegalStateException(bug);
        }
        return isOfSpark(thrown) ? failureOfSpark(thrown) : thrown;
    }

    /** Whether code of this project threw it, or asked the library of Java for what that threw. */
    private static boolean isOurs(Throwable cause) {
        return !(cause instanceof SparkThrowable)
                && Arrays.stream(cause.getStackTrace())
                        .map(StackTraceElement::getClassName)
                        .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                        .findFirst()
                        .filter(name -> name.startsWith("org.phrkit."))
                        .isPresent();
    }

    private static boolean isOfSpark(Exception thrown) {
        return thrown instanceof SparkThrowable
                || String.valueOf(thrown.getMessage()).startsWith("Cannot call methods on a stopped SparkContext");
    }

    /** Its first line, without the text of what a task threw: that may hold anything. */
    private static Failure failureOfSpark(Exception thrown) {
        String line = String.valueOf(thrown.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst("(: [\\w.$]+(Exception|Error)): .*", "$1");
        return new Failure(
                ExitCode.COULD_NOT, "Spark failed: " + line, "its logs tell more; --debug shows where it happened");
    }
}
