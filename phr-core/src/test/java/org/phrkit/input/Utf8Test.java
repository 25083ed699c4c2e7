package org.phrkit.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static final String TEXT = "Käse \u20ac \ud83e\uddc0\0";

    @Test
    void whatIsUtf8IsReadToTheLetter() throws NotUtf8Exception {
        assertThat(Utf8.text(TEXT.getBytes(UTF_8))).isEqualTo(TEXT);
        assertThat(Utf8.content(TEXT.getBytes(UTF_8))).isEqualTo(TEXT);
        assertThat(Utf8.secret(TEXT.getBytes(UTF_8))).isEqualTo(TEXT.toCharArray());
        assertThat(Utf8.text(new byte[0])).isEmpty();
    }

    @Test
    void aByteOrderMarkIsLeftOutOfFilesAlone() throws NotUtf8Exception {
        byte[] marked = ("\ufeff" + TEXT).getBytes(UTF_8);
        assertThat(Utf8.text(marked)).isEqualTo("\ufeff" + TEXT);
        assertThat(Utf8.content(marked)).isEqualTo(TEXT);
        assertThat(Utf8.secret(marked)).isEqualTo(TEXT.toCharArray());
    }

    /** Latin-1; overlong; a surrogate; beyond Unicode; cut short; a byte alone. */
    @ParameterizedTest
    @ValueSource(strings = {"4be47365", "c080", "eda080", "f4908080", "41e282", "80", "ff"})
    void whatIsNotUtf8IsRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> Utf8.text(bytes)).hasMessage("is not text in UTF-8");
        assertThatThrownBy(() -> Utf8.secret(bytes)).hasMessage("is not text in UTF-8");
    }

    @Test
    void utf16IsNamed() {
        for (byte[] bytes : new byte[][] {("\ufeff" + TEXT).getBytes(UTF_16LE), ("\ufeff" + TEXT).getBytes(UTF_16BE)}) {
            assertThatThrownBy(() -> Utf8.content(bytes))
                    .isInstanceOfSatisfying(NotUtf8Exception.class, e -> assertThat(e.encoding())
                            .isEqualTo("UTF-16"))
                    .hasMessage("is text in UTF-16, where UTF-8 is expected");
            assertThatThrownBy(() -> Utf8.refuseUtf16(bytes)).isInstanceOf(NotUtf8Exception.class);
        }
    }

    @Test
    void noMessageShowsTheBytes() {
        assertThatThrownBy(() -> Utf8.secret("Geheimnis: Käse".getBytes(ISO_8859_1)))
                .message()
                .doesNotContain("Geheim")
                .doesNotContain("K");
    }
}
