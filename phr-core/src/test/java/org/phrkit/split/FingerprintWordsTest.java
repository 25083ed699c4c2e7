package org.phrkit.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The same fingerprints as in the test of the store's pages, which show the same words. */
class FingerprintWordsTest {
    @Test
    void everyBitIsInTheWords() {
        assertThat(FingerprintWords.of("0".repeat(32)))
                .isEqualTo(
                        "academic academic academic academic academic academic academic academic academic academic academic academic academic");
        assertThat(FingerprintWords.of("f".repeat(32)))
                .isEqualTo("zero zero zero zero zero zero zero zero zero zero zero zero yelp");
        assertThat(FingerprintWords.of("0123 4567 89ab cdef fedc ba98 7654 3210"))
                .isEqualTo("acrobat marvel firm terminal predator dining zero rebound repeat genuine gray arcade away");
    }

    @Test
    void otherTextsAreRefused() {
        for (String text : new String[] {"", "0".repeat(31), "0".repeat(33), "F".repeat(32)}) {
            assertThatThrownBy(() -> FingerprintWords.of(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a fingerprint is 32 hexadecimal digits");
        }
    }
}
