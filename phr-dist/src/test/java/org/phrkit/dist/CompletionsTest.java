package org.phrkit.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.Phr;
import org.phrkit.server.Server;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What shells are told of the commands. */
class CompletionsTest {
    private static final List<CommandLine> COMMANDS = List.of(Phr.described(), Server.described());

    @TempDir
    private Path folder;

    @Test
    void eachOptionIsInEachFile() {
        for (CommandLine command : COMMANDS) {
            String bash = Completions.bash(command);
            String zsh = Completions.zsh(command);
            String fish = Completions.fish(command);
            for (CommandLine each : ManualPages.withAllBelow(command)) {
                for (OptionSpec option : each.getCommandSpec().options()) {
                    String name = option.longestName();
                    assertThat(bash).contains(name);
                    assertThat(zsh).containsAnyOf(name + "[", name + "=[", name + "+[");
                    assertThat(fish).contains(name.replaceFirst("^-?-", name.startsWith("--") ? " -l " : " -s "));
                }
            }
        }
    }

    @Test
    void shellsReadThem() throws IOException, InterruptedException {
        for (CommandLine command : COMMANDS) {
            reads("bash", Completions.bash(command));
            reads("zsh", Completions.zsh(command));
            reads("fish", Completions.fish(command));
        }
    }

    private void reads(String shell, String script) throws IOException, InterruptedException {
        if (!isInstalled(shell)) {
            System.out.println("there is no " + shell + ", so what it completes is not checked");
            return;
        }
        Path file = Files.writeString(folder.resolve("script"), script);
        assertThat(run(shell, "-n", file.toString())).as(shell).isEmpty();
    }

    /** Fish says by itself what it would propose. */
    @Test
    void fishProposesWordsAndFilesOfTheRightKind() throws IOException, InterruptedException {
        assumeTrue(isInstalled("fish"), "there is no fish");
        Files.writeString(folder.resolve("phr.fish"), Completions.fish(Phr.described()));
        Files.writeString(folder.resolve("a.txt"), "");
        Files.writeString(folder.resolve("z.key"), "");
        Files.createDirectory(folder.resolve("shares"));
        assertThat(proposed("phr sto")).startsWith("store\t");
        assertThat(proposed("phr share "))
                .startsWith("combine\t")
                .contains("\ngrant\t")
                .doesNotContain("encrypt");
        assertThat(proposed("phr --debug store dev")).startsWith("device\t");
        assertThat(proposed("phr aggregate --refine des")).startsWith("descent\t");
        assertThat(proposed("phr share split -d ")).startsWith("shares/").doesNotContain("z.key");
        assertThat(proposed("phr decrypt -i ")).startsWith("z.key");
        assertThat(proposed("phr encrypt --passphrase-f")).startsWith("--passphrase-file");
        assertThat(proposed("phr encrypt -q")).doesNotContain("a.txt");
    }

    private String proposed(String typed) throws IOException, InterruptedException {
        return run("fish", "--no-config", "-c", "source phr.fish; complete -C '" + typed + "'");
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
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
