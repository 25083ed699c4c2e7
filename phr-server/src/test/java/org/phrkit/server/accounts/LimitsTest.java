package org.phrkit.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;

class LimitsTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private static int takeAll(Limits limits, String subject) {
        int taken = 0;
        try {
            while (true) {
                limits.take(Limits.Measure.STRANGERS, subject);
                taken++;
            }
        } catch (Problem e) {
            assertThat(e.kind()).isEqualTo(Problem.Kind.TOO_MANY);
            assertThat(e.retryAfterSeconds()).isPositive();
        }
        return taken;
    }

    @Test
    void aBucketIsEmptiedBySubjectFillsWithTimeAndSurvivesARestart() throws Exception {
        try (Database database = Database.open(folder.resolve("store.db"))) {
            Limits limits = new Limits(database, NOON, 1);
            assertThat(takeAll(limits, "one")).isEqualTo(300);
            limits.take(Limits.Measure.STRANGERS, "other");
            limits.take(Limits.Measure.REQUESTS, "one");
            limits.keep();

            Limits again = new Limits(database, NOON, 1);
            assertThatThrownBy(() -> again.take(Limits.Measure.STRANGERS, "one"))
                    .isInstanceOf(Problem.class);
            again.take(Limits.Measure.STRANGERS, "other");
            again.keep();

            Limits later = new Limits(database, Clock.offset(NOON, Duration.ofSeconds(10)), 1);
            assertThat(takeAll(later, "one")).isEqualTo(10);
            Limits muchLater = new Limits(database, Clock.offset(NOON, Duration.ofDays(1)), 1);
            muchLater.keep();
            int kept = database.read(handle -> handle.createQuery("select count(*) from allowance")
                    .mapTo(Integer.class)
                    .one());
            assertThat(kept).as("full buckets are forgotten").isZero();
        }
    }

    @Test
    void whoTakesMoreThanThereIsWaitsUntilAsMuchCameInAgain() throws Exception {
        try (Database database = Database.open(folder.resolve("store.db"))) {
            Limits limits = new Limits(database, NOON, 1);
            limits.take(Limits.Measure.BYTES, "one", (1L << 36) + (100 << 24));
            assertThatThrownBy(() -> limits.take(Limits.Measure.BYTES, "one", 1))
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> limits.requireSome(Limits.Measure.BYTES, "one"))
                    .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.retryAfterSeconds())
                            .isEqualTo(101));
            limits.charge(Limits.Measure.BYTES, "one", 100 << 24);
            limits.keep();
            Limits soon = new Limits(database, Clock.offset(NOON, Duration.ofSeconds(200)), 1);
            assertThatThrownBy(() -> soon.take(Limits.Measure.BYTES, "one", 1)).isInstanceOf(Problem.class);
            new Limits(database, Clock.offset(NOON, Duration.ofSeconds(201)), 1).take(Limits.Measure.BYTES, "one", 1);
        }
    }

    @Test
    void whoComesFromVeryManyAddressesDoesNotFillHisEmptyOnes() throws Exception {
        try (Database database = Database.open(folder.resolve("store.db"))) {
            Limits limits = new Limits(database, NOON, 1);
            takeAll(limits, "one");
            for (int i = 0; i < 150_000; i++) {
                limits.take(Limits.Measure.STRANGERS, "address " + i);
            }
            assertThatThrownBy(() -> limits.take(Limits.Measure.STRANGERS, "one"))
                    .isInstanceOf(Problem.class);
        }
    }
}
