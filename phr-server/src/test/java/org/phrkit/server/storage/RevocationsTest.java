package org.phrkit.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.problem.Problem;

class RevocationsTest {
    private static final String ONE = "1".repeat(32);
    private static final String TWO = "2".repeat(32);

    @TempDir
    private Path folder;

    private Path first;
    private Path second;
    private Database database;

    @BeforeEach
    void open() throws IOException {
        first = folder.resolve("first");
        second = folder.resolve("second");
        database = Database.open(folder.resolve("store.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void erase(String... reports) throws Exception {
        try (Revocations list = Revocations.open(List.of(first, second))) {
            for (String report : reports) {
                list.change(database, () -> List.of(Revocations.Line.erase(report)), handle -> true);
            }
        }
    }

    private void requireBoth(String... reports) throws IOException {
        try (Revocations list = Revocations.open(List.of(first, second))) {
            assertThat(list.count()).isEqualTo(reports.length);
            for (String report : reports) {
                assertThat(list.isErased(report)).isTrue();
            }
        }
        assertThat(first).hasSameTextualContentAs(second);
    }

    @Test
    void aLineThatACrashCutOffIsNone() throws Exception {
        erase(ONE);
        Files.writeString(first, "erase " + TWO + " 01234", StandardOpenOption.APPEND);
        requireBoth(ONE);
        Files.writeString(second, "erase", StandardOpenOption.APPEND);
        erase(TWO);
        requireBoth(ONE, TWO);
    }

    @Test
    void aSecondListThatIsShorterIsCompletedAndSoIsTheFirst() throws Exception {
        erase(ONE);
        String shorter = Files.readString(first);
        erase(TWO);
        Files.writeString(second, shorter);
        requireBoth(ONE, TWO);
        Files.delete(first);
        requireBoth(ONE, TWO);
    }

    @Test
    void anAlteredLineIsRefusedWhereverItIs() throws Exception {
        erase(ONE, TWO);
        String text = Files.readString(first);
        String other = "3".repeat(32);
        for (String altered : List.of(
                text.replace(ONE, other),
                text.replace(TWO, other),
                text.substring(text.indexOf('\n') + 1),
                text.replaceFirst("erase", "eras"),
                text + "\n")) {
            Files.writeString(first, altered);
            assertThatThrownBy(() -> Revocations.open(List.of(first, second)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(first + ":");
            assertThatThrownBy(() -> Revocations.look(List.of(first, second))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void twoListsThatBeginAlikeAndGoOnInTwoWaysAreRefused() throws Exception {
        erase(ONE);
        try (Revocations other = Revocations.open(List.of(folder.resolve("other")))) {
            other.change(database, () -> List.of(Revocations.Line.erase(TWO)), handle -> true);
        }
        Files.copy(folder.resolve("other"), second, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> Revocations.open(List.of(first, second)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is another list");
    }

    @Test
    void whatTheDatabaseDidNotLearnTheNextChangeTellsIt() throws Exception {
        database.write(handle -> {
            handle.execute(
                    "insert into account (id, role, signer, signer_key, recovery_key, card, quota_bytes, created)"
                            + " values ('a', 'patient', 's', '', '', '', 1, 1)");
            return handle.execute(
                    "insert into report (id, owner, payload_bytes, payload_sha256, header, header_tag,"
                            + " created) values (?, 'a', 1, '', x'00', '', 1)",
                    ONE);
        });
        try (Revocations list = Revocations.open(List.of(first, second))) {
            assertThatThrownBy(() -> list.change(database, () -> List.of(Revocations.Line.erase(ONE)), handle -> {
                        throw Problem.notFound();
                    }))
                    .isInstanceOf(Problem.class);
            assertThat(reports()).isEqualTo(1);
            list.change(database, List::of, handle -> true);
            assertThat(reports()).isZero();
            assertThat(Revocations.applied(database)).isEqualTo(1);
        }
    }

    private int reports() throws Problem {
        return database.read(handle -> handle.createQuery("select count(*) from report")
                .mapTo(Integer.class)
                .one());
    }
}
