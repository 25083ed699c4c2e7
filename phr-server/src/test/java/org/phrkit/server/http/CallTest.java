package org.phrkit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallTest {
    @Test
    void aNetworkOfIpv6IsOneAddressHoweverItIsWritten() {
        String network = Call.network("2001:db8:1:2::1");
        assertThat(Call.network("[2001:db8:1:2:3:4:5:6]")).isEqualTo(network);
        assertThat(Call.network("2001:0db8:0001:0002:ffff::")).isEqualTo(network);
        assertThat(Call.network("2001:db8:1:3::1")).isNotEqualTo(network);
        assertThat(Call.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Call.network("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(Call.network("no address".repeat(20))).hasSize(64);
    }
}
