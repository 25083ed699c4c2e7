package org.phrkit.table;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static void assertRefused(char delimiter, char quote, Charset encoding, char decimal) {
        assertThatThrownBy(() -> new Dialect(delimiter, quote, encoding, decimal, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatCouldNotBeToldApartIsRefused() {
        for (char mark : "a7ü\n\r\0\ufeff\ud834".toCharArray()) {
            assertRefused(mark, '"', UTF_8, '.');
            assertRefused(',', mark, UTF_8, '.');
        }
        assertRefused('"', '"', UTF_8, '.');
        assertRefused(';', '.', UTF_8, '.');
        assertRefused(';', '"', UTF_8, ';');
        assertRefused('§', '"', US_ASCII, '.');
        // Numbers may stand in quotes.
        assertThat(new Dialect(',', '"', UTF_8, ',', List.of()).decimal()).isEqualTo(',');
    }
}
