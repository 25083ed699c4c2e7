package org.phrkit.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples run as programs of their own, as the README shows them. */
class ExamplesIT {
    private static final Path DATA = Path.of("data").toAbsolutePath();
    private static final Path REPORT = DATA.resolve("report.fhir.json");
    private static final Path COLUMNS = DATA.resolve("flchain-columns.csv");

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
        java(EncryptReport.class, REPORT, folder.resolve("sealed"), opened);
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
    void theFirstPageOfTheJavadocNamesThisVersion() throws IOException {
        Pattern version = Pattern.compile("<version>[^<]*</version>");
        Matcher parent = version.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(parent.find()).isTrue();
        assertThat(Path.of("../phr-core/src/main/java/module-info.java"))
                .as("the dependency in the javadoc of phr-core")
                .content()
                .contains(parent.group());
    }

    @Test
    void aPatientPassesAFileOnForASecondOpinion() throws Exception {
        Path opened = folder.resolve("opened");
        String said = java(SecondOpinion.class, REPORT, folder.resolve("sealed"), folder.resolve("passed-on"), opened);
        assertThat(said).contains("recipients: 2", "the first doctor opens the first file alone");
        assertThat(opened).hasSameBinaryContentAs(REPORT);
    }

    @Test
    void theEndOfAnEncryptedFileIsReadByItself() throws Exception {
        String said = java(ReadPartOfFile.class, REPORT, folder.resolve("sealed"));
        String text = Files.readString(REPORT);
        assertThat(said).isEqualTo(text.substring(text.length() - 100));
    }

    @Test
    void aSignedReportIsUnpacked() throws Exception {
        Path unpacked = folder.resolve("unpacked");
        String said = java(SendSignedReport.class, REPORT, folder.resolve("report.age"), unpacked);
        assertThat(said).startsWith("signed by RW");
        assertThat(unpacked.resolve("report.fhir.json")).hasSameBinaryContentAs(REPORT);
    }

    @Test
    void aReportIsReadWithoutAFileOnTheDisk() throws Exception {
        Path report = folder.resolve("report.age");
        String said = java(ReadReportAsStream.class, report, REPORT, DATA.resolve("flchain.csv"));
        assertThat(said.lines())
                .containsExactly(
                        "report.fhir.json: " + Files.readAllLines(REPORT).size() + " lines", "flchain.csv: 7875 lines");
    }

    @Test
    void aSignatureHoldsForItsFileAlone() throws Exception {
        Path signature = folder.resolve("report.minisig");
        String said = java(VerifySignature.class, REPORT, signature, folder.resolve("signer.pub"));
        assertThat(said).contains("genuine: laboratory report of March", "another file: ");
        assertThat(signature).content().startsWith("untrusted comment: ");
    }

