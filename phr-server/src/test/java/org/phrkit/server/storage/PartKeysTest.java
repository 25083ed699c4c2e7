package org.phrkit.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Clock NOW = Clock.systemUTC();
    private static final Clock LATER = Clock.offset(NOW, PartKeys.LIFETIME.plus(Duration.ofHours(1)));
    private static final byte[] PART =
            "thirty-two bytes of a secret....".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private Path one;
    private Path two;

    @BeforeEach
    void name() {
        one = folder.resolve("one");
        two = folder.resolve("two");
    }

    private PartKeys open(Clock clock) throws IOException {
        return PartKeys.open(List.of(one, two), clock, RANDOM);
    }

    @Test
    void keysAreForTheirOwnerAloneAndTheSameInBothPlaces() throws IOException {
        byte[] encrypted = open(NOW).encrypt(PART, "row");
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(two)))
                .isEqualTo("rw-------");
        assertThat(open(NOW).decrypt(encrypted, "row").orElseThrow()).isEqualTo(PART);
        Files.delete(one);
        assertThat(open(NOW).decrypt(encrypted, "row").orElseThrow()).isEqualTo(PART);
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void aPartIsGoodInItsOwnRowAlone() throws IOException {
        PartKeys keys = open(NOW);
        byte[] encrypted = keys.encrypt(PART, PartKeys.rowOfReport("a", "b"));
        assertThat(keys.decrypt(encrypted, PartKeys.rowOfReport("a", "c"))).isEmpty();
        assertThat(keys.decrypt(encrypted, PartKeys.rowOfDevice("a"))).isEmpty();
        assertThat(keys.decrypt(new byte[35], "row")).isEmpty();
        assertThat(keys.encrypt(PART, "row")).isNotEqualTo(keys.encrypt(PART, "row"));
    }

    /** A database with one part, encrypted now. */
    private Database database(byte[] encrypted) throws Exception {
        Database database = Database.open(folder.resolve("store.db"));
        database.write(handle -> {
            handle.execute("insert into account (id, role, signer, signer_key, recovery_key, card, quota_bytes,"
                    + " created) values ('a', 'doctor', 's', 'k', 'r', 'c', 0, 0)");
            return handle.execute(
                    "insert into part (id, account, device, made_by, encrypted, state, created) values ('id', 'a',"
                            + " 'd', 'd', ?, 'active', 0)",
                    encrypted);
        });
        return database;
    }

    /** A crash may leave a new key in one file alone; until all is under it, none is forgotten. */
    @Test
    void aChangeThatACrashCutOffIsFinished() throws Exception {
        byte[] old = open(NOW).encrypt(PART, PartKeys.rowOfDevice("id"));
        String before = Files.readString(one);
        try (Database database = database(old)) {
            open(LATER).settle(database);
            String after = Files.readString(one);
            assertThat(after).startsWith(before).hasLineCount(2);
            assertThat(two).hasContent(after);
            // The second file is as it was before the change, as on a disk that was away.
            Files.writeString(two, before);
            PartKeys both = open(LATER);
            assertThat(one).hasContent(after);
            assertThat(both.faults(database)).isEmpty();
            both.settle(database);
            assertThat(one).hasContent(after);
            assertThat(two).hasContent(after);
            assertThat(open(LATER).faults(database)).isEmpty();
        }
    }

    /** Backups of before are of use for that long; and who read a part before the change decrypts it after it. */
    @Test
    void aKeyThatWasReplacedIsKeptForEightDaysAndThenDestroyed() throws Exception {
        byte[] old = open(NOW).encrypt(PART, PartKeys.rowOfDevice("id"));
        String before = Files.readString(one);
        try (Database database = database(old)) {
            PartKeys keys = open(LATER);
            keys.settle(database);
            byte[] now = database.read(handle -> handle.createQuery("select encrypted from part")
                    .mapTo(byte[].class)
                    .one());
            assertThat(now).isNotEqualTo(old);
            assertThat(keys.decrypt(old, PartKeys.rowOfDevice("id")).orElseThrow())
                    .isEqualTo(PART);
            PartKeys sooner = open(Clock.offset(LATER, PartKeys.KEPT.minus(Duration.ofHours(2))));
            sooner.settle(database);
            assertThat(sooner.decrypt(old, PartKeys.rowOfDevice("id"))).isPresent();
            PartKeys later = open(Clock.offset(LATER, PartKeys.KEPT.plus(Duration.ofHours(2))));
            later.settle(database);
            assertThat(later.decrypt(old, PartKeys.rowOfDevice("id"))).isEmpty();
            assertThat(later.faults(database)).isEmpty();
            assertThat(Files.readString(one)).hasLineCount(1).isNotEqualTo(before);
            assertThat(two).hasSameTextualContentAs(one);
        }
    }

    /** A database of before the change, as a backup has it, is encrypted anew though no key is due. */
    @Test
    void partsUnderAnOlderKeyAreEncryptedUnderTheNewest() throws Exception {
        byte[] old = open(NOW).encrypt(PART, PartKeys.rowOfDevice("id"));
        try (Database database = database(old)) {
            open(LATER).settle(database);
            database.write(handle -> handle.execute("update part set encrypted = ?", old));
            open(LATER).settle(database);
            open(Clock.offset(LATER, PartKeys.KEPT.plus(Duration.ofHours(2)))).settle(database);
            assertThat(open(LATER).faults(database)).isEmpty();
            assertThat(open(LATER).lost(database).isNothing()).isTrue();
        }
    }

    @Test
    void aFileThatIsNoneOfKeysIsRefused() throws IOException {
        Files.writeString(one, "0123456789abcdef 1 AAAA\n");
        assertThatThrownBy(() -> open(NOW)).isInstanceOf(IOException.class).hasMessageEndingWith("one:1: is not a key");
        Files.writeString(one, "xyz\n");
        assertThatThrownBy(() -> open(NOW)).hasMessageEndingWith("one:1: is not a key");
    }
}
