package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.AgeHeader;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.report.GrantChain;
import org.phrkit.server.accounts.Role;

/** Several who change at once who may read a report. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantsTest {
    private static final int ROUNDS = 15;

    private Path scratch;
    private TestStore store;
    private TestStore.Person anna;
    private TestStore.Person doctor;
    private TestStore.Person colleague;
    private TestStore.Person third;

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        scratch = folder;
        store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        anna = store.join(Role.PATIENT, "Anna");
        doctor = store.join(Role.DOCTOR, "Dr. A");
        colleague = store.join(Role.DOCTOR, "Dr. B");
        third = store.join(Role.DOCTOR, "Dr. C");
    }

    @AfterAll
    void end() throws Exception {
        store.close();
    }

    private static void grant(
            TestStore.Person granter,
            String report,
            StoreClient.Header header,
            TestStore.Person reader,
            GrantChain before)
            throws Exception {
        AgeHeader more = header.header()
                .adding(List.of(granter.identity()), List.of(reader.identity().recipient()), TestStore.RANDOM);
        granter.client()
                .grant(
                        report,
                        header.tag(),
                        more,
                        granter.statement(report, reader, false, before),
                        Optional.empty(),
                        Optional.empty());
    }

    private static GrantChain chain(TestStore.Person person, String report) throws Exception {
        return person.client().readers(report).all().stream()
                .filter(reader -> reader.signer().equals(person.fingerprint()))
                .findFirst()
                .orElseThrow()
                .grants();
    }

    @Test
    void ofTwoWhoGrantFromTheSameHeaderOneIsTakenAndNothingIsLost() throws Exception {
        String report = anna.put(scratch, "all is well");
        StoreClient.Header header = anna.client().header(report);
        grant(anna, report, header, doctor, GrantChain.NONE);
        assertThatThrownBy(() -> grant(anna, report, header, colleague, GrantChain.NONE))
                .isInstanceOfSatisfying(
                        StoreException.Refused.class, e -> assertThat(e.kind()).isEqualTo("changed"));
        assertThat(KillTest.status(doctor.client(), report)).isEqualTo(200);
        assertThat(KillTest.status(colleague.client(), report)).isEqualTo(404);
        grant(anna, report, anna.client().header(report), colleague, GrantChain.NONE);
        assertThat(KillTest.status(colleague.client(), report)).isEqualTo(200);
    }

    @Test
    void aGrantThatIsRefusedEndsNoneThatStands() throws Exception {
        String report = anna.put(scratch, "all is well");
        StoreClient.Header old = anna.client().header(report);
        anna.grant(anna.client(), report, doctor, false);
        assertThatThrownBy(() -> grant(anna, report, old, doctor, GrantChain.NONE))
                .isInstanceOf(StoreException.Refused.class);
        assertThat(KillTest.status(doctor.client(), report)).isEqualTo(200);
    }

    @Test
    void nobodyIsGrantedThroughSomeoneWhoseAccessEnds() throws Exception {
        AtomicInteger granted = new AtomicInteger();
        for (int round = 0; round < ROUNDS; round++) {
            String report = anna.put(scratch, "all is well");
            anna.grant(anna.client(), report, doctor, true);
            StoreClient.Header header = doctor.client().header(report);
            GrantChain before = chain(doctor, report);
            CyclicBarrier start = new CyclicBarrier(2);
            Thread passing = new Thread(() -> {
                try {
                    start.await();
                    grant(doctor, report, header, colleague, before);
                    granted.incrementAndGet();
                } catch (StoreException e) {
                    // He was too late.
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            passing.start();
            start.await();
            anna.client().revoke(report, doctor.fingerprint());
            passing.join();
            assertThat(KillTest.status(doctor.client(), report)).isEqualTo(404);
            assertThat(KillTest.status(colleague.client(), report))
                    .as("in round " + round)
                    .isEqualTo(404);
            assertThat(anna.client().readers(report).all()).isEmpty();
        }
    }

    @Test
    void whatAReaderPassedOnEndsWithHisGrantAndWithAnErasure() throws Exception {
        String report = anna.put(scratch, "all is well");
        anna.grant(anna.client(), report, doctor, true);
        grant(doctor, report, doctor.client().header(report), colleague, chain(doctor, report));
        assertThat(KillTest.status(colleague.client(), report)).isEqualTo(200);
        // Neither may he who was granted it without the right pass it on, nor take it from another.
        assertThatThrownBy(() ->
                        grant(colleague, report, colleague.client().header(report), third, chain(colleague, report)))
                .isInstanceOfSatisfying(StoreException.Refused.class, e -> assertThat(e.status())
                        .isEqualTo(403));
        assertThatThrownBy(() -> colleague.client().revoke(report, doctor.fingerprint()))
                .isInstanceOf(StoreException.Refused.class);
        anna.grant(anna.client(), report, doctor, false);
        assertThat(KillTest.status(doctor.client(), report)).isEqualTo(200);
        assertThat(KillTest.status(colleague.client(), report)).isEqualTo(404);
        anna.client().erase(report);
        assertThat(KillTest.status(doctor.client(), report)).isEqualTo(404);
        anna.client().keep(report);
        assertThat(KillTest.status(doctor.client(), report)).isEqualTo(404);
        assertThat(StoreTest.text(anna, report)).isEqualTo("all is well");
    }

    /** What he takes back from her would be all that she granted. */
    @Test
    void nobodyGrantsAReportToItsOwner() throws Exception {
        String report = anna.put(scratch, "all is well", third);
        anna.grant(anna.client(), report, doctor, true);
        assertThatThrownBy(() -> grant(doctor, report, doctor.client().header(report), anna, chain(doctor, report)))
                .isInstanceOfSatisfying(
                        StoreException.Refused.class, e -> assertThat(e.kind()).isEqualTo("conflict"));
        assertThatThrownBy(() -> doctor.client().revoke(report, anna.fingerprint()))
                .isInstanceOf(StoreException.Refused.class);
        assertThat(KillTest.status(third.client(), report)).isEqualTo(200);
        assertThat(KillTest.status(doctor.client(), report)).isEqualTo(200);
    }

    @Test
    void twoCommitsOfOneIdAndOfOneUploadMakeOneReport() throws Exception {
        List<String> before =
                anna.client().list().stream().map(StoreClient.Listed::id).toList();
        for (int round = 0; round < ROUNDS; round++) {
            String location = new Wire("POST", "/v1/uploads")
                    .with("tus-resumable", "1.0.0")
                    .with("upload-length", "4")
                    .signed(store, anna.membership().key())
                    .send(store)
                    .location();
            String upload = location.substring(location.lastIndexOf('/') + 1);
            new Wire("PATCH", "/v1/uploads/" + upload)
                    .with("tus-resumable", "1.0.0")
                    .with("upload-offset", "0")
                    .with("content-type", "application/offset+octet-stream")
                    .body("1234".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .send(store);
            List<Integer> statuses = new java.util.concurrent.CopyOnWriteArrayList<>();
            List<Thread> threads = new java.util.ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String id = String.format("%032x", 1000 + round * 2 + i % 2);
                Wire commit = TusTest.commit(upload, id, "1234")
                        .signed(store, anna.membership().key());
                threads.add(new Thread(() -> {
                    try {
                        statuses.add(commit.send(store).status());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            // The upload may have become the report of another by then.
            assertThat(statuses).hasSize(4).contains(201).isSubsetOf(201, 404, 410, 423);
        }
        assertThat(anna.client().list()).hasSize(before.size() + ROUNDS);
        assertThat(store.faults()).isEmpty();
    }
}
