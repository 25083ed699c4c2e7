package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.shell.CommandHelp;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What shells propose that have read our scripts. What zsh proposes, which takes a terminal, is in CompletionIT. */
class CompletionsTest {
    private static final CommandLine PHR = Phr.described();

    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(folder.resolve("phr.bash"), Completions.bash(PHR));
        Files.writeString(folder.resolve("phr.fish"), Completions.fish(PHR));
        for (String name : List.of("a.txt", "my report.age", "t.csv", "z.key")) {
            Files.writeString(folder.resolve(name), "");
        }
        Files.createDirectory(folder.resolve("shares"));
    }

    @Test
    void eachOptionIsInEachScript() {
        String bash = Completions.bash(PHR);
        String zsh = Completions.zsh(PHR);
        String fish = Completions.fish(PHR);
        for (CommandLine each : CommandHelp.withAllBelow(PHR)) {
            for (OptionSpec option : each.getCommandSpec().options()) {
                String name = option.longestName();
                assertThat(bash).contains(name);
                assertThat(zsh).containsAnyOf(name + "[", name + "=[", name + "+[");
                assertThat(fish).contains(name.replaceFirst("^-?-", name.startsWith("--") ? " -l " : " -s "));
            }
        }
    }

    @Test
    void bashProposesWordsAndFilesOfTheRightKind() throws IOException, InterruptedException {
        Peer.need("bash");
        assertThat(bash("phr", "sto")).containsExactly("store");
        assertThat(bash("phr", "share", "")).containsExactly("grant", "split", "combine");
        assertThat(bash("phr", "--debug", "store", "dev")).containsExactly("device");
        assertThat(bash("phr", "aggregate", "--refine", "=", "des")).containsExactly("descent");
        assertThat(bash("phr", "aggregate", "--refine", "des")).containsExactly("descent");
        assertThat(bash("phr", "aggregate", "")).containsExactly("t.csv", "shares");
        assertThat(bash("phr", "share", "split", "-d", "")).containsExactly("shares");
        assertThat(bash("phr", "decrypt", "-i", "")).containsExactly("z.key", "shares");
        assertThat(bash("phr", "decrypt", "-i", "z.key", "")).containsExactly("my report.age", "shares");
        assertThat(bash("phr", "encrypt", "--passphrase-f")).containsExactly("--passphrase-file");
        assertThat(bash("phr", "encrypt", ""))
                .as("left to bash, which proposes all files")
                .isEmpty();
        assertThat(bash("phr", "store", "put", "--title", "sto")).isEmpty();
    }

    /** What our function leaves for bash, which takes the last word for the one that is being typed. */
    private List<String> bash(String... words) throws IOException, InterruptedException {
        String script =
                "source ./phr.bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _phr; printf '%s\\n' \"${COMPREPLY[@]}\"";
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new))
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void fishProposesWordsAndFilesOfTheRightKind() throws IOException, InterruptedException {
        Peer.need("fish");
        assertThat(fish("phr sto")).startsWith("store\t");
        assertThat(fish("phr share "))
                .startsWith("combine\t")
                .contains("\ngrant\t")
                .doesNotContain("encrypt");
        assertThat(fish("phr --debug store dev")).startsWith("device\t");
        assertThat(fish("phr aggregate --refine des")).startsWith("descent\t");
        assertThat(fish("phr aggregate ")).startsWith("t.csv");
        assertThat(fish("phr share split -d ")).startsWith("shares/").doesNotContain("z.key");
        assertThat(fish("phr decrypt -i ")).startsWith("z.key");
        assertThat(fish("phr decrypt -i z.key ")).startsWith("my report.age");
        assertThat(fish("phr encrypt --passphrase-f")).startsWith("--passphrase-file");
        assertThat(fish("phr encrypt -q")).doesNotContain("a.txt");
    }

    private String fish(String typed) throws IOException, InterruptedException {
        return run("fish", "--no-config", "-c", "source phr.fish; complete -C '" + typed + "'");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
