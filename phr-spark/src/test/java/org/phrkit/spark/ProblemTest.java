package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.phrkit.cli.shell.Failure;

class ProblemTest {
    private static Failure failure(Exception thrown) {
        return Failure.of(Problem.explained(thrown));
    }

    @Test
    void whatATaskThrew() {
        IOException full = new IOException("No space left on device");
        assertThat(Problem.explained(new SparkException("Job aborted", new IllegalStateException(full))))
                .isSameAs(full);
        assertThatThrownBy(() -> Problem.thrown(() -> {
                    throw new IllegalStateException(full);
                }))
                .isSameAs(full);
        assertThat(failure(new SparkException("Job aborted", new OutOfMemoryError())))
                .hasMessage("not enough memory");
    }

    @Test
    void bugOfATask() {
        Exception bug = new IllegalArgumentException("a cell");
        Exception thrown = new SparkException("Job aborted: " + bug, bug);
        assertThat(failure(thrown)).hasMessage("a bug in phr: IllegalArgumentException");
        assertThat(failure(thrown).exitCode()).isEqualTo(70);
        assertThatThrownBy(() -> Problem.thrown(() -> {
                    throw new IllegalStateException(thrown);
                }))
                .isSameAs(bug);
        assertThatThrownBy(() -> List.of().get(0))
                .satisfies(ofJava -> assertThat(failure(new SparkException("Job aborted", ofJava)))
                        .hasMessageStartingWith("a bug in phr: "));
    }

    @Test
    void failureOfSpark() {
        Failure stopped =
                failure(new IllegalStateException("Cannot call methods on a stopped SparkContext.\nThis stopped"));
        assertThat(stopped).hasMessage("Spark failed: Cannot call methods on a stopped SparkContext.");
        assertThat(stopped.exitCode()).isEqualTo(1);
        assertThat(failure(new SparkException(
                        "Job aborted: Lost task 0.3 (executor 1): ExecutorLostFailure (executor 1 exited)")))
                .hasMessage(
                        "Spark failed: Job aborted: Lost task 0.3 (executor 1): ExecutorLostFailure (executor 1 exited)");
        assertThat(failure(new SparkException("Job aborted: Lost task 0.3: x.SomeException: a cell\nat x")))
                .hasMessage("Spark failed: Job aborted: Lost task 0.3: x.SomeException");
    }

    @Test
    void bugOfTheDriver() {
        assertThat(failure(new IllegalStateException("a cell"))).hasMessage("a bug in phr: IllegalStateException");
    }
}
