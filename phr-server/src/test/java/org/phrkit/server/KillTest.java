package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;

/** A process that is killed while it works loses nothing that it answered, and brings nothing back. */
class KillTest {
    private static final int SOME = 10;
    private static final int ALL = 100;
    private static final int MOST_ANSWERS = 40;
    private static final int PATIENCE_SECONDS = 30;

    @TempDir
    private Path scratch;

    private TestStore store;
    private TestStore.Person anna;
    private TestStore.Person doctor;
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private final Set<String> granted = ConcurrentHashMap.newKeySet();
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final Set<String> erased = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> toGrant = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> toErase = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    /** Does one thing after another until the store is gone. */
    private interface Work {
        void once(StoreClient client) throws Exception;
    }

    @BeforeEach
    void begin() throws Exception {
        store = TestStore.made(scratch.resolve("store"), TestStore.PLAIN);
        store.serve();
        anna = store.join(Role.PATIENT, "Anna");
        doctor = store.join(Role.DOCTOR, "Dr. A");
        store.close();
    }

    @Test
    void whatWasAnsweredHoldsAfterKillDuringUploadCommitGrantTakeBackErasureAndBackup() throws Exception {
        int rounds = Boolean.getBoolean("phr.seeds.all") ? ALL : SOME;
        for (int seed = 0; seed < rounds; seed++) {
            try {
                killOnce(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(kept).isNotEmpty();
        assertThat(revoked).isNotEmpty();
        assertThat(erased).isNotEmpty();
        assertThat(store.log())
                .contains("POST /v1/reports 201")
                .doesNotContain(kept.keySet())
                .doesNotContain(erased);
    }

    private void killOnce(SplittableRandom random) throws Exception {
        Process process = store.serveElsewhere();
        Path backup = scratch.resolve("backup" + random.nextLong());
        Process copying = store.start("backup", store.folder().toString(), backup.toString());
        try {
            List<Thread> clients = List.of(
                    client(it -> putOne(it, random.split(), toGrant)),
                    client(it -> putOne(it, random.split(), toErase)),
                    client(this::grantAndTakeBack),
                    client(this::erase));
            clients.forEach(Thread::start);
            Path part = backup.resolveSibling(backup.getFileName() + ".part");
            await(() -> Files.exists(part) || !copying.isAlive());
            Thread.sleep(random.nextInt(100));
            copying.destroyForcibly();
            int enough = answers.get() + random.nextInt(MOST_ANSWERS);
            await(() -> answers.get() >= enough);
            Thread.sleep(random.nextInt(20));
            process.destroyForcibly();
            for (Thread each : clients) {
                each.join();
            }
            process.waitFor(10, TimeUnit.SECONDS);
            copying.waitFor(10, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
            copying.destroyForcibly();
        }
        assertThat(failures).isEmpty();
        store.serve();
        try {
            assertThat(store.faults()).isEmpty();
            requireAll();
        } finally {
            store.close();
        }
        requireWholeOrNothing(backup);
        // Else the uploads that were cut off are soon as many as an account may have.
        store.aside(it -> it.database().write(handle -> handle.execute("delete from upload")));
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }

    private Thread client(Work work) {
        StoreClient client = anna.client();
        return new Thread(() -> {
            try {
                while (true) {
                    work.once(client);
                    answers.incrementAndGet();
                }
            } catch (StoreException.Unreachable e) {
                // The process is gone.
            } catch (Exception e) {
                failures.add(e);
            }
        });
    }

    private void putOne(StoreClient client, SplittableRandom random, BlockingQueue<String> next) throws IOException {
        String text = count.incrementAndGet() + "x".repeat(random.nextInt(300_000));
        String report = anna.put(client, scratch, text);
        kept.put(report, text);
        next.add(report);
    }

    private void grantAndTakeBack(StoreClient client) throws Exception {
        String report = toGrant.poll(100, TimeUnit.MILLISECONDS);
        if (report == null) {
            client.account();
            return;
        }
        anna.grant(client, report, doctor, false);
        granted.add(report);
        if (count.get() % 3 > 0) {
            granted.remove(report);
            client.revoke(report, doctor.fingerprint());
            revoked.add(report);
        }
    }

    private void erase(StoreClient client) throws Exception {
        String report = toErase.poll(100, TimeUnit.MILLISECONDS);
        if (report == null) {
            client.account();
            return;
        }
        kept.remove(report);
        client.erase(report, anna.recovery());
        erased.add(report);
    }

    private void requireAll() throws Exception {
        StoreClient owner = anna.client();
        StoreClient reader = doctor.client();
        for (String report : kept.keySet()) {
            assertThat(StoreTest.text(anna, owner, report)).isEqualTo(kept.get(report));
        }
        for (String report : erased) {
            assertThat(status(owner, report)).as("an erased report").isEqualTo(404);
        }
        for (String report : revoked) {
            assertThat(status(reader, report)).as("a grant taken back").isEqualTo(404);
        }
        for (String report : granted) {
            assertThat(status(reader, report)).as("a grant").isEqualTo(200);
        }
    }

    static int status(StoreClient client, String report) throws IOException {
        try {
            client.get(report, new ByteArrayOutputStream());
            return 200;
        } catch (StoreException.Refused e) {
            return e.status();
        }
    }

    private static void requireWholeOrNothing(Path backup) throws Exception {
        if (Files.exists(backup)) {
            assertThat(TestStore.of(backup).faults()).isEmpty();
        }
    }
}
