package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen of the command at a terminal, at the usual width and at half of it, and what Ctrl-C leaves. */
class TerminalIT {
    private static final String TO = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    private static final String ECHO = "stty -a | grep -o '[-]*echo ' | tr -d ' ' | sed 's/^/is /'";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        write("to", TO + "\n");
        write("t.csv", "age\n30\n30\n");
        write("echo", ECHO + "\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName() + "").sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40})
    void aBarKeepsToItsLineAndIsTakenAway(int columns) throws IOException, InterruptedException {
        write("run", "truncate -s 80M big; phr encrypt -R to big | (sleep 4; cat >sealed); echo done\n");
        try (Screen screen = new Screen(folder, columns)) {
            screen.type("sh run");
            List<String> lines = screen.awaitLine("phr +[0-9]+% \\[.*");
            assertThat(lines).as("the command, and the bar in a line").hasSize(2);
            assertThat(lines.get(1).length()).as("the width of the bar").isLessThan(columns);
            assertThat(screen.awaitPrompt()).as("the bar was taken away").containsExactly("$ sh run", "done");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40})
    void aPassphraseIsNotSeen(int columns) throws IOException, InterruptedException {
        String name = "a name of a file that is longer than the line.age";
        write("run", "phr encrypt -p -o '" + name + "' t.csv; phr decrypt '" + name + "'; sh echo\n");
        try (Screen screen = new Screen(folder, columns)) {
            screen.type("sh run");
            screen.awaitLine("new passphrase:");
            screen.type("correct horse");
            screen.awaitLine("again:");
            screen.type("correct horse");
            screen.awaitLine("passphrase:");
            screen.type("correct horse");
            assertThat(screen.awaitPrompt())
                    .containsExactly(
                            "$ sh run", "new passphrase:", "again:", "passphrase:", "age", "30", "30", "is echo");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 40})
    void afterCtrlCAtAPassphraseTheTerminalShowsAgainWhatIsTyped(int columns) throws IOException, InterruptedException {
        try (Screen screen = new Screen(folder, columns)) {
            screen.type("phr keygen -p -o key");
            screen.awaitLine("new passphrase of the key file:");
            screen.press("C-c");
            screen.awaitPrompt();
            screen.type("sh echo");
            assertThat(screen.awaitLine("is .*"))
                    .as("what is typed is seen, in lines of its own")
                    .containsSubsequence("new passphrase of the key file:", "$ sh echo", "is echo");
            assertThat(names()).as("nothing is left").doesNotContain("key").noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void ctrlCInAPipeLeavesNothing() throws IOException, InterruptedException {
        List<String> before = names();
        try (Screen screen = new Screen(folder, 80)) {
            screen.type("(head -c 3000000 /dev/zero; sleep 60) | phr encrypt -R to -o out.age");
            screen.await("a partial file", () -> names().stream().anyMatch(name -> name.endsWith(".part")));
            screen.press("C-c");
            screen.await("its end", () -> names().equals(before));
            screen.type("echo ended with $?");
            assertThat(screen.awaitLine("ended with .*"))
                    .as("nothing is said")
                    .noneMatch(line -> line.startsWith("phr:"))
                    .contains("ended with 130");
            assertThat(names()).isEqualTo(before);
        }
    }

    @Test
    void aNameCannotControlTheTerminal() throws IOException, InterruptedException {
        write("run", """
                name=$(printf 'a\\033[2Jb')
                phr keygen --passphrase-file to -o "$name" 2>log
                phr keygen --public "$name"
                """);
        try (Screen screen = new Screen(folder, 80)) {
            screen.type("sh run");
            assertThat(screen.awaitLine("passphrase of .*:")).first().isEqualTo("$ sh run");
        }
    }

    @Test
    void coloursAreSeenUnlessTheyAreNotWanted() throws IOException, InterruptedException {
        write("run", "phr verify release -k 2 t.csv | cat; phr verify release -k 2 t.csv\n");
        try (Screen screen = new Screen(folder, 80)) {
            screen.type("NO_COLOR=1 sh run");
            screen.awaitPrompt();
            assertThat(screen.coloured()).contains("yes: the table").doesNotContain("\u001b[3", "\u001b[1m");
        }
        // Another screen, on which no prompt is seen before the command ends.
        try (Screen screen = new Screen(folder, 80)) {
            screen.type("sh run");
            screen.awaitPrompt();
            assertThat(screen.coloured()).contains("\u001b[1m");
        }
    }
}