    @Test
    void twoSharesRestoreAKey() throws Exception {
        List<String> said = java(SplitKey.class, folder).lines().toList();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).startsWith("split age1");
        assertThat(said.get(1)).isEqualTo(said.get(0).replace("split", "restored"));
    }

    @Test
    void threePartsOpenAFileTogether() throws Exception {
        Path opened = folder.resolve("opened");
        java(OpenTogether.class, REPORT, folder.resolve("sealed"), opened);
        assertThat(opened).hasSameBinaryContentAs(REPORT);
    }

    @Test
    void theLargestBearableKIsChosen() throws Exception {
        Path release = folder.resolve("release.csv");
        String said = java(ChooseK.class, DATA.resolve("flchain.csv"), COLUMNS, release, "1");
        assertThat(said).contains("k =  5: information loss 0.2827 %");
        assertThat(said.lines()).hasSize(5);
        assertThat(verified(release, 10)).startsWith("10-anonymous: yes");
        assertThat(verified(release, 20)).startsWith("20-anonymous: no");
    }

    @Test
    void aReleaseIsVerifiedAgainstItsOriginal() throws Exception {
        Path release = folder.resolve("release.csv");
        java(AnonymiseTable.class, DATA.resolve("flchain.csv"), COLUMNS, release);
        assertThat(verified(release, 5))
                .contains(
                        "5-anonymous: yes",
                        "the smallest of 5",
                        "information loss: 0.2827 %",
                        "persons found by record linkage: 17.13 %");
    }

    private String verified(Path release, int k) throws Exception {
        return java(VerifyRelease.class, release, DATA.resolve("flchain.csv"), COLUMNS, k);
    }

    @Test
    void twoHospitalsReleaseTogether() throws Exception {
        Path release = folder.resolve("release.csv");
        String said = java(TwoPhases.class, DATA.resolve("flchain.csv"), COLUMNS, release);
        assertThat(said).contains("phase 1: 3937 records", "phase 2: 7874 records");
        assertThat(verified(release, 10)).startsWith("10-anonymous: yes");
    }

    @Test
    void kCountsPersons() throws Exception {
        Path release = folder.resolve("release.csv");
        String said =
                java(ProtectPersons.class, DATA.resolve("visits.csv"), DATA.resolve("visits-columns.csv"), release);
        assertThat(said).contains("k of visits protects 1", "k of patients protects 3");
        assertThat(release).content().startsWith("age,bmi,systolic,diagnosis").doesNotContain("p01");
    }

    @Test
    void scansGoToADoctor() throws Exception {
        Path results = folder.resolve("a folder/scans-results");
        assertThat(story("scans.sh"))
                .contains("phr: 3 of 3 files encrypted", "phr: 1 of 4 files encrypted, 3 were there before", "Done.");
        assertThat(results.resolve("opened/scans/hand/right.pgm"))
                .hasSameBinaryContentAs(results.resolve("scans/hand/right.pgm"));
        assertThat(results.resolve("altered")).doesNotExist();
    }

    @Test
    void aColleagueGivesASecondOpinion() throws Exception {
        assertThat(story("second-opinion.sh")).contains("the same as what was sent", "Done.");
    }

    @Test
    void aLostKeyIsRestored() throws Exception {
        assertThat(story("lost-key.sh")).contains("1 of 2 shares", "the checksum does not match", "Done.");
    }

    @Test
    void researchDrawsTheSameCurveTwice() throws Exception {
        Path curve = folder.resolve("a folder/research-results/curve.svg");
        assertThat(story("research.sh")).contains("Done.");
        String first = Files.readString(curve);
        assertThat(first).contains("k = 5: 0.283 %, 17.1 %, 18.7 %.").contains("k = 50");
        assertThat(story("research.sh")).contains("Done.");
        assertThat(curve).hasContent(first);
        assertThat(verified(curve.resolveSibling("release-50.csv"), 50)).startsWith("50-anonymous: yes");
    }

    private String story(String name) throws IOException, InterruptedException {
        String said = run(
                "sh",
                Path.of(name).toAbsolutePath().toString(),
                folder.resolve("a folder").toString());
        assertThat(said).doesNotContain("error: a bug");
        return said;
    }

    @Test
    void theQuickstartRunsTwice() throws Exception {
        for (int run = 0; run < 2; run++) {
            assertThat(story("quickstart.sh"))
                    .contains("the same as what was sent", "yes: the table is 5-anonymous", "Done.");
        }
        assertThat(folder.resolve("a folder/quickstart-results/flchain-release.csv"))
                .isNotEmptyFile();
        assertThat(folder.resolve("a folder/quickstart-results/opened-by-doctor-a.json"))
                .hasSameBinaryContentAs(DATA.resolve("report.fhir.json"));
    }

    @Test
    void theStoreRunsFromBeginningToEnd() throws Exception {
        String said = story("store.sh");
        assertThat(said)
                .contains(
                        "phr: signed by anna",
                        "phr: granted by anna",
                        "the same as what was sent",
                        "phr: there are no reports for you",
                        "phr-server: restored; no fault",
                        "phr-server: no fault",
                        "Done.");
    }

    @Test
    void aDoctorOpensTogetherWithTheStore() throws Exception {
        String said = story("three-parts.sh");
        assertThat(said)
                .contains(
                        "phr: signed by anna",
                        "this device sleeps until it is approved",
                        "no account here has this key",
                        "phr: this device opens reports for Dr. A again",
                        "phr: taken back from doctor",
                        "phr-server: no fault",
                        "Done.");
    }

    @Test
    void theLogOfAStoreFindsWhatItIsFor() throws Exception {
        String said = story("store-log.sh");
        assertThat(said)
                .contains(
                        "  opened  ",
                        "phr: warning: doctor: a key or device of this contact came, changed or went",
                        "phr: error: the store has rewritten its log",
                        "(it ended with 3)",
                        "(it ended with 5)",
                        "log-proof.txt",
                        "phr-server: no fault",
                        "Done.");
    }
}
