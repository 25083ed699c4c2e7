package org.phrkit.rc4;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rc4FileTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] REPORT = "pulse 60\n".getBytes(UTF_8);
    private static final String BY_MD5 = "53616c7465645f5f3b643c5e44c2a8e0f94284e0f15c83f510";
    private static final String BY_SHA256 = "53616c7465645f5f3f1c4400b7e138b5adea0252d8887af660";

    private static byte[] openSalted(byte[] file, String passphrase, Derivation derivation) throws Exception {
        try (InputStream in =
                Rc4File.openSalted(new ByteArrayInputStream(file), passphrase.toCharArray(), derivation)) {
            return in.readAllBytes();
        }
    }

    private static InputStream open(byte[] file) throws Exception {
        try (Rc4Key key =
                Rc4Key.read(new ByteArrayInputStream("0102030405060708090a0b0c0d0e0f10".getBytes(US_ASCII)))) {
            return Rc4File.open(new ByteArrayInputStream(file), key);
        }
    }

    /**
     * Each file was written by OpenSSL 3.0.19: {@code printf 'pulse 60\n' | openssl enc -rc4 -provider legacy -provider
     * default -md DIGEST -pass file:FILE}, the last two with {@code -pbkdf2} and with {@code -iter 7}.
     */
    @Test
    void whatOpensslWroteIsRead() throws Exception {
        assertThat(openSalted(HEX.parseHex(BY_MD5), "correct horse", Derivation.md5()))
                .isEqualTo(REPORT);
        assertThat(openSalted(HEX.parseHex(BY_SHA256), "correct horse", Derivation.sha256()))
                .isEqualTo(REPORT);
        assertThat(openSalted(
                        HEX.parseHex("53616c7465645f5ff6d82bc93ded44be26fd39c9a10e796d3f"),
                        "Gr\u00fcezi",
                        Derivation.sha256()))
                .isEqualTo(REPORT);
        assertThat(openSalted(
                        HEX.parseHex("53616c7465645f5f4e68aae2a83a5612c726e71c567a899dfa"),
                        "correct horse",
                        Derivation.pbkdf2(Derivation.DEFAULT_ITERATIONS)))
                .isEqualTo(REPORT);
        assertThat(openSalted(
                        HEX.parseHex("53616c7465645f5fd75c3cccdf78db220364535f9d8ef1cdc1"),
                        "correct horse",
                        Derivation.pbkdf2(7)))
                .isEqualTo(REPORT);
    }

    /** {@code openssl enc -rc4 -K 0102030405060708090a0b0c0d0e0f10}. */
    @Test
    void aBareCiphertextOfOpensslIsRead() throws Exception {
        try (InputStream in = open(HEX.parseHex("eab2a0e905bd28c7b8"))) {
            assertThat(in.readAllBytes()).isEqualTo(REPORT);
        }
    }

    @Test
    void whateverIsWrongGoesUnnoticed() throws Exception {
        byte[] file = HEX.parseHex(BY_SHA256);
        assertThat(openSalted(file, "correct horse", Derivation.md5()))
                .hasSize(REPORT.length)
                .isNotEqualTo(REPORT);
        assertThat(openSalted(file, "correct Horse", Derivation.sha256()))
                .hasSize(REPORT.length)
                .isNotEqualTo(REPORT);
        file[16 + 6] ^= '6' ^ '9';
        assertThat(openSalted(file, "correct horse", Derivation.sha256())).isEqualTo("pulse 90\n".getBytes(UTF_8));
        assertThat(openSalted(Arrays.copyOf(file, file.length - 2), "correct horse", Derivation.sha256()))
                .isEqualTo("pulse 9".getBytes(UTF_8));
    }

    @Test
    void aStreamIsTheSameInPiecesOfAnySize() throws Exception {
        byte[] zeros = new byte[100_000];
        byte[] all;
        try (InputStream in = open(zeros)) {
            all = in.readAllBytes();
        }
        // RFC 6229, section 2: the key stream at 4096.
        assertThat(HEX.formatHex(all, 4096, 4112)).isEqualTo("a36a4c301ae8ac13610ccbc12256cacc");
        try (InputStream in = open(zeros)) {
            assertThat(in.read()).isEqualTo(all[0] & 0xff);
            assertThat(in.readNBytes(6)).isEqualTo(Arrays.copyOfRange(all, 1, 7));
            assertThat(in.skip(50_000)).isEqualTo(50_000);
            assertThat(in.readNBytes(3)).isEqualTo(Arrays.copyOfRange(all, 50_007, 50_010));
            assertThat(in.read(new byte[0])).isZero();
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(all, 50_010, all.length));
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'the file is empty'",
        "53616c74, 'does not begin with Salted__, as openssl enc writes it with a passphrase'",
        "eab2a0e905bd28c7b8, 'does not begin with Salted__, as openssl enc writes it with a passphrase'",
        "53616c7465645f5f010203, 'the salt is cut short: it has 3 bytes, not 8'",
        "53616c7465645f5f0102030405060708, 'there is nothing behind the salt'",
        "55324673644756, 'does not begin with Salted__, as openssl enc writes it with a passphrase'",
        "5532467364475666, 'does not begin with Salted__, as openssl enc writes it with a passphrase'",
        "553246736447566b58312b, 'is written in base64, which openssl base64 -d undoes'"
    })
    void whatHasNoSaltIsRefused(String file, String message) {
        assertThatThrownBy(() -> openSalted(HEX.parseHex(file), "correct horse", Derivation.sha256()))
                .isInstanceOf(
                        message.contains("empty") || message.contains("nothing")
                                ? Rc4Exception.Empty.class
                                : Rc4Exception.Salt.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'the file is empty'",
        "53616c7465645f5f0102030405060708ff, 'begins with a salt, so its key is made from a passphrase'",
        "553246736447566b58312b, 'is written in base64, which openssl base64 -d undoes'"
    })
    void whatIsNoBareCiphertextIsRefused(String file, String message) {
        assertThatThrownBy(() -> open(HEX.parseHex(file)))
                .isInstanceOf(Rc4Exception.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void thereIsAtLeastOneIteration(int iterations) {
        assertThatThrownBy(() -> Derivation.pbkdf2(iterations)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lookingForASaltMovesNothing() throws Exception {
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(HEX.parseHex(BY_MD5)));
        assertThat(Rc4File.isSalted(in)).isTrue();
        assertThat(in.readAllBytes()).isEqualTo(HEX.parseHex(BY_MD5));
        assertThat(Rc4File.isSalted(new BufferedInputStream(new ByteArrayInputStream(REPORT))))
                .isFalse();
        assertThat(Rc4File.isSalted(new BufferedInputStream(new ByteArrayInputStream(new byte[0]))))
                .isFalse();
    }
}
