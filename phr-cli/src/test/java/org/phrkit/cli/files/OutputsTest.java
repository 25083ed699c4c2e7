package org.phrkit.cli.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.files.Output.Privacy;
import org.phrkit.cli.files.Output.Replacing;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;

class OutputsTest {
    @TempDir
    private Path folder;

    private void add(Outputs outputs, String name) throws IOException {
        outputs.add(Output.open(folder.resolve(name).toString(), Privacy.SHARED, Replacing.NOT_UNLESS_FORCED)).stream()
                .write(name.getBytes(UTF_8));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }

    @Test
    void allGetTheirNames() throws IOException {
        try (Outputs outputs = new Outputs()) {
            add(outputs, "a");
            add(outputs, "b");
            outputs.commit();
        }
        assertThat(names()).containsExactlyInAnyOrder("a", "b");
        assertThat(folder.resolve("b")).hasContent("b");
    }

    @Test
    void noneDoesWithoutACommit() throws IOException {
        try (Outputs outputs = new Outputs()) {
            add(outputs, "a");
            add(outputs, "b");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void noneKeepsItsNameWhereOneFails() throws IOException {
        try (Outputs outputs = new Outputs()) {
            add(outputs, "a");
            add(outputs, "b");
            add(outputs, "c");
            Files.writeString(folder.resolve("b"), "of somebody else");
            assertThatThrownBy(outputs::commit).hasMessage(folder.resolve("b") + ": already exists");
            assertThat(folder.resolve("a")).exists();
        }
        assertThat(names()).containsExactly("b");
        assertThat(folder.resolve("b")).hasContent("of somebody else");
    }

    @Test
    void oneNameIsForOneOutput() throws IOException {
        Files.createSymbolicLink(folder.resolve("same"), folder);
        try (Outputs outputs = new Outputs()) {
            add(outputs, "a");
            for (String again : new String[] {"a", "./a", "same/a"}) {
                assertThatThrownBy(() -> add(outputs, again))
                        .isInstanceOfSatisfying(Failure.class, failure -> assertThat(failure.exitCode())
                                .isEqualTo(ExitCode.USAGE))
                        .hasMessage(folder.resolve(again) + ": is named as two outputs");
            }
        }
        assertThat(names()).containsExactly("same");
    }
}
