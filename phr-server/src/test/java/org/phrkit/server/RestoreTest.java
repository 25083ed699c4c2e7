package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.storage.Blobs;

/** A backup does not bring back what ended since. */
class RestoreTest {
    @TempDir
    private static Path scratch;

    private static TestStore.Person anna;
    private static TestStore.Person bob;
    private static TestStore.Person doctor;
    private static TestStore.Person shutOut;
    private static TestStore.Person shutOutBeside;
    private static TestStore.Person letIn;
    private static String taken;
    private static String erased;
    private static String standing;
    private static String tagOfBackup;
    private static String later;
    private static Path list;
    private static Path older;

    /** A store, its backup, and what ended after it. */
    @BeforeAll
    static void story() throws Exception {
        Path second = Files.createDirectory(scratch.resolve("second"));
        TestStore store = TestStore.in(
                scratch.resolve("store"),
                "origin",
                "http://127.0.0.1:PORT",
                "rate",
                "1000",
                "second",
                second.toString());
        anna = store.join(Role.PATIENT, "Anna");
        bob = store.join(Role.PATIENT, "Bob");
        doctor = store.join(Role.DOCTOR, "Dr. A");
        taken = anna.put(scratch, "one", doctor);
        erased = anna.put(scratch, "two", doctor);
        standing = anna.put(scratch, "three", doctor);
        String before = anna.put(scratch, "four", doctor);
        anna.client().erase(before, anna.recovery());
        // An upload that is going on has no file in the backup.
        for (int i = 0; i < 8; i++) {
            new Wire("POST", "/v1/uploads")
                    .with("tus-resumable", "1.0.0")
                    .with("upload-length", "10")
                    .signed(store, bob.membership().key())
                    .send(store);
        }
        list = store.folder().resolve(Store.REVOCATIONS);
        TestStore.Person root = store.join(Role.ADMINISTRATOR, "Root");
        shutOut = store.join(Role.DOCTOR, "Dr. C");
        shutOutBeside = store.join(Role.DOCTOR, "Dr. D");
        letIn = store.join(Role.DOCTOR, "Dr. E");
        root.client().suspend(letIn.membership().account(), true);
        assertThat(Server.run("backup", store.folder().toString(), backup())).isZero();
        older = Files.copy(list, scratch.resolve("older"));
        tagOfBackup = anna.client().header(standing).tag();
        anna.client().revoke(taken, doctor.fingerprint());
        anna.client().erase(erased, anna.recovery());
        later = anna.put(scratch, "five", doctor);
        anna.grant(anna.client(), standing, store.join(Role.DOCTOR, "Dr. B"), false);
        root.client().suspend(shutOut.membership().account(), true);
        root.client().suspend(letIn.membership().account(), false);
        suspendBeside(store);
        store.close();
        assertThat(list).hasSameTextualContentAs(second.resolve(Store.REVOCATIONS));
        assertThat(Files.exists(Path.of(backup()).resolve(Store.REVOCATIONS))).isFalse();
        Files.move(second, scratch.resolve("old-second"));
    }

    /** By the command, while the store is served: at once, and in the list with the next sweep. */
    private static void suspendBeside(TestStore store) throws Exception {
        String account = shutOutBeside.membership().account();
        assertThat(Server.run("suspend", store.folder().toString(), account)).isZero();
        requireShutOut(shutOutBeside, true);
        store.served().suspensions().settle();
        assertThat(list).content().contains("suspend " + account + " ");
        assertThat(Server.run("suspend", "--lift", store.folder().toString(), account))
                .isZero();
        requireShutOut(shutOutBeside, false);
        assertThat(Server.run("suspend", store.folder().toString(), account)).isZero();
        requireShutOut(shutOutBeside, true);
        assertThat(Server.run("suspend", store.folder().toString(), "0".repeat(32)))
                .as("there is no such account")
                .isEqualTo(1);
    }

    private static void requireShutOut(TestStore.Person person, boolean isShutOut) throws Exception {
        try {
            person.client().account();
            assertThat(isShutOut).isFalse();
        } catch (StoreException.Refused e) {
            assertThat(e).hasMessageContaining("suspended");
            assertThat(isShutOut).isTrue();
        }
    }

