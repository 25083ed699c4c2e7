package org.phrkit.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WordsTest {
    /** The normative list of SLIP-0039, each word followed by a line feed. */
    @Test
    void theListIsTheStandards() throws Exception {
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(Words.RESOURCE))) {
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())))
                    .isEqualTo("bcc4555340332d169718aed8bf31dd9d5248cb7da6e5d355140ef4f1e601eec3");
        }
        assertThat(Words.word(0)).isEqualTo("academic");
        assertThat(Words.index("zero")).isEqualTo(1023);
        assertThat(Words.index("bitcoin")).isEqualTo(-1);
    }

    @Test
    void fourLettersOrMoreAreEnough() {
        for (int i = 0; i < 1024; i++) {
            String word = Words.word(i);
            for (int letters = 0; letters <= word.length(); letters++) {
                assertThat(Words.index(word.substring(0, letters))).isEqualTo(letters < 4 ? -1 : i);
            }
            assertThat(Words.index(word + "s")).isEqualTo(-1);
        }
        assertThat(Words.index("acadenic")).isEqualTo(-1);
    }
}
