package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.crypto.Sha256;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.accounts.Suspensions;

/** Uploads by clients that stop, lie, or do as they like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TusTest {
    private static final String HEADER = "age-encryption.org/v1\n-> X25519 AA\nAA\n--- AA\n";

    private TestStore store;
    private TestStore.Person anna;
    private TestStore.Person bob;

    @BeforeAll
    void begin(@TempDir Path scratch) throws Exception {
        store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        anna = store.join(Role.PATIENT, "Anna");
        bob = store.join(Role.PATIENT, "Bob");
    }

    @AfterAll
    void end() throws Exception {
        store.close();
    }

    private Wire creation(long sizeBytes) {
        return new Wire("POST", "/v1/uploads")
                .with("tus-resumable", "1.0.0")
                .with("upload-length", Long.toString(sizeBytes));
    }

    private String create(TestStore.Person person, long sizeBytes) throws Exception {
        Wire.Reply reply =
                creation(sizeBytes).signed(store, person.membership().key()).send(store);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.location();
    }

    private Wire patch(String upload, long offset, String bytes) {
        return new Wire("PATCH", upload)
                .with("tus-resumable", "1.0.0")
                .with("upload-offset", Long.toString(offset))
                .with("content-type", "application/offset+octet-stream")
                .body(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    private Wire.Reply head(String upload) throws Exception {
        return new Wire("HEAD", upload).with("tus-resumable", "1.0.0").send(store);
    }

    private Wire.Reply delete(String upload) throws Exception {
        return new Wire("DELETE", upload).with("tus-resumable", "1.0.0").send(store);
    }

    private Wire.Reply commit(TestStore.Person person, String upload, String report, String payload) throws Exception {
        return commit(upload.substring(upload.lastIndexOf('/') + 1), report, payload)
                .signed(store, person.membership().key())
                .send(store);
    }

    /** Makes an upload a report that nobody can open. */
    static Wire commit(String upload, String report, String payload) {
        String sha256 = HexFormat.of().formatHex(Sha256.of(payload.getBytes(StandardCharsets.US_ASCII)));
        return new Wire("POST", "/v1/reports")
                .json("{\"report\":\"" + report + "\",\"upload\":\"" + upload + "\",\"sha256\":\"" + sha256
                        + "\",\"header\":\""
                        + Base64.getEncoder().encodeToString(HEADER.getBytes(StandardCharsets.US_ASCII))
                        + "\",\"readers\":[]}");
    }

    private static String id(int number) {
        return String.format("%032x", number);
    }

    @Test
    void offsetsLengthsAndTypesAreHeldTo() throws Exception {
        String upload = create(anna, 10);
        assertThat(patch(upload, 1, "a").send(store).status()).isEqualTo(409);
        assertThat(patch(upload, 0, "12345678901").send(store).status()).isEqualTo(413);
        assertThat(patch(upload, 0, "1234")
                        .replace("content-type", "text/plain")
                        .send(store)
                        .status())
                .isEqualTo(415);
        assertThat(patch(upload, 0, "1234").without("tus-resumable").send(store).status())
                .isEqualTo(412);
        assertThat(patch(upload, 0, "1")
                        .replace("upload-offset", "-1")
                        .send(store)
                        .status())
                .isEqualTo(400);
        assertThat(patch(upload, 0, "1234").send(store).fields()).containsEntry("upload-offset", "4");
        assertThat(patch(upload, 0, "1234").send(store).status())
                .as("sent again")
                .isEqualTo(409);
        assertThat(head(upload).fields()).containsEntry("upload-offset", "4").containsEntry("upload-length", "10");
        assertThat(commit(anna, upload, id(1), "1234").status())
                .as("not complete")
                .isEqualTo(409);
        assertThat(delete(upload).status()).isEqualTo(204);
        assertThat(head(upload).status()).isEqualTo(404);
        assertThat(delete(upload).status()).isEqualTo(404);
        assertThat(patch(upload, 4, "5").send(store).status()).isEqualTo(404);
        assertThat(commit(anna, upload, id(1), "1234").status()).isEqualTo(404);
    }

    @Test
    void whoDoesNotKnowPatchPostsAndNamesIt() throws Exception {
        String upload = create(anna, 4);
        Wire posted = new Wire("POST", upload)
                .with("tus-resumable", "1.0.0")
                .with("x-http-method-override", "PATCH")
                .with("upload-offset", "0")
                .with("content-type", "application/offset+octet-stream")
                .body("ab".getBytes(StandardCharsets.US_ASCII));
        assertThat(posted.send(store).status()).isEqualTo(204);
        assertThat(head(upload).field("upload-offset")).isEqualTo("2");
        Wire ended = new Wire("POST", upload).with("tus-resumable", "1.0.0").with("x-http-method-override", "DELETE");
        assertThat(ended.send(store).status()).isEqualTo(204);
        assertThat(head(upload).status()).isEqualTo(404);
        // What is signed is what was sent: nothing else is done in its name.
        Wire.Reply other = creation(4)
                .signed(store, anna.membership().key())
                .with("x-http-method-override", "OPTIONS")
                .send(store);
        assertThat(other.status()).isEqualTo(201);
        assertThat(delete(other.location()).status()).isEqualTo(204);
    }

    @Test
    void namesOfFilesAreRefused() throws Exception {
        Wire.Reply reply = creation(10)
                .with("upload-metadata", "filename a293YWxza2k=")
                .signed(store, anna.membership().key(), signing -> signing.covered.remove("upload-metadata"))
                .send(store);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).doesNotContain("a293YWxza2k");
    }

    @Test
    void lengthsThatAreNoneAndMoreThanTheQuotaAreRefused() throws Exception {
        for (String length : new String[] {"-1", "1e3", "", "99999999999999999999"}) {
            Wire wire = creation(1).replace("upload-length", length);
            assertThat(wire.signed(store, anna.membership().key()).send(store).status())
                    .as(length)
                    .isEqualTo(400);
        }
        assertThat(creation(1L << 50)
                        .signed(store, anna.membership().key())
                        .send(store)
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aLieAboutTheDigestIsFoundAndTheUploadStays() throws Exception {
        String upload = create(anna, 4);
        assertThat(patch(upload, 0, "1234").send(store).status()).isEqualTo(204);
        assertThat(commit(anna, upload, id(2), "1235").status()).isEqualTo(409);
        assertThat(commit(bob, upload, id(2), "1234").status()).as("of another").isEqualTo(404);
        assertThat(commit(anna, upload, id(2), "1234").status()).isEqualTo(201);
        assertThat(commit(anna, upload, id(2), "1234").status()).as("once more").isEqualTo(201);
        assertThat(commit(anna, upload, id(3), "1234").status())
                .as("as another report")
                .isEqualTo(404);
        assertThat(head(upload).status()).isEqualTo(404);
        assertThat(store.faults()).isEmpty();
    }

    @Test
    void theIdOfAReportIsTakenOnceAndNobodyLearnsByWhom() throws Exception {
        String mine = create(anna, 4);
        String his = create(bob, 4);
        patch(mine, 0, "1234").send(store);
        patch(his, 0, "5678").send(store);
        assertThat(commit(anna, mine, id(4), "1234").status()).isEqualTo(201);
        Wire.Reply taken = commit(bob, his, id(4), "5678");
        assertThat(taken.status()).isEqualTo(409);
        anna.client().erase(id(4), anna.recovery());
        assertThat(commit(bob, his, id(4), "5678")).as("after its erasure").isEqualTo(taken);
        assertThat(commit(bob, his, id(5), "5678").status()).isEqualTo(201);
    }

    @Test
    void aClientThatStopsInMidAirGoesOnWhereItWas() throws Exception {
        String upload = create(anna, 100_000);
        String head = "PATCH " + upload + " HTTP/1.1\r\nhost: a\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\n"
                + "content-type: application/offset+octet-stream\r\ncontent-length: 100000\r\n\r\n";
        try (Socket socket = Wire.connect(store.configuration().port())) {
            socket.getOutputStream().write((head + "x".repeat(50_000)).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            awaitOffset(upload, "50000");
            // Whoever is still writing keeps others out.
            assertThat(patch(upload, 50_000, "y").send(store).status()).isEqualTo(423);
            assertThat(commit(anna, upload, id(6), "x".repeat(50_000)).status()).isEqualTo(409);
        }
        for (int tries = 0;
                tries < 100
                        && patch(upload, 50_000, "x".repeat(50_000)).send(store).status() == 423;
                tries++) {
            Thread.sleep(20);
        }
        assertThat(commit(anna, upload, id(6), "x".repeat(100_000)).status()).isEqualTo(201);
    }

    @Test
    void halfAChunkIsNoBody() throws Exception {
        String upload = create(anna, 10);
        String head = "PATCH " + upload + " HTTP/1.1\r\nhost: a\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\n"
                + "content-type: application/offset+octet-stream\r\ntransfer-encoding: chunked\r\n\r\n5\r\n12";
        try (Socket socket = Wire.connect(store.configuration().port())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            awaitOffset(upload, "2");
        }
        Wire.Reply reply = patch(upload, 2, "345678").send(store);
        for (int tries = 0; tries < 100 && reply.status() == 423; tries++) {
            Thread.sleep(20);
            reply = patch(upload, 2, "345678").send(store);
        }
        assertThat(reply.status()).isEqualTo(204);
        assertThat(delete(upload).status()).isEqualTo(204);
    }

    @Test
    void whoDeletesAnUploadThatIsBeingWrittenEndsTheWriting() throws Exception {
        String upload = create(anna, 1_000_000);
        String head = "PATCH " + upload + " HTTP/1.1\r\nhost: a\r\ntus-resumable: 1.0.0\r\nupload-offset: 0\r\n"
                + "content-type: application/offset+octet-stream\r\ncontent-length: 1000000\r\n\r\n";
        try (Socket socket = Wire.connect(store.configuration().port())) {
            socket.getOutputStream().write((head + "x".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
            awaitOffset(upload, "1000");
            assertThat(delete(upload).status()).isEqualTo(204);
            socket.getOutputStream().write("x".repeat(1000).getBytes(StandardCharsets.US_ASCII));
            assertThat(Wire.read(socket.getInputStream(), "PATCH").status()).isEqualTo(404);
        }
        assertThat(Files.exists(store.folder().resolve("uploads").resolve(upload.substring(12))))
                .isFalse();
    }

    @Test
    void anAccountHasEightUploadsAtOnceAndASuspendedOneHasNone() throws Exception {
        TestStore.Person eve = store.join(Role.PATIENT, "Eve");
        String first = create(eve, 1);
        for (int i = 1; i < 8; i++) {
            create(eve, 1);
        }
        assertThat(creation(1).signed(store, eve.membership().key()).send(store).status())
                .isEqualTo(409);
        // One that broke off long ago makes room, and no other.
        Path idle = store.folder().resolve("uploads").resolve(first.substring("/v1/uploads/".length()));
        Files.setLastModifiedTime(idle, FileTime.from(Instant.now().minusSeconds(660)));
        String ninth = create(eve, 1);
        assertThat(head(first).status()).isEqualTo(404);
        assertThat(idle).doesNotExist();
        assertThat(creation(1).signed(store, eve.membership().key()).send(store).status())
                .isEqualTo(409);
        first = ninth;
        String account = eve.membership().account();
        store.aside(it -> Suspensions.ask(it.database(), account, true));
        assertThat(head(first).status()).isEqualTo(404);
        assertThat(patch(first, 0, "1").send(store).status()).isEqualTo(404);
        store.aside(it -> Suspensions.ask(it.database(), account, false));
        assertThat(head(first).status()).isEqualTo(200);
        // One that is too old is none, and is removed.
        store.aside(it -> it.database()
                .write(handle -> handle.execute("update upload set expires = 1 where account = ?", account)));
        assertThat(head(first).status()).isEqualTo(404);
        store.restart();
        store.aside(it -> it.uploads().sweep());
        assertThat(Files.exists(store.folder().resolve("uploads").resolve(first.substring(12))))
                .isFalse();
        assertThat(create(eve, 1)).isNotEmpty();
    }

    private void awaitOffset(String upload, String offset) throws Exception {
        for (int tries = 0; tries < 500; tries++) {
            if (offset.equals(head(upload).fields().get("upload-offset"))) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the bytes do not arrive");
    }
}
