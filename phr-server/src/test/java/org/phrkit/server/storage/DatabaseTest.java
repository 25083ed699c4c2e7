package org.phrkit.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.problem.Problem;

class DatabaseTest {
    @TempDir
    private Path folder;

    private static int insert(Database database, String name) throws Problem {
        return database.write(
                handle -> handle.execute("insert into allowance (subject, level, at_millis) values (?, 1, 1)", name));
    }

    private static int count(Database database) throws Problem {
        return database.read(handle -> handle.createQuery("select count(*) from allowance")
                .mapTo(Integer.class)
                .one());
    }

    @Test
    void aChangeThatFailsTakesBackItselfAlone() throws Exception {
        try (Database database = Database.open(folder.resolve("store.db"))) {
            List<Thread> threads = new ArrayList<>();
            AtomicInteger failed = new AtomicInteger();
            for (int i = 0; i < 16; i++) {
                String name = "subject " + i;
                boolean fails = i % 4 == 0;
                threads.add(new Thread(() -> {
                    try {
                        database.write(handle -> {
                            handle.execute("insert into allowance (subject, level, at_millis) values (?, 1, 1)", name);
                            if (fails) {
                                throw Problem.notFound();
                            }
                            return true;
                        });
                    } catch (Problem e) {
                        failed.incrementAndGet();
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failed).hasValue(4);
            assertThat(count(database)).isEqualTo(12);
            // One that SQLite refuses is no different.
            assertThatThrownBy(() -> insert(database, "subject 1")).isInstanceOf(StorageException.class);
            assertThat(insert(database, "another")).isEqualTo(1);
        }
    }

    @Test
    void whoeverWritesWhileItIsClosedIsToldSoOrIsOnTheDisk() throws Exception {
        Path file = folder.resolve("store.db");
        Database database = Database.open(file);
        AtomicInteger written = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            threads.add(new Thread(() -> {
                try {
                    for (int j = 0; ; j++) {
                        insert(database, number + " " + j);
                        written.incrementAndGet();
                    }
                } catch (Problem e) {
                    refused.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        while (written.get() < 50) {
            Thread.onSpinWait();
        }
        database.close();
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(refused).hasValue(8);
        try (Database again = Database.open(file)) {
            assertThat(count(again)).isEqualTo(written.get());
        }
    }

    @Test
    void nothingThatWasDeletedStaysInItsFiles() throws Exception {
        Path file = folder.resolve("store.db");
        String secret = "a secret of nobody";
        try (Database database = Database.open(file)) {
            insert(database, secret);
            database.write(handle -> handle.execute("delete from allowance"));
            database.truncateLog();
            for (Path each : List.of(file, folder.resolve("store.db-wal"))) {
                assertThat(Files.exists(each) ? new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1) : "")
                        .doesNotContain(secret);
            }
        }
    }

    @Test
    void theLogIsEmptiedOnceNobodyReads() throws Exception {
        Path file = folder.resolve("store.db");
        Path log = folder.resolve("store.db-wal");
        try (Database database = Database.open(file)) {
            insert(database, "one");
            database.read(handle -> handle.inTransaction(reading -> {
                int before = reading.createQuery("select count(*) from allowance")
                        .mapTo(Integer.class)
                        .one();
                insert(database, "two");
                database.truncateLog();
                return before;
            }));
            assertThat(Files.size(log)).isPositive();
            database.truncateLogIfDue();
            assertThat(Files.size(log)).isZero();
        }
    }
}