    /** What no backup has is no fault of it; a payload that has changed is. */
    @Test
    void aBackupIsChecked() throws Exception {
        assertThat(Server.run("check", backup())).isZero();
        Path copy = scratch.resolve("copy");
        Backups.Restore.copyAll(Path.of(backup()), copy);
        Path payload;
        try (Stream<Path> files = Files.walk(copy.resolve("payloads"))) {
            payload = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(payload);
        bytes[bytes.length - 1] ^= 1;
        Files.write(payload, bytes);
        assertThat(Server.run("check", copy.toString())).isEqualTo(3);
    }

    @Test
    void whoWasShutOutSinceTheBackupStaysOutAndWhoWasLetInStaysIn() throws Exception {
        assertThat(Server.run("restore", backup(), target(), "--revocations", list.toString()))
                .isZero();
        try (TestStore store = restored()) {
            assertThat(store.faults()).isEmpty();
            requireShutOut(shutOut, true);
            requireShutOut(shutOutBeside, true);
            requireShutOut(letIn, false);
        }
        // Nobody serves it: the line is written at once.
        String account = letIn.membership().account();
        assertThat(Server.run("suspend", target(), account)).isZero();
        assertThat(Path.of(target()).resolve(Store.REVOCATIONS)).content().contains("suspend " + account + " ");
        try (TestStore store = restored()) {
            assertThat(store.faults()).isEmpty();
            requireShutOut(letIn, true);
        }
    }

    @BeforeEach
    void anotherDisk() throws Exception {
        Files.createDirectory(scratch.resolve("second"));
    }

    @AfterEach
    void forgetWhatWasRestored() throws Exception {
        Backups.deleteAll(scratch.resolve("second"));
        Backups.deleteAll(Path.of(target()));
    }

    private static String backup() {
        return scratch.resolve("backup").toString();
    }

    private static String target() {
        return scratch.resolve("restored").toString();
    }

    private TestStore restored() throws Exception {
        TestStore store = TestStore.of(Path.of(target()));
        assertThat(store.faults()).isEmpty();
        store.serve();
        return store;
    }

    private static int status(TestStore.Person person, String report) throws Exception {
        return KillTest.status(person.client(), report);
    }

    @Test
    void whatEndedSinceTheBackupStaysEnded() throws Exception {
        assertThat(Server.run("restore", backup(), target(), "--revocations", list.toString()))
                .isZero();
        try (TestStore store = restored()) {
            assertThat(status(doctor, taken)).isEqualTo(404);
            assertThat(StoreTest.text(anna, taken)).isEqualTo("one");
            assertThat(status(anna, erased)).isEqualTo(404);
            assertThat(StoreTest.text(doctor, standing)).isEqualTo("three");
            assertThat(status(anna, later)).as("it came after the backup").isEqualTo(404);
            // A header of this database is never taken for one that was made before.
            assertThat(anna.client().header(standing).tag()).isEqualTo(tagOfBackup);
            // Nothing of the uploads that were going on is in the way.
            assertThat(StoreTest.text(bob, bob.put(scratch, "six"))).isEqualTo("six");
            // Both lists go on.
            anna.client().revoke(standing, doctor.fingerprint());
            assertThat(store.folder().resolve(Store.REVOCATIONS))
                    .hasSameTextualContentAs(scratch.resolve("second").resolve(Store.REVOCATIONS));
        }
    }

    @Test
    void theCopyOnTheSecondDiskIsAsGood() throws Exception {
        String second = scratch.resolve("old-second").resolve(Store.REVOCATIONS).toString();
        assertThat(Server.run(
                        "restore", backup(), target(), "--revocations", older.toString(), "--revocations", second))
                .isZero();
        try (TestStore store = restored()) {
            assertThat(status(doctor, taken)).isEqualTo(404);
            assertThat(status(anna, erased)).isEqualTo(404);
            assertThat(store.faults()).isEmpty();
        }
    }

    @Test
    void aListThatIsOlderThanTheBackupIsRefused() throws Exception {
        Path shorter = scratch.resolve("shorter");
        Files.writeString(shorter, "");
        assertThat(Server.run("restore", backup(), target(), "--revocations", shorter.toString()))
                .isEqualTo(2);
        assertThat(Files.exists(Path.of(target()))).isFalse();
        assertThat(Server.run("restore", backup(), target())).isEqualTo(2);
        assertThat(Server.run(
                        "restore",
                        backup(),
                        target(),
                        "--revocations",
                        scratch.resolve("none").toString()))
                .isEqualTo(1);
        Files.writeString(shorter, Files.readString(list).replaceFirst("[0-9a-f]\n", "x\n"));
        assertThat(Server.run("restore", backup(), target(), "--revocations", shorter.toString()))
                .isEqualTo(1);
        // Nothing that failed is in the way.
        assertThat(Server.run("restore", backup(), target(), "--revocations", list.toString()))
                .isZero();
        assertThat(Server.run("restore", backup(), target(), "--revocations", list.toString()))
                .as("it is there already")
                .isEqualTo(2);
    }

    @Test
    void withoutAnyListAllGrantsSleepUntilTheirOwnersGrantAgain() throws Exception {
        assertThat(Server.run("restore", backup(), target(), "--revocations-lost"))
                .isZero();
        try (TestStore store = restored()) {
            assertThat(status(doctor, taken)).isEqualTo(404);
            assertThat(status(doctor, standing)).isEqualTo(404);
            assertThat(doctor.client().list()).isEmpty();
            assertThat(StoreTest.text(anna, standing)).isEqualTo("three");
            assertThat(anna.client().list()).extracting(StoreClient.Listed::id).contains(standing, taken);
            anna.grant(anna.client(), standing, doctor, false);
            assertThat(status(doctor, standing)).isEqualTo(200);
            assertThat(status(doctor, taken)).isEqualTo(404);
            store.restart();
            assertThat(status(doctor, standing)).isEqualTo(200);
            assertThat(status(doctor, taken)).isEqualTo(404);
        }
    }

    @Test
    void whatWasErasedDuringTheBackupDoesNotComeBackAsARowAlone() throws Exception {
        Path cut = scratch.resolve("cut");
        Backups.Restore.copyAll(Path.of(backup()), cut);
        Files.delete(Blobs.in(cut).payload(erased));
        try {
            assertThat(Server.run("restore", cut.toString(), target(), "--revocations-lost"))
                    .isZero();
            try (TestStore store = restored()) {
                assertThat(anna.client().list())
                        .extracting(StoreClient.Listed::id)
                        .contains(standing, taken)
                        .doesNotContain(erased);
                assertThat(status(anna, erased)).isEqualTo(404);
                assertThat(Files.readString(store.folder().resolve(Store.REVOCATIONS)))
                        .as("its id is not used again")
                        .startsWith("erase " + erased + " ");
            }
        } finally {
            Backups.deleteAll(cut);
        }
    }

    private static void requireRefused(Path folder) throws Exception {
        Configuration configuration = TestStore.of(folder).configuration();
        assertThatThrownBy(() -> Store.serve(folder, configuration).close())
                .isInstanceOf(Refused.class)
                .hasMessageContaining("older than the database");
    }

    @Test
    void aStoreWhoseListWentAwayIsNotServed() throws Exception {
        Path store = scratch.resolve("store");
        Files.delete(list);
        requireRefused(store);
        Files.copy(older, list, StandardCopyOption.REPLACE_EXISTING);
        requireRefused(store);
        // The second one completes the first.
        Files.copy(
                scratch.resolve("old-second").resolve(Store.REVOCATIONS),
                scratch.resolve("second").resolve(Store.REVOCATIONS),
                StandardCopyOption.REPLACE_EXISTING);
        TestStore again = TestStore.of(store);
        again.serve();
        try {
            assertThat(status(doctor, taken)).isEqualTo(404);
            assertThat(status(doctor, later)).isEqualTo(200);
        } finally {
            again.close();
        }
    }

    @Test
    void aHeaderOfALostDatabaseIsNotReplacedByMistake() throws Exception {
        assertThat(Server.run("restore", backup(), target(), "--revocations", list.toString()))
                .isZero();
        try (TestStore store = restored()) {
            TestStore.Person other = store.join(Role.DOCTOR, "Dr. C");
            StoreClient.Header before = anna.client().header(standing);
            anna.grant(anna.client(), standing, other, false);
            try {
                anna.client()
                        .grant(
                                standing,
                                before.tag(),
                                before.header(),
                                anna.statement(standing, other, false, org.phrkit.report.GrantChain.NONE),
                                java.util.Optional.empty(),
                                java.util.Optional.empty());
                throw new AssertionError("it was taken");
            } catch (StoreException.Refused e) {
                assertThat(e.status()).isEqualTo(412);
            }
        }
    }
}
