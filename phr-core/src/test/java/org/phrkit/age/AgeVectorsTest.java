package org.phrkit.age;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.testing.Shared;

/** The C2SP CCTV vectors of the age format: each ends in exactly its class. */
class AgeVectorsTest {
    static List<String> vectors() throws IOException {
        if (!Shared.exists("vectors/age")) {
            return List.of("all of them");
        }
        try (Stream<Path> files = Files.list(Shared.path("vectors/age"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void endsInItsClass(String name) throws Exception {
        Vector vector = Vector.read(Files.readAllBytes(Shared.path("vectors/age/" + name)));
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        String outcome;
        try {
            List<Identity> identities = new ArrayList<>();
            for (String text : vector.identities) {
                identities.add(KeyIdentity.parse(text));
            }
            for (String text : vector.passphrases) {
                identities.add(new ScryptIdentity(text.toCharArray(), ScryptRecipient.HIGHEST_WORK_FACTOR));
            }
            Age.decrypt(identities, new ByteArrayInputStream(vector.file), released);
            outcome = "success";
        } catch (AgeException e) {
            outcome = outcomeOf(e);
        }
        assertThat(outcome).isEqualTo(vector.expect);
        if (!vector.payloadHash.isEmpty()) {
            assertThat(sha256(released.toByteArray())).isEqualTo(vector.payloadHash);
        } else {
            assertThat(released.size()).isZero();
        }
    }

    private static String outcomeOf(AgeException e) {
        if (e instanceof AgeException.Header) {
            return "header failure";
        }
        if (e instanceof AgeException.Armor) {
            return "armor failure";
        }
        if (e instanceof AgeException.Mac) {
            return "HMAC failure";
        }
        return e instanceof AgeException.NoMatch ? "no match" : "payload failure";
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /** One vector file: lines of {@code key: value}, a blank line, an age file. */
    private static final class Vector {
        private final List<String> identities = new ArrayList<>();
        private final List<String> passphrases = new ArrayList<>();
        private String expect = "";
        private String payloadHash = "";
        private byte[] file = new byte[0];

        static Vector read(byte[] bytes) throws IOException {
            Vector vector = new Vector();
            Map<String, String> others = new TreeMap<>();
            int at = 0;
            while (bytes[at] != '\n') {
                int end = at;
                while (bytes[end] != '\n') {
                    end++;
                }
                String[] line = new String(bytes, at, end - at, StandardCharsets.UTF_8).split(": ", 2);
                switch (line[0]) {
                    case "expect" -> vector.expect = line[1];
                    case "payload" -> vector.payloadHash = line[1];
                    case "identity" -> vector.identities.add(line[1]);
                    case "passphrase" -> vector.passphrases.add(line[1]);
                    default -> others.put(line[0], line[1]);
                }
                at = end + 1;
            }
            InputStream rest = new ByteArrayInputStream(bytes, at + 1, bytes.length - at - 1);
            vector.file = (others.containsKey("compressed") ? new InflaterInputStream(rest) : rest).readAllBytes();
            return vector;
        }
    }
}
