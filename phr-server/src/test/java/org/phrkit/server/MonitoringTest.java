package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.client.StoreClient;
import org.phrkit.server.accounts.Role;

/** What the store says of itself to whoever runs it. */
class MonitoringTest {
    @TempDir
    private Path scratch;

    private static HttpResponse<String> get(TestStore store, String path) throws Exception {
        return store.monitoring("GET", path);
    }

    private TestStore open() throws Exception {
        return TestStore.in(
                scratch.resolve("store"), "origin", "http://127.0.0.1:PORT", "rate", "1000", "metrics", "127.0.0.1:0");
    }

    @Test
    void itCountsAnswersReportsAndBytesUnderNoName() throws Exception {
        try (TestStore store = open()) {
            TestStore.Person anna = store.join(Role.PATIENT, "Kowalski");
            TestStore.Person doctor = store.join(Role.DOCTOR, "Nowak");
            String report = anna.put(scratch, "Kowalski is well", doctor);
            StoreTest.text(doctor, report);
            assertThat(new Wire("GET", "/Kowalski").send(store).status()).isEqualTo(404);

            HttpResponse<String> metrics = get(store, "/metrics");
            assertThat(metrics.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/plain; version=0.0.4");
            assertThat(metrics.body().lines())
                    .contains(
                            "phr_answers_total{route=\"POST /v1/reports\",status=\"201\"} 1.0",
                            "phr_answers_total{route=\"-\",status=\"404\"} 1.0",
                            "phr_answer_seconds_count{route=\"POST /v1/reports\"} 1",
                            "phr_accounts 2.0",
                            "phr_reports 1.0",
                            "phr_uploads 0.0");
            assertThat(metrics.body())
                    .doesNotContainIgnoringCase("Kowalski")
                    .doesNotContain(report)
                    .doesNotContain(anna.fingerprint())
                    .doesNotContain(anna.membership().account())
                    .doesNotContain(anna.membership().key().publicKey());
        }
    }

    @Test
    void whoLeavesManyReportsHasFewConnections() throws Exception {
        try (TestStore store = TestStore.in(scratch.resolve("store"), "rate", "1000", "metrics", "127.0.0.1:0")) {
            TestStore.Person anna = store.join(Role.PATIENT, "Anna");
            StoreClient client = anna.client();
            for (int i = 0; i < 12; i++) {
                anna.put(client, scratch, "report " + i);
            }
            // One to ask and one to upload, and that of the invitation.
            String connections = get(store, "/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("phr_connections "))
                    .findFirst()
                    .orElseThrow();
            assertThat(Double.parseDouble(connections.substring(connections.indexOf(' '))))
                    .isBetween(1.0, 4.0);
        }
    }

    @Test
    void itIsReadyWhileTheDatabaseAnswers() throws Exception {
        try (TestStore store = open()) {
            assertThat(get(store, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(store, "/health").body()).isEqualTo("ok\n");
            store.aside(it -> it.database().write(handle -> handle.execute("alter table account rename to lost")));
            HttpResponse<String> ready = get(store, "/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("the database cannot be read\n");
            assertThat(get(store, "/health").statusCode()).isEqualTo(200);
            assertThat(get(store, "/metrics").body().lines()).contains("phr_accounts NaN", "phr_reports 0.0");
            store.aside(it -> it.database().write(handle -> handle.execute("alter table lost rename to account")));
            assertThat(get(store, "/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void itAnswersNothingElse() throws Exception {
        try (TestStore store = open()) {
            assertThat(get(store, "/v1/store").statusCode()).isEqualTo(404);
            assertThat(store.monitoring("POST", "/metrics").statusCode()).isEqualTo(404);
            // And the store's own address does not say it.
            assertThat(new Wire("GET", "/metrics").send(store).status()).isEqualTo(404);
        }
    }

    @Test
    void itIsForThisMachineAlone() {
        assertThatThrownBy(() -> TestStore.in(
                        scratch.resolve("store"), "origin", "http://127.0.0.1:PORT", "metrics", "0.0.0.0:9440"))
                .isInstanceOf(Refused.class)
                .hasMessage("metrics need an address of this machine, such as 127.0.0.1");
    }
}
