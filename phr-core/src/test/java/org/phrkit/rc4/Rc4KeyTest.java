package org.phrkit.rc4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.crypto.Rc4;
import org.phrkit.testing.Seeds;

class Rc4KeyTest {
    private static Rc4Key read(byte[] file) throws Exception {
        return Rc4Key.read(new ByteArrayInputStream(file));
    }

    /** The first eight bytes of the key stream, which tell one key from another. */
    private static String keyStream(Rc4Key key) {
        byte[] bytes = new byte[8];
        try (Rc4 cipher = key.cipher()) {
            cipher.apply(bytes, 0, bytes.length);
        }
        return HexFormat.of().formatHex(bytes);
    }

    /** RFC 6229, section 2, key 0102030405. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0102030405",
                "0102030405\n",
                "0102030405\r\n",
                "01 02 03\t04 05",
                "0102\n030405\n",
                "\n 0102030405",
                "\1\2\3\4\5"
            })
    void hexadecimalAndBinaryAreOneKey(String file) throws Exception {
        try (Rc4Key key = read(file.getBytes(ISO_8859_1))) {
            assertThat(key.sizeBytes()).isEqualTo(5);
            assertThat(key.form()).isEqualTo(file.startsWith("\1") ? "binary" : "hexadecimal text");
            assertThat(keyStream(key)).isEqualTo("b2396305f03dc027");
        }
    }

    @Test
    void everySizeIsReadInEitherForm() {
        Seeds.forEach(252, random -> {
            byte[] bytes = new byte[random.nextInt(5, 257)];
            random.nextBytes(bytes);
            bytes[0] = 0;
            String digits =
                    HexFormat.ofDelimiter(random.nextBoolean() ? " " : "").formatHex(bytes);
            try (Rc4Key binary = read(bytes);
                    Rc4Key text = read((digits + "\n").getBytes(ISO_8859_1))) {
                assertThat(text.sizeBytes()).isEqualTo(bytes.length).isEqualTo(binary.sizeBytes());
                assertThat(binary.form()).isEqualTo("binary");
                assertThat(keyStream(text)).isEqualTo(keyStream(binary));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'01020304', the key has 4 bytes (hexadecimal text); one of RC4 has 5 to 256",
        "'', the key has 0 bytes (hexadecimal text); one of RC4 has 5 to 256",
        "'010203040', 'has 9 hexadecimal digits, where there are two to each byte'",
    })
    void keysOfNoSizeAreRefused(String file, String message) {
        assertThatThrownBy(() -> read(file.getBytes(ISO_8859_1)))
                .isInstanceOf(Rc4Exception.KeyFile.class)
                .hasMessage(message);
    }

    @Test
    void keysThatAreTooLongAreRefused() {
        assertThatThrownBy(() -> read("00".repeat(257).getBytes(ISO_8859_1)))
                .hasMessage("the key has 257 bytes (hexadecimal text); one of RC4 has 5 to 256");
        assertThatThrownBy(() -> read(new byte[257]))
                .hasMessage("the key has 257 bytes (binary); one of RC4 has 5 to 256");
        assertThatThrownBy(() -> read(new byte[1 << 20]))
                .hasMessage("is longer than a key of RC4, which has 5 to 256 bytes");
    }

    @ParameterizedTest
    @CsvSource({"0x0102030405, 1, 2", "a pass phrase, 1, 3", "'01020304\n0506 0g', 2, 7", "'0102030405\r\n~', 2, 1"})
    void aSlipIsNamedAndNotQuoted(String file, int lineNumber, int columnNumber) {
        assertThatThrownBy(() -> read(file.getBytes(ISO_8859_1)))
                .isInstanceOf(Rc4Exception.KeyFile.class)
                .hasMessage("line " + lineNumber + ": column " + columnNumber
                        + ": is not a hexadecimal digit; a key of other characters is to be written in hexadecimal");
    }

    /** As editors and shells of Windows write text: taken for binary, it would be another key. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\u00ef\u00bb\u00bf0102030405", "\u00ff\u00fe0\0001\0000\0002\000", "\u00fe\u00ff\0000\0001"})
    void aByteOrderMarkIsRefused(String file) {
        assertThatThrownBy(() -> read(file.getBytes(ISO_8859_1)))
                .isInstanceOf(Rc4Exception.KeyFile.class)
                .hasMessageStartingWith("line 1: column 1: a byte order mark");
    }
}
