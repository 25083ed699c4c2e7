package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.log.LogTree;
import org.phrkit.store.HandedCard;

/** What people at the command line are told of a store that does not keep to its log, and of one that counts openings. */
class StoreCommandIT {
    private static final Path PHR = Path.of(System.getProperty("phr.launcher"));
    private static final String ANNA = "anna";
    private static final String DOCTOR = "doctor";

    @TempDir
    private Path folder;

    private TestStore store;

    /** How a command ended. */
    private record Ran(int status, String out, String err) {}

    @BeforeEach
    void begin() throws Exception {
        store = TestStore.in(folder.resolve("store"), TestStore.PLAIN);
        for (Role role : List.of(Role.PATIENT, Role.DOCTOR)) {
            Files.writeString(folder.resolve("invitation"), store.invite(role).exposeText());
            String person = role == Role.DOCTOR ? DOCTOR : ANNA;
            phr(person, "join", "--name", person, "invitation");
        }
        Files.writeString(folder.resolve("one.txt"), "blood pressure 110/70\n");
        Files.writeString(folder.resolve("two.txt"), "pulse 60\n");
    }

    @AfterEach
    void end() throws IOException {
        store.close();
    }

    private Ran run(String person, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PHR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve(person).toString());
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        int status = builder.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Ran(status, Files.readString(out), Files.readString(err));
    }

    private Ran succeeds(String person, String... arguments) throws IOException, InterruptedException {
        Ran ran = run(person, arguments);
        assertThat(ran.status).as(String.join(" ", arguments) + ": " + ran.err).isZero();
        return ran;
    }

    private static String[] store(String... arguments) {
        return Stream.concat(Stream.of("store"), Stream.of(arguments)).toArray(String[]::new);
    }

    /** What it prints. */
    private String phr(String person, String... arguments) throws IOException, InterruptedException {
        return succeeds(person, store(arguments)).out.strip();
    }

    private void exchangeCards() throws IOException, InterruptedException {
        phr(ANNA, "card", "-o", "anna.card");
        phr(DOCTOR, "card", "-o", "doctor.card");
        succeeds(ANNA, "contacts", "add", DOCTOR, "doctor.card");
        succeeds(DOCTOR, "contacts", "add", ANNA, "anna.card");
    }

    /** The store writes another entry in the place of one, and makes the tree of the log anew, with its own key. */
    private void rewriteEntry(String which) throws Exception {
        store.close();
        store.aside(opened -> opened.database()
                .write(handle -> handle.execute(
                        "update entry set bytes = cast(substr(bytes, 1, 16) || zeroblob(32) as blob) where number = "
                                + which)));
        Backups.deleteAll(store.folder().resolve(LogTree.FOLDER));
        store.serve();
    }

    /** The store shows Anna one log, and the doctor, to whom she sends a report, another one. */
    @Test
    void whoGetsAReportFromSomebodyWhoSawAnotherLogIsTold() throws Exception {
        exchangeCards();
        phr(DOCTOR, "list");
        // Anna sees the entry of her first report, and her second one carries that.
        phr(ANNA, "put", "--no-copy", "--for", DOCTOR, "one.txt");
        phr(ANNA, "list");
        String report = phr(ANNA, "put", "--no-copy", "--for", DOCTOR, "two.txt");
        rewriteEntry("(select max(number) - 1 from entry)");
        Ran ran = run(DOCTOR, store("get", report, "-o", "opened.txt"));
        assertThat(ran.status).as(ran.err).isEqualTo(5);
        assertThat(ran.err)
                .contains("phr: error: the store has shown another log to who sent this")
                .contains("log-proof.txt");
        assertThat(folder.resolve("opened.txt")).doesNotExist();
        assertThat(Files.readString(folder.resolve("doctor/phr/store/log-proof.txt")))
                .containsPattern("(?s)phr-store/.*phr-store/");
        // Her own device finds it with whatever it asks.
        Ran own = run(ANNA, store("list"));
        assertThat(own.status).as(own.err).isEqualTo(5);
        assertThat(own.err).contains("the store has rewritten its log");
    }

    /** The store shows Anna another entry in the place of that of the doctor's card, and the doctor his own. */
    @Test
    void nothingIsEncryptedToACardThatTheLogDoesNotShow() throws Exception {
        // Anna has not looked at the log yet.
        phr(DOCTOR, "card", "-o", "doctor.card");
        succeeds(ANNA, "contacts", "add", DOCTOR, "doctor.card");
        rewriteEntry("(select min(number) from entry where line like '%phr/card/1%' and line like '%doctor%')");
        Ran put = run(ANNA, store("put", "--for", DOCTOR, "one.txt"));
        assertThat(put.status).as(put.err).isEqualTo(5);
        assertThat(put.err)
                .contains("phr: error: doctor: key 1 in the store's log (entry 2) is not of the card that is here");
        assertThat(folder.resolve("one.txt.age")).doesNotExist();
        String report = phr(ANNA, "put", "--no-copy", "one.txt");
        assertThat(run(ANNA, store("grant", report, DOCTOR)).status).isEqualTo(5);
        for (int i = 0; i < 2; i++) {
            Ran watch = run(ANNA, store("watch"));
            assertThat(watch.status).as(watch.err).isEqualTo(3);
            assertThat(watch.err).contains("warning: doctor: key 1 in the store's log (entry 2) is not of the card");
        }
        // A card without it is read as before.
        Path card = folder.resolve("doctor.card");
        HandedCard handed = HandedCard.parse(Files.readString(card));
        assertThat(handed.proof()).isPresent();
        Files.writeString(card, handed.card().json());
        succeeds(ANNA, "contacts", "add", "--replace", DOCTOR, "doctor.card");
        phr(ANNA, "put", "--no-copy", "--for", DOCTOR, "one.txt");
    }

    /** How many files a report holds shows when it is opened, and with --max-opens 1 that is not said twice. */
    @Test
    void noOpeningIsSpentOnAReportThatHasNowhereToGo() throws Exception {
        phr(DOCTOR, "enrol", "-t", "1", "-n", "1", "-d", "shares");
        exchangeCards();
        String report = phr(ANNA, "put", "--no-copy", "--max-opens", "1", "--for", DOCTOR, "one.txt", "two.txt");
        for (List<String> where : List.of(List.of("-o", "-"), List.<String>of(), List.of("-o", "one.txt", "-f"))) {
            List<String> command = new ArrayList<>(List.of("get", report));
            command.addAll(where);
            Ran ran = run(DOCTOR, store(command.toArray(String[]::new)));
            assertThat(ran.status).as(where + ": " + ran.err).isNotZero();
            assertThat(ran.err).contains("several files").contains("folder");
        }
        phr(DOCTOR, "get", report, "-o", "opened");
        assertThat(folder.resolve("opened/two.txt")).hasContent("pulse 60");
    }
}
