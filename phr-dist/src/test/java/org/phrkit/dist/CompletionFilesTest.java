package org.phrkit.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void shellsReadThem(String shell) throws IOException, InterruptedException {
        assumeTrue(isInstalled(shell), "there is no " + shell + ", so its files are not checked");
        CompletionFiles.main(new String[] {folder.toString()});
        for (String command : List.of("phr", "phr-server")) {
            Path file = folder.resolve(command).resolve(command + "." + shell);
            Process process = new ProcessBuilder(shell, "-n", file.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(process.getInputStream().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .as(file.toString())
                    .isEmpty();
            assertThat(process.waitFor()).isZero();
            assertThat(Files.readString(file)).contains(command.equals("phr") ? "decrypt" : "suspend");
        }
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
