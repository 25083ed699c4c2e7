package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.accounts.Role;

/** Whatever arrives that is nearly right, the store answers: it is done or refused, and never a bug of the store. */
class MutationTest {
    private static final int SEEDS = 400;
    private static final String ID = "0123456789abcdef0123456789abcdef";

    private static final List<String[]> BODIES = List.of(
            new String[] {
                "POST",
                "/v1/accounts",
                "{\"code\": \"" + ID + "\", \"card\": {\"statement\": \"{}\","
                        + " \"signature\": \"a\"}, \"device\": {\"statement\": \"{}\", \"signature\": \"b\"},"
                        + " \"recovery\": \"RW\"}"
            },
            new String[] {"PUT", "/v1/account/card", "{\"statement\": \"{}\", \"signature\": \"a\\nb\\nc\\nd\\n\"}"},
            new String[] {"POST", "/v1/account/devices/removal", "{\"device\": \"AAAA\"}"},
            new String[] {
                "POST",
                "/v1/reports",
                "{\"report\": \"" + ID + "\", \"upload\": \"" + ID + "\", \"sha256\":"
                        + " \"00\", \"header\": \"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0tLSBhCg==\", \"readers\": [{\"signer\": \""
                        + ID + "\", \"mayGrant\": false, \"expires\": \"2027-01-01T00:00:00Z\"}], \"title\": \"AAAA\"}"
            },
            new String[] {
                "POST",
                "/v1/reports/" + ID + "/grants",
                "{\"header\": \"AAAA\", \"statement\": \"{}\"," + " \"signature\": \"a\"}"
            },
            new String[] {"PUT", "/v1/reports/" + ID + "/header", "{\"header\": \"AAAA\"}"},
            new String[] {"POST", "/v1/reports/" + ID + "/erasure", "{\"statement\": \"{}\", \"signature\": \"a\"}"});

    private static final List<String> FIELDS = List.of(
            "upload-length", "upload-offset", "tus-resumable", "range", "if-match", "if-none-match", "content-type");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "-1",
            "9223372036854775808",
            "1e3",
            "1.0.0",
            "bytes=0-",
            "bytes=-0",
            "bytes=5-1",
            "bytes=a-b",
            "bytes=0-1,3-4",
            "\"",
            "\"x\"",
            "*",
            "W/\"1\"",
            "application/json",
            "text/plain; a=b");

    @TempDir
    private Path scratch;

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(3)) {
                case 0 -> changed[at] = (byte) random.nextInt(256);
                case 1 -> changed[at] = (byte) "{}[]\",:0\\ue".charAt(random.nextInt(11));
                default -> System.arraycopy(changed, 0, changed, at / 2, changed.length - at / 2 - 1);
            }
        }
        return changed;
    }

    @Test
    void whatIsNearlyRightIsAnswered() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN)) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            String report = anna.put(scratch, "all is well");
            for (int seed = 0; seed < SEEDS; seed++) {
                Random random = new Random(seed);
                String[] route = BODIES.get(random.nextInt(BODIES.size()));
                String path = random.nextBoolean() ? route[1] : route[1].replace(ID, report);
                Wire wire = new Wire(route[0], path)
                        .with("content-type", "application/json")
                        .body(mutated(route[2].getBytes(StandardCharsets.UTF_8), random));
                if (random.nextBoolean()) {
                    wire.with("if-match", VALUES.get(random.nextInt(VALUES.size())));
                }
                requireAnswered(
                        seed, wire.signed(store, anna.membership().key()).send(store));
                Wire fields = new Wire(
                                random.nextBoolean() ? "GET" : "POST",
                                random.nextBoolean() ? "/v1/reports/" + report : "/v1/uploads")
                        .with(FIELDS.get(random.nextInt(FIELDS.size())), VALUES.get(random.nextInt(VALUES.size())))
                        .with("accept", VALUES.get(random.nextInt(VALUES.size())));
                requireAnswered(
                        seed, fields.signed(store, anna.membership().key()).send(store));
            }
            assertThat(StoreTest.text(anna, report)).isEqualTo("all is well");
        }
    }

    private static void requireAnswered(int seed, Wire.Reply reply) {
        assertThat(reply.status())
                .as("seed %d: %s", seed, reply.text())
                .isBetween(200, 499)
                .isNotEqualTo(429);
    }
}
