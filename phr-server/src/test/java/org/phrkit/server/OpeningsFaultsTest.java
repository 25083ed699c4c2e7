package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.MediationClient;
import org.phrkit.client.StoreException;
import org.phrkit.mediation.Opening;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.storage.PartKeys;

/** Openings while the store is killed, restored and taken back from. */
class OpeningsFaultsTest {
    private static final int SOME = 5;
    private static final int ALL = 100;

    @TempDir
    private Path scratch;

    /** No free opening, no lost one: what was asked is counted once, whenever the answer came. */
    @Test
    void eachQuestionIsCountedOnceThoughTheStoreIsKilledBetweenCountAndAnswer() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = doctor.put(scratch, anna, OptionalLong.empty());
        byte[] share = OpeningsTest.shares(doctor.person().get(report)).get(1);
        store.close();
        List<Opening> asked = new ArrayList<>();
        int rounds = Boolean.getBoolean("phr.seeds.all") ? ALL : SOME;
        // An hour has fewer openings than these.
        for (int seed = 0; seed < rounds; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Process process = store.serveElsewhere();
            int most = 1 + random.nextInt(100 / rounds + 1);
            AtomicInteger answered = new AtomicInteger();
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 10 * most; i++) {
                    Opening opening = opening(doctor, share);
                    synchronized (asked) {
                        if (asked.size() >= 200) {
                            return;
                        }
                        asked.add(opening);
                    }
                    try {
                        if (ask(store, doctor, opening, report).status() == 200) {
                            answered.incrementAndGet();
                        }
                    } catch (Exception e) {
                        return; // The process is gone.
                    }
                }
            });
            thread.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (answered.get() < most && thread.isAlive() && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(10));
            process.destroyForcibly();
            thread.join();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        store.serve();
        assertThat(store.faults()).isEmpty();
        for (Opening opening : asked) {
            assertThat(ask(store, doctor, opening, report).status()).isEqualTo(200);
        }
        assertThat(anna.client()
                        .readers(report)
                        .all()
                        .get(0)
                        .openings()
                        .orElseThrow()
                        .count())
                .isEqualTo(asked.size());
        store.close();
    }

    private static Opening opening(TestDoctor doctor, byte[] share) {
        try {
            return doctor.device().part().open(share, TestStore.RANDOM);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Wire.Reply ask(TestStore store, TestDoctor doctor, Opening opening, String report) throws Exception {
        return new Wire("POST", "/v1/openings")
                .json("{\"tag\":\"" + opening.request().tag() + "\",\"point\":\""
                        + Base64.getEncoder()
                                .encodeToString(opening.request().point().bytes())
                        + "\",\"report\":\"" + report + "\"}")
                .signed(store, doctor.person().membership().key())
                .send(store);
    }

    @Test
    void anOpeningBesideATakeBackIsWholeOrRefusedAndNoneComesAfter() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            TestDoctor doctor = TestDoctor.of(store, false);
            for (int i = 0; i < 10; i++) {
                String report = doctor.put(scratch, anna, OptionalLong.empty());
                byte[] share = OpeningsTest.shares(doctor.person().get(report)).get(1);
                Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
                CountDownLatch begun = new CountDownLatch(3);
                List<Thread> threads = new ArrayList<>();
                for (int j = 0; j < 3; j++) {
                    threads.add(new Thread(() -> {
                        int last = 200;
                        while (last == 200) {
                            try {
                                last = ask(store, doctor, opening(doctor, share), report)
                                        .status();
                            } catch (Exception e) {
                                last = 0;
                            }
                            statuses.add(last);
                            begun.countDown();
                        }
                    }));
                }
                threads.forEach(Thread::start);
                begun.await();
                anna.client().revoke(report, doctor.person().fingerprint());
                assertThat(ask(store, doctor, opening(doctor, share), report).status())
                        .isEqualTo(410);
                for (Thread thread : threads) {
                    thread.join();
                }
                assertThat(statuses).containsOnly(200, 410);
                doctorsHourBeginsAnew(store);
            }
        }
    }

    private static void doctorsHourBeginsAnew(TestStore store) throws Exception {
        store.aside(it -> it.database().write(handle -> handle.execute("delete from opening")));
    }

    @Test
    void aRestoredBackupRevivesNothing() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        TestDoctor doctor = TestDoctor.of(store, false);
        TestDoctor ended = TestDoctor.of(store, false);
        String taken = doctor.put(scratch, anna, OptionalLong.empty());
        String standing = doctor.put(scratch, anna, OptionalLong.empty());
        String ofEnded = ended.put(scratch, anna, OptionalLong.empty());
        byte[] kept = doctor.person().get(taken);
        String backup = scratch.resolve("backup").toString();
        assertThat(Server.run("backup", store.folder().toString(), backup)).isZero();
        assertThat(Files.exists(Path.of(backup).resolve(PartKeys.FILE))).isFalse();
        anna.client().revoke(taken, doctor.person().fingerprint());
        TestStore.Person administrator = store.join(Role.ADMINISTRATOR, "Root");
        administrator.client().mediation().endParts(ended.person().membership().account(), java.util.Optional.empty());
        store.close();
        String list = store.folder().resolve(Store.REVOCATIONS).toString();
        String target = scratch.resolve("restored").toString();
        assertThat(Server.run("restore", backup, target, "--revocations", list)).isZero();
        try (TestStore restored = TestStore.of(Path.of(target))) {
            restored.serve();
            assertThat(doctor.read(standing)).isEqualTo(OpeningsTest.TEXT);
            assertThatThrownBy(() -> doctor.identity(kept, java.util.Optional.empty()))
                    .hasMessageContaining("it was taken back");
            assertThatThrownBy(() -> ended.read(ofEnded))
                    .hasMessageContaining("the store no longer has a part of the key for this device");
        }
    }

    /** The machine is lost with its list and its keys: nobody opens anything until he enrolled and was granted anew. */
    @Test
    void aStoreThatLostItsListAndItsKeysBeginsAnew() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = doctor.put(scratch, anna, OptionalLong.empty());
        byte[] kept = doctor.person().get(report);
        String backup = scratch.resolve("backup").toString();
        assertThat(Server.run("backup", store.folder().toString(), backup)).isZero();
        store.close();
        String target = scratch.resolve("restored").toString();
        assertThat(Server.run("restore", backup, target, "--revocations-lost")).isZero();
        try (TestStore restored = TestStore.of(Path.of(target))) {
            restored.serve();
            assertThat(restored.faults()).isEmpty();
            assertThatThrownBy(() -> doctor.identity(kept, java.util.Optional.empty()))
                    .hasMessageContaining("the store no longer has a part of the key for this device");
            TestDoctor again = enrolledAnew(doctor);
            assertThatThrownBy(() -> again.identity(kept, java.util.Optional.empty()))
                    .hasMessageContaining("the grant sleeps");
            assertThat(again.read(again.put(scratch, anna, OptionalLong.empty())))
                    .isEqualTo(OpeningsTest.TEXT);
            assertThat(StoreTest.text(anna, report)).isEqualTo(OpeningsTest.TEXT);
        }
    }

    @Test
    void aKeyIsChangedAfterThirtyDaysAndWhatItEncryptedIsReadAllTheSame() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = doctor.put(scratch, anna, OptionalLong.empty());
        Path file = store.folder().resolve(PartKeys.FILE);
        String before = Files.readString(file);
        store.close();
        older(file, PartKeys.LIFETIME);
        store.serve();
        awaitLines(file, 2);
        assertThat(doctor.read(report)).isEqualTo(OpeningsTest.TEXT);
        store.close();
        older(file, PartKeys.KEPT);
        store.serve();
        awaitLines(file, 1);
        assertThat(Files.readString(file)).doesNotContain(before.substring(0, 16));
        assertThat(doctor.read(report)).isEqualTo(OpeningsTest.TEXT);
        store.close();
        // With the old key alone, as in a copy of before, nothing is read any more, and nothing counted.
        Files.writeString(file, before);
        store.serve();
        assertThatThrownBy(() -> doctor.read(report))
                .isInstanceOf(StoreException.Refused.class)
                .hasMessageContaining("has lost its part of the key");
        assertThat(anna.client()
                        .readers(report)
                        .all()
                        .get(0)
                        .openings()
                        .orElseThrow()
                        .count())
                .isEqualTo(2);
        assertThat(Server.run("check", store.folder().toString())).isEqualTo(3);
        store.close();
    }

    /** As if keys had been made that much earlier, and an hour. */
    private static void older(Path file, Duration by) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", -1);
            long created = Long.parseLong(words[1]) - by.toSeconds() - 3600;
            text.append(words[0] + " " + created + " " + words[2] + "\n");
        }
        Files.writeString(file, text);
    }

    private static void awaitLines(Path file, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Files.readAllLines(file).size() != count && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(file).content().hasLineCount(count);
    }

    @Test
    void aBackupOfBeforeTheKeyWasChangedBringsItsPartsBack() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = doctor.put(scratch, anna, OptionalLong.empty());
        String backup = scratch.resolve("backup").toString();
        assertThat(Server.run("backup", store.folder().toString(), backup)).isZero();
        store.close();
        Path file = store.folder().resolve(PartKeys.FILE);
        older(file, PartKeys.LIFETIME);
        store.serve();
        awaitLines(file, 2);
        store.close();
        String list = store.folder().resolve(Store.REVOCATIONS).toString();
        String target = scratch.resolve("restored").toString();
        assertThat(Server.run("restore", backup, target, "--revocations", list)).isZero();
        try (TestStore restored = TestStore.of(Path.of(target))) {
            restored.serve();
            assertThat(doctor.read(report)).isEqualTo(OpeningsTest.TEXT);
        }
    }

    /** Nobody loses his parts because a file was forgotten. */
    @Test
    void aBackupWhosePartsHaveNoKeyIsRefusedUnlessTheyAreSaidToBeLost() throws Exception {
        TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        TestStore.Person anna = store.join(Role.PATIENT, "Anna");
        TestDoctor doctor = TestDoctor.of(store, false);
        String report = doctor.put(scratch, anna, OptionalLong.empty());
        byte[] kept = doctor.person().get(report);
        String backup = scratch.resolve("backup").toString();
        assertThat(Server.run("backup", store.folder().toString(), backup)).isZero();
        store.close();
        Path keys = store.folder().resolve(PartKeys.FILE);
        Files.move(keys, scratch.resolve("away"));
        String list = store.folder().resolve(Store.REVOCATIONS).toString();
        String target = scratch.resolve("restored").toString();
        String refusal = said(2, "restore", backup, target, "--revocations", list);
        assertThat(refusal)
                .contains("error: the parts of keys of 1 doctors and of 1 grants cannot be decrypted")
                .contains("--parts-lost");
        assertThat(Path.of(target)).doesNotExist();
        String done = said(0, "restore", backup, target, "--revocations", list, "--parts-lost");
        assertThat(done)
                .contains("the parts of keys of 1 doctors and of 1 grants ended")
                .contains("account " + doctor.person().membership().account() + " enrols anew")
                .contains("restored; no fault");
        assertThat(Path.of(target).resolve(Store.REVOCATIONS))
                .content()
                .contains("part " + doctor.device().id() + " ");
        try (TestStore restored = TestStore.of(Path.of(target))) {
            restored.serve();
            assertThat(restored.faults()).isEmpty();
            assertThatThrownBy(() -> doctor.identity(kept, java.util.Optional.empty()))
                    .hasMessageContaining("the store no longer has a part of the key for this device");
            TestDoctor again = enrolledAnew(doctor);
            assertThatThrownBy(() -> again.identity(kept, java.util.Optional.empty()))
                    .hasMessageContaining("it must be granted again");
            assertThat(again.read(again.put(scratch, anna, OptionalLong.empty())))
                    .isEqualTo(OpeningsTest.TEXT);
        }
    }

    private static TestDoctor enrolledAnew(TestDoctor doctor) throws Exception {
        MediationClient.Enrolled enrolled = doctor.mediation().enrol(false);
        doctor.person()
                .client()
                .showCard(TestDoctor.card(doctor.person(), enrolled.recipient())
                        .sign(doctor.person().signing()));
        return new TestDoctor(doctor.person(), enrolled, enrolled.device());
    }

    /** Runs a command, and returns what it says. */
    static String said(int status, String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Server.run(arguments)).isEqualTo(status);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    /** With another recipient the parts of grants to the one before are of no use but to a thief. */
    @Test
    void whoEnrolsAnewLeavesNoPartOfAReportBehind() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            TestDoctor doctor = TestDoctor.of(store, false);
            TestDoctor other = TestDoctor.of(store, false);
            String report = doctor.put(scratch, anna, OptionalLong.empty());
            String ofOther = other.put(scratch, anna, OptionalLong.empty());
            byte[] kept = doctor.person().get(report);
            // The same card once more, as after another device: nothing changes.
            doctor.person()
                    .client()
                    .showCard(TestDoctor.card(doctor.person(), doctor.enrolled().recipient())
                            .sign(doctor.person().signing()));
            assertThat(doctor.read(report)).isEqualTo(OpeningsTest.TEXT);
            TestStore.Person root = store.join(Role.ADMINISTRATOR, "Root");
            root.client().mediation().endParts(doctor.person().membership().account(), java.util.Optional.empty());
            TestDoctor again = enrolledAnew(doctor);
            store.aside(it -> assertThat(it.database().<List<String>>read(handle -> handle.createQuery(
                                    "select report from access where part is not null")
                            .mapTo(String.class)
                            .list()))
                    .containsExactly(ofOther));
            assertThatThrownBy(() -> again.identity(kept, java.util.Optional.empty()))
                    .isInstanceOf(StoreException.Refused.class)
                    .hasMessageContaining("it must be granted again");
            assertThat(other.read(ofOther)).isEqualTo(OpeningsTest.TEXT);
        }
    }
}
