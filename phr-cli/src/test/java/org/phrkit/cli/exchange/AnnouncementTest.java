package org.phrkit.cli.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.phrkit.age.X25519Identity;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportManifest;
import org.phrkit.sign.SigningKey;

class AnnouncementTest {
    private static Optional<String> warning(Duration ahead) {
        Instant created = Instant.now().plus(ahead);
        SecureRandom random = new SecureRandom();
        return Announcement.future(new ReportManifest(
                1,
                "0".repeat(32),
                created,
                SigningKey.generate(random).verificationKey(),
                List.of(new Reader(X25519Identity.generate(random).recipient())),
                List.of(new ReportManifest.Entry("a", 0, "0".repeat(64), "text/plain")),
                Optional.empty(),
                Optional.empty()));
    }

    @Test
    void aTimeThatCannotBeIsWarnedOf() {
        assertThat(warning(Duration.ofHours(-1000))).isEmpty();
        assertThat(warning(Duration.ofHours(23))).isEmpty();
        assertThat(warning(Duration.ofHours(25)))
                .hasValueSatisfying(text -> assertThat(text).contains("more than a day from now"));
    }
}
