package org.phrkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples run as programs of their own, as the README shows them. */
class ExamplesIT {
    private static final Path DATA = Path.of("data").toAbsolutePath();

    @TempDir
    private Path folder;

    private String run(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(folder, "log", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(builder.start().waitFor()).as(() -> read(log)).isZero();
        return read(log);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String java(Class<?> main, Object... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Arrays.stream(args).map(Object::toString).forEach(command::add);
        return run(command.toArray(String[]::new));
    }

    @Test
    void aReportIsEncryptedAndOpened() throws Exception {
        Path opened = folder.resolve("opened");
        java(EncryptReport.class, DATA.resolve("report.fhir.json"), folder.resolve("sealed"), opened);
        assertThat(opened).hasSameBinaryContentAs(DATA.resolve("report.fhir.json"));
    }

    @Test
    void aTableIsReleased() throws Exception {
        Path release = folder.resolve("release.csv");
        String said =
                java(AnonymiseTable.class, DATA.resolve("flchain.csv"), DATA.resolve("flchain-columns.csv"), release);
        assertThat(said).contains("5-anonymous, information loss 0.2827 %");
        assertThat(Files.readAllLines(release)).hasSize(7875);
    }

    @Test
    void theQuickstartRunsTwice() throws Exception {
        String script = Path.of("quickstart.sh").toAbsolutePath().toString();
        for (int run = 0; run < 2; run++) {
            String said = run("sh", script, folder.resolve("a folder").toString());
            assertThat(said).contains("the same as what was sent", "yes: the table is 5-anonymous", "Done.");
        }
        assertThat(folder.resolve("a folder/quickstart-results/flchain-release.csv"))
                .isNotEmptyFile();
        assertThat(folder.resolve("a folder/quickstart-results/opened-by-doctor-a.json"))
                .hasSameBinaryContentAs(DATA.resolve("report.fhir.json"));
    }

    @Test
    void theStoreRunsFromBeginningToEnd() throws Exception {
        String script = Path.of("store.sh").toAbsolutePath().toString();
        String said = run("sh", script, folder.resolve("a folder").toString());
        assertThat(said)
                .contains(
                        "phr: signed by anna",
                        "phr: granted by anna",
                        "the same as what was sent",
                        "phr: there are no reports for you",
                        "phr-server: restored; 0 faults",
                        "phr-server: no fault",
                        "Done.")
                .doesNotContain("error: a bug");
    }

    @Test
    void aDoctorOpensTogetherWithTheStore() throws Exception {
        String script = Path.of("three-parts.sh").toAbsolutePath().toString();
        String said = run("sh", script, folder.resolve("a folder").toString());
        assertThat(said)
                .contains(
                        "phr: signed by anna",
                        "this device sleeps until it is approved",
                        "no account here has this key",
                        "phr: this device opens reports for Dr. A again",
                        "phr: taken back from doctor",
                        "phr-server: no fault",
                        "Done.")
                .doesNotContain("error: a bug");
    }

    @Test
    void theLogOfAStoreFindsWhatItIsFor() throws Exception {
        String script = Path.of("store-log.sh").toAbsolutePath().toString();
        String said = run("sh", script, folder.resolve("a folder").toString());
        assertThat(said)
                .contains(
                        "  opened  ",
                        "phr: warning: doctor: a key or device of this contact came, changed or went",
                        "phr: error: the store has rewritten its log",
                        "(it ended with 3)",
                        "(it ended with 5)",
                        "log-proof.txt",
                        "phr-server: no fault",
                        "Done.")
                .doesNotContain("error: a bug");
    }
}
