package org.phrkit.age.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class Base64Test {
    @Test
    void hasOneTextForSomeBytes() {
        assertThat(Base64.encode(new byte[] {0})).isEqualTo("AA");
        assertThat(Base64.decode("AA")).contains(new byte[] {0});
        assertThat(Base64.decode("")).contains(new byte[0]);
        for (String text : new String[] {"A", "AA==", "AB", "AA\n", " AA", "A-", "A_", "AAA=", "\u00c4A"}) {
            assertThat(Base64.decode(text)).as(text).isEmpty();
        }
    }
}
