package org.phrkit.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalHintTest {
    private static String of(String kind, String path) {
        return RefusalHint.of(kind, path, 0);
    }

    @Test
    void whatIsGoneIsAnInvitationWhereOneWasSpentAlone() {
        assertThat(of("gone", "/v1/accounts")).isEqualTo("ask whoever runs the store for another invitation");
        assertThat(of("gone", "/v1/openings")).isEqualTo("only whoever left the report can grant it again");
        assertThat(of("gone", "/v1/parts/0/devices")).endsWith("then run phr store enrol again");
        assertThat(of("gone", "/v1/uploads/0")).isEqualTo("the request took too long: run the command again");
        assertThat(of("gone", "/v1/reports/0")).isEmpty();
    }

    @Test
    void whatIsNotFoundIsShownByWhatListsIt() {
        assertThat(of("not-found", "/v1/reports/0")).isEqualTo("see phr store list");
        assertThat(of("not-found", "/v1/account/devices/removal")).isEqualTo("see phr store device list");
        assertThat(of("not-found", "/v1/parts/0/approval")).isEqualTo("see phr store device list");
        assertThat(of("not-found", "/v1/recoveries")).startsWith("the shares are of an account");
        assertThat(of("not-found", "/v1/log/tile/0/0")).isEmpty();
    }

    /** Who comes back sooner than the store said is refused once more. */
    @Test
    void whoAskedTooOftenIsToldHowLongToWait() {
        assertThat(RefusalHint.of("too-many", "/v1/openings", 3600)).isEqualTo("try again in an hour");
        assertThat(RefusalHint.of("too-many", "/v1/openings", 3601)).isEqualTo("try again in 2 hours");
        assertThat(RefusalHint.of("too-many", "/v1/reports", 61)).isEqualTo("try again in 2 minutes");
        assertThat(RefusalHint.of("too-many", "/v1/reports", 60)).isEqualTo("try again in a minute");
        assertThat(RefusalHint.of("too-many", "/v1/reports", 5)).isEqualTo("try again in 5 seconds");
        assertThat(RefusalHint.of("too-many", "/v1/reports", 1)).isEqualTo("try again in 1 second");
        assertThat(RefusalHint.of("too-many", "/v1/reports", 0)).isEqualTo("try again in a minute");
    }

    @Test
    void othersAreToldOnceForAll() {
        assertThat(of("clock", "/v1/reports")).isEqualTo("set the clock of this machine");
        assertThat(of("changed", "/v1/reports/0/grants")).endsWith("run the command again");
        assertThat(of("reader", "/v1/reports")).startsWith("ask the reader for a new card");
        assertThat(of("conflict", "/v1/reports")).isEmpty();
    }
}
