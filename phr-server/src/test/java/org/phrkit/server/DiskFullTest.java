package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreException;
import org.phrkit.server.accounts.Role;

/** A full disk refuses what is new and loses nothing; once there is room, all goes on without a restart. */
class DiskFullTest {
    private static final String SIZE = "16m";
    private static final int MOST_REQUESTS = 5000;

    @TempDir
    private Path scratch;

    private Path disk;
    private boolean isMounted;
    private TestStore store;
    private TestStore.Person anna;
    private TestStore.Person doctor;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(scratch.resolve("disk"));
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString());
        assumeTrue(isMounted, "a small disk cannot be mounted here: only root can");
        store = TestStore.in(disk.resolve("store"), TestStore.PLAIN);
        anna = store.join(Role.PATIENT, "Anna");
        doctor = store.join(Role.DOCTOR, "Dr. A");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            if (store != null) {
                store.close();
            }
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        byte[] bytes = new byte[1024];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            return filler;
        }
    }

    private int offset(String upload) throws Exception {
        return Integer.parseInt(new Wire("HEAD", upload)
                .with("tus-resumable", "1.0.0")
                .send(store)
                .fields()
                .get("upload-offset"));
    }

    @Test
    void anUploadThatDoesNotFitIsRefusedAndGoesOnWhenThereIsRoom() throws Exception {
        String kept = anna.put(scratch, "all is well");
        Wire.Reply created = new Wire("POST", "/v1/uploads")
                .with("tus-resumable", "1.0.0")
                .with("upload-length", "1000000")
                .signed(store, anna.membership().key())
                .send(store);
        String upload = created.location();
        Path filler = fill();
        try (var channel = java.nio.channels.FileChannel.open(filler, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - (500 << 10));
        }
        // Read to its end though it is refused, else who sends it would find the connection broken.
        Wire.Reply refused = patch(upload, 0, 1_000_000).send(store);
        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.problem()).isEqualTo("no-room");
        Files.delete(filler);
        int offset = offset(upload);
        assertThat(offset).isBetween(1, 999_999);
        assertThat(patch(upload, offset, 1_000_000 - offset).send(store).status())
                .isEqualTo(204);
        assertThat(StoreTest.text(anna, kept)).isEqualTo("all is well");
        assertThat(store.faults()).isEmpty();
    }

    /** The client sends more than the store reads of what it refuses, and hears why all the same. */
    @Test
    void aClientWhoseUploadDoesNotFitHearsWhy() throws Exception {
        Path filler = fill();
        try (var channel = java.nio.channels.FileChannel.open(filler, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - (500 << 10));
        }
        assertThatThrownBy(() -> anna.put(scratch, "x".repeat(80 << 20)))
                .isInstanceOfSatisfying(StoreException.Refused.class, e -> assertThat(e.status())
                        .isEqualTo(507));
    }

    private static Wire patch(String upload, int offset, int sizeBytes) {
        return new Wire("PATCH", upload)
                .with("tus-resumable", "1.0.0")
                .with("upload-offset", Integer.toString(offset))
                .with("content-type", "application/offset+octet-stream")
                .body(new byte[sizeBytes]);
    }

    @Test
    void aDatabaseThatCannotGrowRefusesAndLosesNothing() throws Exception {
        String kept = anna.put(scratch, "all is well", doctor);
        String other = anna.put(scratch, "and this", doctor);
        Path filler = fill();
        Wire.Reply reply = account();
        for (int i = 0; i < MOST_REQUESTS && reply.status() == 200; i++) {
            fill();
            reply = account();
        }
        // What is asked leaves a nonce, which is no longer taken.
        assertThat(reply.status()).as(reply.text()).isEqualTo(507);
        assertThat(reply.problem()).isEqualTo("no-room");
        for (int i = 0; i < 5; i++) {
            assertThat(account().status()).isEqualTo(507);
            assertThat(statusOfRevoke(kept)).isEqualTo(507);
        }
        Files.delete(filler);
        assertThat(account().status()).isEqualTo(200);
        assertThat(StoreTest.text(anna, kept)).isEqualTo("all is well");
        assertThat(statusOfRevoke(kept)).isIn(Set.of(204, 404));
        assertThat(KillTest.status(doctor.client(), kept)).isEqualTo(404);
        assertThat(StoreTest.text(doctor, other)).isEqualTo("and this");
        assertThat(StoreTest.text(anna, anna.put(scratch, "again"))).isEqualTo("again");
        assertThat(store.faults()).isEmpty();
        store.restart();
        assertThat(StoreTest.text(doctor, other)).isEqualTo("and this");
        assertThat(KillTest.status(doctor.client(), kept)).isEqualTo(404);
    }

    private Wire.Reply account() throws IOException {
        return new Wire("GET", "/v1/account")
                .signed(store, anna.membership().key())
                .send(store);
    }

    private int statusOfRevoke(String report) throws IOException {
        try {
            anna.client().revoke(report, doctor.fingerprint());
            return 204;
        } catch (StoreException.Refused e) {
            return e.status();
        }
    }
}
