package org.phrkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.age.KeyIdentity;
import org.phrkit.sign.VerificationKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A report and grants of it that another program made: with age, tar, minisign and Python. */
class GrantVectorsTest {
    private static final JsonNode VECTORS = read();

    private static JsonNode read() {
        try {
            return JsonMapper.shared().readTree(Files.readString(Path.of("src/test/vectors/grants.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Named<JsonNode>> cases() {
        return StreamSupport.stream(VECTORS.get("cases").spliterator(), false)
                .map(one -> Named.of(one.get("name").stringValue(), one));
    }

    private static KeyIdentity identity(String person) throws IOException {
        return KeyIdentity.parse(
                VECTORS.get("people").get(person).get("identity").stringValue());
    }

    private static VerificationKey signer(String person) throws IOException {
        return VerificationKey.parse(
                VECTORS.get("people").get(person).get("signer").stringValue());
    }

    private static GrantChain chain(JsonNode grants) throws IOException {
        List<SignedGrant> chain = new ArrayList<>();
        for (JsonNode grant : grants) {
            chain.add(SignedGrant.read(
                    grant.get("statement").stringValue(), grant.get("signature").stringValue()));
        }
        return GrantChain.of(chain);
    }

    private static ReportReader open(JsonNode vector, ReportReader.Expectation expectation) throws IOException {
        byte[] report = VECTORS.get("report").stringValue().getBytes(StandardCharsets.US_ASCII);
        return ReportReader.open(
                List.of(identity(vector.get("opener").stringValue())),
                new ByteArrayInputStream(report),
                expectation,
                chain(vector.get("grants")),
                Instant.parse(vector.get("now").stringValue()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areAcceptedOrRefusedForTheReasonGiven(JsonNode vector) throws Exception {
        String expected = vector.get("expected").stringValue();
        if (!expected.equals("opened")) {
            assertThatThrownBy(() -> open(vector, ReportReader.Expectation.NONE))
                    .isInstanceOf(ReportException.class)
                    .hasMessage(expected);
            return;
        }
        ReportReader report = open(vector, ReportReader.Expectation.NONE);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        report.readFiles(file -> content);
        assertThat(content).hasToString("pulse 60\n");
        assertThat(report.grants().grants()).hasSize(vector.get("grants").size());
        assertThat(report.reader().recipient())
                .isEqualTo(identity(vector.get("opener").stringValue()).recipient());
        assertThat(GrantChain.parse(report.grants().json())).isEqualTo(report.grants());
    }

    private static JsonNode named(String name) {
        return cases().map(Named::getPayload)
                .filter(one -> one.get("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ReportReader.Expectation ofSigner(String person) throws IOException {
        return new ReportReader.Expectation(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(signer(person)));
    }

    /** A reader who says which key she signs with is not the reader of a pair with another's. */
    @Test
    void anotherSigningKeyIsNotNamedBesideTheOpenersKey() throws Exception {
        for (String[] right : new String[][] {
            {"a reader of the manifest", "doctor"},
            {"granted by a reader of the manifest", "colleague"},
            {"to a reader without a signing key", "doctor"}
        }) {
            assertThat(open(named(right[0]), ofSigner(right[1])).manifest().id())
                    .startsWith("c0ffee");
        }
        for (String[] wrong : new String[][] {
            {"a reader of the manifest", "colleague"}, {"granted by a reader of the manifest", "doctor"}
        }) {
            assertThatThrownBy(() -> open(named(wrong[0]), ofSigner(wrong[1])))
                    .isInstanceOf(ReportException.NotExpected.class)
                    .hasMessage("the report names another signing key for the key that opened it");
        }
    }

    /** Whatever stands beside a report, it takes nothing from a reader whom the manifest names. */
    @Test
    void aReaderOfTheManifestNeedsNoGrant() throws Exception {
        byte[] report = VECTORS.get("report").stringValue().getBytes(StandardCharsets.US_ASCII);
        ReportReader opened = ReportReader.open(
                List.of(identity("ward")),
                new ByteArrayInputStream(report),
                ReportReader.Expectation.NONE,
                chain(named("expired").get("grants")),
                Instant.EPOCH);
        assertThat(opened.grants()).isEqualTo(GrantChain.NONE);
        assertThat(opened.reader().signer()).contains(signer("ward"));
    }
}
