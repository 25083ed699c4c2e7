package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.LogClient;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.log.LogTree;
import org.phrkit.store.LogLine;

/** A restored backup takes nothing of the log back; where the log is lost, all are told. */
class LogRestoreTest {
    @TempDir
    private Path scratch;

    private TestStore store;
    private TestStore.Person anna;
    private TestStore.Person doctor;
    private final LogTest.Memory memory = new LogTest.Memory();
    private String backup = "";
    private String target = "";
    private String list = "";
    private Path older;

    @BeforeEach
    void backUp() throws Exception {
        store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        anna = store.join(Role.PATIENT, "Anna");
        doctor = store.join(Role.DOCTOR, "Dr. A");
        anna.put(scratch, "one", doctor);
        older = scratch.resolve("older");
        store.close();
        Backups.Restore.copyAll(store.folder().resolve(LogTree.FOLDER), older);
        store.serve();
        anna.put(scratch, "two", doctor);
        backup = scratch.resolve("backup").toString();
        target = scratch.resolve("restored").toString();
        list = store.folder().resolve(Store.REVOCATIONS).toString();
        assertThat(Server.run("backup", store.folder().toString(), backup)).isZero();
        anna.put(scratch, "three", doctor);
        client(anna).account();
        store.close();
    }

    private StoreClient client(TestStore.Person person) {
        return StoreClient.open(person.membership(), memory, Clock.systemUTC(), TestStore.RANDOM);
    }

    @Test
    void aLogThatIsMissingOrOlderThanTheBackupIsRefused() throws Exception {
        Path log = store.folder().resolve(LogTree.FOLDER);
        Files.move(log, scratch.resolve("away"));
        assertThat(OpeningsFaultsTest.said(2, "restore", backup, target, "--revocations", list))
                .contains("the newest log is needed: it is the folder \"log\" beside the list");
        Backups.Restore.copyAll(older, log);
        assertThat(OpeningsFaultsTest.said(2, "restore", backup, target, "--revocations", list))
                .contains("log: the log is older than the backup");
        assertThat(Path.of(target)).doesNotExist();
        Backups.deleteAll(log);
        Files.move(scratch.resolve("away"), log);
        assertThat(Server.run("restore", backup, target, "--revocations", list)).isZero();
        try (TestStore restored = TestStore.of(Path.of(target))) {
            restored.serve();
            assertThat(restored.faults()).isEmpty();
            // What came after the backup stays in the log, though its report is lost, and clients go on.
            client(anna).account();
            anna.put(scratch, "four", doctor);
            client(anna).account();
            assertThat(restored.faults()).isEmpty();
        }
    }

    @Test
    void whereTheListIsLostANewLogBeginsWithTheHeadOfTheOldOneAndIsRefusedByWhoKnewThat() throws Exception {
        String head = Files.readString(Path.of(backup).resolve("log.head"));
        assertThat(Server.run("restore", backup, target, "--revocations-lost")).isZero();
        try (TestStore restored = TestStore.of(Path.of(target))) {
            restored.serve();
            assertThat(restored.faults()).isEmpty();
            assertThatThrownBy(() -> client(anna).account())
                    .isInstanceOf(StoreException.OtherHistory.class)
                    .hasMessageContaining("keeps another log than before");
            // Once she said that she knows, she is told of the head of the one before.
            LogTest.Memory anew = new LogTest.Memory();
            List<LogLine> lines =
                    StoreClient.open(anna.membership(), anew, Clock.systemUTC(), TestStore.RANDOM)
                            .log()
                            .lines(0)
                            .stream()
                            .map(LogClient.Line::line)
                            .toList();
            assertThat(lines)
                    .filteredOn(LogLine.Began.class::isInstance)
                    .singleElement()
                    .satisfies(
                            line -> assertThat(((LogLine.Began) line).heads()).containsExactly(head));
        }
    }
}
