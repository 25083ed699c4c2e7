package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.SparkException;
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
     * @throws IOException what a task threw, if it did
     */
    static <T> T thrown(Job<T> job) throws IOException {
        try {
            return job.run();
        } catch (RuntimeException e) {
            throw cause(e);
        } catch (Exception e) {
            // Scala declares nothing.
            throw cause(e);
        }
    }

    private static IOException cause(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException found) {
                return found;
            }
            if (cause instanceof OutOfMemoryError) {
                return Failure.of(cause);
            }
        }
        if (e instanceof SparkException && e.getMessage() != null) {
            return new IOException(e.getMessage().lines().findFirst().orElse("a task of Spark failed"), e);
        }
        throw e instanceof RuntimeException unforeseen ? unforeseen : new IllegalStateException(e);
    }
}
