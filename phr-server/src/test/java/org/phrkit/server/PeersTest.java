package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.KeyFile;
import org.phrkit.server.accounts.Role;

/** Programs of others at the store: tus-js-client uploads, a few lines of node sign, age and tar open what GET returns. */
class PeersTest {
    private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();

    @TempDir
    private Path scratch;

    private TestStore store;
    private TestStore.Person anna;

    @BeforeEach
    void open() throws Exception {
        store = TestStore.in(scratch.resolve("store"), "origin", "http://127.0.0.1:PORT");
        anna = store.join(Role.PATIENT, "Anna");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static boolean hasNode() {
        return Files.isDirectory(PEERS.resolve("node_modules/tus-js-client"));
    }

    /** What it prints, and whether it succeeded. */
    private record Ran(String text, boolean succeeded) {}

    private Ran run(Path input, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(PEERS.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(scratch.resolve("err.txt").toFile())
                .start();
        boolean succeeded = process.waitFor() == 0;
        return new Ran(Files.readString(out), succeeded);
    }

    private Ran upload(byte[] bytes, String... more) throws IOException, InterruptedException {
        Path input = Files.write(scratch.resolve("payload"), bytes);
        List<String> command = new ArrayList<>(List.of(
                "node",
                "upload.mjs",
                store.origin().toString(),
                anna.membership().store().fingerprintHex(),
                anna.membership().key().exposeText()));
        command.addAll(Arrays.asList(more));
        return run(input, command.toArray(String[]::new));
    }

    @Test
    void tusJsClientUploadsAndGoesOnWhereItStopped() throws Exception {
        assumeTrue(hasNode(), "skipped: there is no tus-js-client; npm install in phr-server/src/test/peers brings it");
        byte[] bytes = new byte[300_000];
        new Random(7).nextBytes(bytes);
        Ran ran = upload(bytes);
        assertThat(ran.succeeded).as(ran.text).isTrue();
        HttpResponse<Void> head = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ran.text.strip()))
                                .header("Tus-Resumable", "1.0.0")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(head.headers().firstValue("Upload-Offset")).contains("300000");
        String id = ran.text.strip().substring(ran.text.strip().lastIndexOf('/') + 1);
        assertThat(store.folder().resolve("uploads").resolve(id)).hasBinaryContent(bytes);
    }

    @Test
    void itsMetadataIsRefused() throws Exception {
        assumeTrue(hasNode(), "skipped: there is no tus-js-client; npm install in phr-server/src/test/peers brings it");
        Ran ran = upload(new byte[10], "metadata");
        assertThat(ran.succeeded).isFalse();
        assertThat(ran.text).contains("Upload-Metadata is not taken");
    }

    @Test
    void ageAndTarOpenWhatTheStoreHandsOut() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/age")), "skipped: there is no age");
        String report = anna.put(scratch, "all is well");
        Path file = Files.write(scratch.resolve("report.age"), anna.get(report));
        Path key = Files.writeString(
                scratch.resolve("identity.key"),
                KeyFile.exposeText(anna.identity(), java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC)));
        Ran ran = run(file, "sh", "-c", "age -d -i '" + key + "' | tar -xO report.txt");
        assertThat(ran.succeeded).isTrue();
        assertThat(ran.text).isEqualTo("all is well");
    }
}
