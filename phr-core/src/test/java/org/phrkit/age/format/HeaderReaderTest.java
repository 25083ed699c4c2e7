package org.phrkit.age.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderReaderTest {
    private static final String MAC = "--- " + "A".repeat(43) + "\n";

    private static Header read(String text) throws IOException {
        return HeaderReader.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)), IOException::new);
    }

    private static String file(String stanzas) {
        return Header.VERSION_LINE + "\n" + stanzas + MAC;
    }

    @Test
    void readsStanzasAndStopsBehindTheHeader() throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(
                (file("-> one a b\nAAAA\n-> two\n\n") + "payload").getBytes(StandardCharsets.ISO_8859_1));
        Header header = HeaderReader.read(in, IOException::new);
        assertThat(header.stanzas())
                .extracting(Stanza::arguments)
                .containsExactly(List.of("one", "a", "b"), List.of("two"));
        assertThat(header.stanzas().get(0).body()).hasSize(3);
        assertThat(header.stanzas().get(1).body()).isEmpty();
        assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).isEqualTo("payload");
    }

    @Test
    void readsAsManyStanzasAsTheLimitAndNotOneMore() throws IOException {
        String stanza = "-> a\n\n";
        assertThat(read(file(stanza.repeat(HeaderReader.LIMIT_STANZAS))).stanzas())
                .hasSize(HeaderReader.LIMIT_STANZAS);
        assertThatThrownBy(() -> read(file(stanza.repeat(HeaderReader.LIMIT_STANZAS + 1))))
                .hasMessageContaining("more than 10000 stanzas");
    }

    @Test
    void readsAsManyArgumentsAsTheLimitAndNotOneMore() throws IOException {
        assertThat(read(file("->" + " a".repeat(HeaderReader.LIMIT_ARGUMENTS) + "\n\n"))
                        .stanzas())
                .hasSize(1);
        assertThatThrownBy(() -> read(file("->" + " a".repeat(HeaderReader.LIMIT_ARGUMENTS + 1) + "\n\n")))
                .hasMessageContaining("more than 100 arguments (line 2)");
    }

    @Test
    void readsAsManyBytesAsTheLimitAndNotOneMore() throws IOException {
        int rest = HeaderReader.LIMIT_BYTES - file("-> \n\n").length();
        assertThat(read(file("-> " + "a".repeat(rest) + "\n\n")).stanzas()).hasSize(1);
        assertThatThrownBy(() -> read(file("-> " + "a".repeat(rest + 1) + "\n\n")))
                .hasMessageContaining("longer than 2097152 bytes");
    }
}
