package org.phrkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.phrkit.age.X25519Identity;
import org.phrkit.report.GrantStatement.Window;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/** Each member of a statement, changed by itself: what is refused, and for which reason. */
class GrantStatementTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String ID = "0123456789abcdef".repeat(2);
    private static final String MANIFEST = "0011223344556677".repeat(4);
    private static final String PREVIOUS = "fedcba9876543210".repeat(4);
    private static final VerificationKey GRANTER = SigningKey.generate(RANDOM).verificationKey();
    private static final Reader READER = new Reader(
            X25519Identity.generate(RANDOM).recipient(),
            Optional.of(SigningKey.generate(RANDOM).verificationKey()),
            true);

    private static GrantStatement statement(String id, String manifest, Optional<String> previous, Reader reader) {
        return new GrantStatement(
                id,
                manifest,
                previous,
                reader,
                GRANTER,
                new Window(NOON, Optional.of(NOON.plusSeconds(60))),
                NOON.minusSeconds(1),
                Optional.of("a log\n7\n"));
    }

    private static GrantStatement statement() {
        return statement(ID, MANIFEST, Optional.of(PREVIOUS), READER);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(GrantStatement.parse(statement().json())).isEqualTo(statement());
        GrantStatement least = new GrantStatement(
                ID,
                MANIFEST,
                Optional.empty(),
                new Reader(READER.recipient()),
                GRANTER,
                new Window(NOON, Optional.empty()),
                NOON,
                Optional.empty());
        assertThat(GrantStatement.parse(least.json())).isEqualTo(least);
        assertThat(least.json()).doesNotContain("previous", "expires", "signer", "checkpoint");
    }

    @Test
    void eachMemberIsChecked() throws Exception {
        String json = statement().json();
        String unknown = "the grant has a member that is not known";
        String lacks = "the grant lacks a member";
        String notOne = "the grant is not one: ";
        String noGrant = "the grant is not the JSON of one";
        String signer = READER.signer().orElseThrow().toString();
        for (String[] change : new String[][] {
            {"phr/grant/1", "phr/report/2", "the grant is of an unknown type"},
            {"\"type\" : \"phr/grant/1\",", "", lacks},
            {"\"type\" : ", "\"more\" : 1, \"type\" : ", unknown},
            {"\"type\" : ", "\"mayGrant\" : false, \"type\" : ", "the grant is not JSON"},
            {ID, ID.substring(1), notOne + "the id of a report has 32 hexadecimal digits"},
            {MANIFEST, MANIFEST.substring(1), notOne + "a SHA-256 is 64 hexadecimal digits"},
            {PREVIOUS, PREVIOUS.toUpperCase(Locale.ROOT), notOne + "a SHA-256 is 64 hexadecimal digits"},
            {"\"" + PREVIOUS + "\"", "1", "the grant has no proper \"previousSha256\""},
            {"\"recipient\" : ", "\"mayGrant\" : true, \"recipient\" : ", unknown},
            {READER.recipient().toString(), "age1x", notOne + "a report has recipients, each with a public key"},
            {signer, signer.substring(4), noGrant},
            {
                ",\n    \"signer\" : \"" + signer + "\"",
                "",
                notOne + "a reader without a signing key cannot pass a report on"
            },
            {GRANTER.toString(), "RW", noGrant},
            {"\"mayGrant\" : true", "\"mayGrant\" : 1", "the grant has no proper \"mayGrant\""},
            {"\"mayGrant\" : true,", "", lacks},
            {"2026-01-02T12:00:00Z", "2026-01-02T12:01:00Z", notOne + "a grant expires after it begins"},
            {"2026-01-02T12:00:00Z", "2026-01-32T12:00:00Z", noGrant},
            {"2026-01-02T12:01:00Z", "tomorrow", noGrant},
            {"2026-01-02T11:59:59Z", "", noGrant},
            {"a log\\n7\\n", "", notOne + "a checkpoint is lines of at most 16384 characters in all"},
            {"a log\\n7\\n", "a log\\r\\n7", notOne + "a checkpoint is lines of at most 16384 characters in all"},
            {"\n}", "\n}{}", "the grant is not JSON"},
            {"\n}", "\n}" + " ".repeat(32_768), "the grant is longer than 32768 characters"},
        }) {
            assertThat(json).contains(change[0]);
            String changed = json.substring(0, json.lastIndexOf(change[0]))
                    + change[1]
                    + json.substring(json.lastIndexOf(change[0]) + change[0].length());
            assertThatThrownBy(() -> GrantStatement.parse(changed))
                    .as(change[1])
                    .isInstanceOf(ReportException.Malformed.class)
                    .hasMessage(change[2]);
        }
    }

    @Test
    void aWindowHoldsAnotherIfItHoldsAllOfIt() {
        Window window = new Window(NOON, Optional.of(NOON.plusSeconds(10)));
        Window open = new Window(NOON, Optional.empty());
        assertThat(window.isWithin(window)).isTrue();
        assertThat(window.isWithin(open)).isTrue();
        assertThat(open.isWithin(open)).isTrue();
        assertThat(open.isWithin(window)).isFalse();
        assertThat(new Window(NOON.minusNanos(1), Optional.of(NOON)).isWithin(open))
                .isFalse();
        assertThat(new Window(NOON.plusSeconds(9), Optional.of(NOON.plusSeconds(10))).isWithin(window))
                .isTrue();
        assertThat(new Window(NOON.plusSeconds(9), Optional.of(NOON.plusSeconds(11))).isWithin(window))
                .isFalse();
    }
}
