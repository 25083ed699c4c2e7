package org.phrkit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.testing.Seeds;
import org.phrkit.verify.ReleaseManifest.Counts;
import org.phrkit.verify.ReleaseManifest.Released;
import org.phrkit.verify.ReleaseManifest.Suppressed;

class ReleaseManifestTest {
    /** FIPS 180-2, appendix B.1: the message abc. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final Map<String, Object> ALL = Map.ofEntries(
            Map.entry("shuffled", true),
            Map.entry("k", 5),
            Map.entry("l", 3),
            Map.entry("t", 0.15),
            Map.entry("method", "mdav"),
            Map.entry("refine", "search"),
            Map.entry("iterations", 1000),
            Map.entry("seed", Long.MIN_VALUE),
            Map.entry("missing", "drop"),
            Map.entry("phase", 2),
            Map.entry("by", "ward \"7\""),
            Map.entry("k1", 3),
            Map.entry("form", "records"));

    private static ReleaseManifest manifest(Map<String, Object> parameters, Counts counts) {
        return new ReleaseManifest(
                "phr 1.2.3",
                ContentHash.of("abc".getBytes(UTF_8)),
                Optional.of(ContentHash.of(new byte[0])),
                List.of(
                        new Released("age", Role.QUASI, Kind.INTEGER),
                        new Released("größe", Role.QUASI, Kind.ORDINAL),
                        new Released("blood", Role.SENSITIVE, Kind.CATEGORY)),
                parameters,
                new Dialect(';', '\'', StandardCharsets.ISO_8859_1, ',', List.of("", "NA", "\u2028")),
                counts);
    }

    private static final ReleaseManifest MANIFEST = manifest(ALL, new Counts(12, 2, 5, 7, 12.5));

    @Test
    void whatIsWrittenIsReadAgain() throws ManifestException {
        assertThat(ReleaseManifest.parse(MANIFEST.json().getBytes(UTF_8))).isEqualTo(MANIFEST);
        ReleaseManifest least = new ReleaseManifest(
                "",
                MANIFEST.release(),
                Optional.empty(),
                List.of(),
                Map.of("k", 2),
                Dialect.STANDARD,
                new Counts(1, 1, 1, 1, 0));
        assertThat(ReleaseManifest.parse(least.json().getBytes(UTF_8))).isEqualTo(least);
    }

    @Test
    void theFormIsReadWhereItIsCalledOutputAndWrittenAsForm() throws ManifestException {
        String older = MANIFEST.json().replace("\"form\" : \"records\"", "\"output\" : \"records\"");
        assertThat(older).isNotEqualTo(MANIFEST.json());
        assertThat(ReleaseManifest.parse(older.getBytes(UTF_8))).isEqualTo(MANIFEST);
        String both = MANIFEST.json().replace("\"form\" :", "\"output\" : \"groups\", \"form\" :");
        assertThatThrownBy(() -> ReleaseManifest.parse(both.getBytes(UTF_8)))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("its form is given twice");
    }

    @Test
    void contentIsTheSizeAndTheHash() {
        assertThat(MANIFEST.release()).isEqualTo(new ContentHash(3, ABC));
        assertThat(MANIFEST.columns(Role.QUASI)).containsExactly("age", "größe");
        assertThat(MANIFEST.k()).isEqualTo(5);
    }

    @Test
    void theTextIsTheSameWhateverTheOrderOfTheParametersWas() {
        assertThat(MANIFEST.json()).startsWith("""
                {
                  "schema" : 1,
                  "program" : "phr 1.2.3",
                  "release" : {
                    "size" : 3,
                    "sha256" : "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
                  },
                """).contains("""
                  "parameters" : {
                    "k" : 5,
                    "l" : 3,
                    "t" : 0.15,
                    "method" : "mdav",
                    "refine" : "search",
                    "iterations" : 1000,
                    "seed" : -9223372036854775808,
                """).endsWith("""
                  "counts" : {
                    "rows" : 12,
                    "groups" : 2,
                    "smallestGroup" : 5,
                    "largestGroup" : 7,
                    "informationLoss" : 12.5
                  }
                }
                """);
    }

    @Test
    void everyNumberIsReadAgainAsItWas() {
        Seeds.forEach(2000, random -> {
            double loss = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (Double.isFinite(loss)) {
                double t = random.nextDouble();
                ReleaseManifest manifest = manifest(Map.of("k", 2, "t", t), new Counts(2, 1, 2, 2, loss));
                assertThat(ReleaseManifest.parse(manifest.json().getBytes(UTF_8)))
                        .isEqualTo(manifest);
            }
        });
        assertThat(manifest(Map.of("k", 2), new Counts(2, 1, 2, 2, 100)).json())
                .contains("\"informationLoss\" : 100\n");
        // 2^-44 is 5.684341886080801486968994140625E-14; of 16 digits it would be another double. Double.toString
        // writes it in two ways, before JDK 19 and since (JDK-4511638).
        assertThat(manifest(Map.of("k", 2), new Counts(2, 1, 2, 2, 0x1p-44)).json())
                .contains("\"informationLoss\" : 5.6843418860808015E-14\n");
    }

    @Test
    void anyChangedByteOfTheReleaseIsAnotherContent() {
        Seeds.forEach(500, random -> {
            byte[] bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            ContentHash before = ContentHash.of(bytes);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(ContentHash.of(bytes)).isNotEqualTo(before);
            assertThat(ContentHash.of(bytes).sizeBytes()).isEqualTo(before.sizeBytes());
        });
    }

    @Test
    void anythingElseIsNoManifest() {
        String json = MANIFEST.json();
        for (String wrong : new String[] {
            "",
            "null",
            "[]",
            "{}",
            json + "x",
            json.substring(0, json.length() / 2),
            json.replace("\"schema\" : 1", "\"schema\" : 2"),
            json.replace("\"schema\" : 1", "\"schema\" : \"1\""),
            json.replace("\"schema\" : 1", "\"schema\" : 1.0"),
            json.replace("\"schema\" : 1", "\"schema\" : 1, \"schema\" : 1"),
            json.replace("\"program\"", "\"original\" : {}, \"program\""),
            json.replace("\"program\" : \"phr 1.2.3\"", "\"program\" : 1"),
            json.replace(ABC, ABC.toUpperCase(java.util.Locale.ROOT)),
            json.replace("\"size\" : 3", "\"size\" : -3"),
            json.replace("\"size\" : 3", "\"size\" : 3e400"),
            json.replace("\"quasi\"", "\"identifier\""),
            json.replace("\"quasi\"", "\"QUASI\""),
            json.replace("\"ordinal\"", "\"other\""),
            json.replace("\"k\" : 5", "\"k\" : 1"),
            json.replace("\"k\" : 5,", ""),
            json.replace("\"k\" : 5", "\"k\" : 4294967301"),
            json.replace("\"l\" : 3", "\"l\" : 3, \"shuffle\" : 48151623"),
            json.replace("\"t\" : 0.15", "\"t\" : \"0.15\""),
            json.replace("\"shuffled\" : true", "\"shuffled\" : 1"),
            json.replace("\"decimal\" : \",\"", "\"decimal\" : \"ab\""),
            json.replace("ISO-8859-1", "no such"),
            json.replace("\"NA\"", "1"),
            json.replace("\"delimiter\" : \";\"", "\"delimiter\" : \";;\""),
            json.replace("\"smallestGroup\" : 5", "\"smallestGroup\" : 8"),
            json.replace("\"informationLoss\" : 12.5", "\"informationLoss\" : 1e999"),
            "[".repeat(100_000),
        }) {
            assertThat(wrong).isNotEqualTo(json);
            assertThatThrownBy(() -> ReleaseManifest.parse(wrong.getBytes(UTF_8)))
                    .as(wrong.substring(0, Math.min(wrong.length(), 2000)))
                    .isInstanceOf(ManifestException.class);
        }
        assertThatThrownBy(() -> ReleaseManifest.parse(new byte[ReleaseManifest.LIMIT_BYTES + 1]))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("larger");
    }

    @Test
    void whatIsNotToBeToldHasNoPlace() {
        Map<String, Object> more = new HashMap<>(ALL);
        more.put("shuffle", 48151623L);
        assertThatThrownBy(() -> manifest(more, MANIFEST.counts())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> manifest(Map.of("k", 5L), MANIFEST.counts()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Released("name", Role.IDENTIFIER, Kind.CATEGORY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Released("name", Role.DROP, Kind.CATEGORY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Released(" ", Role.QUASI, Kind.CATEGORY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> manifest(Map.of("l", 2), MANIFEST.counts()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> manifest(Map.of("k", 5, "shuffled", "yes"), MANIFEST.counts()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsGoTogether() {
        assertThat(new Counts(3, 1, 3, 3, 0).rows()).isEqualTo(3);
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> new Counts(3, 0, 3, 3, 0),
                () -> new Counts(3, 1, 0, 3, 0),
                () -> new Counts(3, 1, 3, 2, 0),
                () -> new Counts(3, 1, 3, 4, 0),
                () -> new Counts(3, 1, 3, 3, -1),
                () -> new Counts(3, 1, 3, 3, Double.NaN),
                () -> new Counts(3, 1, 3, 3, Double.POSITIVE_INFINITY))) {
            assertThatThrownBy(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whoWasSuppressedIsReadAgain() throws Exception {
        Counts counts = new Counts(12, 2, 5, 7, 12.5, Optional.of(new Suppressed(2, 8, 76.5, 0.25)));
        ReleaseManifest manifest = manifest(Map.of("k", 5, "suppress", 10.0), counts);
        assertThat(manifest.json()).endsWith("""
                    "informationLoss" : 12.5,
                    "suppressed" : {
                      "persons" : 2,
                      "rows" : 8,
                      "lossBefore" : 76.5,
                      "lossAfter" : 0.25
                    }
                  }
                }
                """);
        assertThat(ReleaseManifest.parse(manifest.json().getBytes(UTF_8))).isEqualTo(manifest);
        for (Map<String, Object> tooFew :
                List.<Map<String, Object>>of(Map.of("k", 5), Map.of("k", 5, "suppress", 9.5))) {
            assertThatThrownBy(() -> manifest(tooFew, counts))
                    .hasMessage("more persons are suppressed than was asked for");
        }
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> new Suppressed(-1, 0, 1, 1),
                () -> new Suppressed(2, 1, 1, 1),
                () -> new Suppressed(0, 1, 1, 1),
                () -> new Suppressed(0, 0, 2, 1),
                () -> new Suppressed(1, 1, 1, 2),
                () -> new Suppressed(1, 1, 1, -1),
                () -> new Suppressed(1, 1, Double.POSITIVE_INFINITY, 1))) {
            assertThatThrownBy(wrong).hasMessage("the counts of the suppressed do not go together");
        }
    }
}
