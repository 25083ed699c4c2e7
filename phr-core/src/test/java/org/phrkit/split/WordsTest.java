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
    void theNearestWordIsTheOneWithFewestMistakes() {
        assertThat(Words.nearest("acdemic")).isEqualTo("academic");
        assertThat(Words.nearest("acaedmic")).isEqualTo("academic");
        assertThat(Words.nearest("academicc")).isEqualTo("academic");
        assertThat(Words.nearest("acad")).isEqualTo("academic");
        assertThat(Words.nearest("acadxyz")).isEqualTo("academic");
        assertThat(Words.nearest("zeri")).isEqualTo("zero");
        assertThat(Words.nearest("")).hasSize(4);
    }
}
