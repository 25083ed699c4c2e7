package org.phrkit.age.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, in which words and on which line, and how a stream behaves that is read in pieces. */
class ArmorReaderTest {
    private static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
    private static final String END = "-----END AGE ENCRYPTED FILE-----";
    private static final String FULL = "AAAA".repeat(16);

    private static ArmorReader reader(String text) {
        return new ArmorReader(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), IOException::new);
    }

    private static byte[] read(String text) throws IOException {
        return reader(text).readAllBytes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BEGIN*TEXT*END | the first line is not \"-----BEGIN AGE ENCRYPTED FILE-----\" (line 1)",
                "> BEGIN*FULL*E | it is quoted, as in an answer by mail: take what stands before the dashes off each line (line 1)",
                "*B*FULL | the file ends before \"-----END AGE ENCRYPTED FILE-----\" (line 4)",
                "B*FULL*AAAA | the file ends before \"-----END AGE ENCRYPTED FILE-----\" (line 4)",
                "B*FULL*AAAA*FULL*E | a line that is not the last is shorter than 64 columns (line 4)",
                "B*FULL*AAAA*AAAA*E | a line that is not the last is shorter than 64 columns (line 4)",
                "B**E | a line is empty, too long or not padded (line 2)",
                "B*FULLA*E | a line is empty, too long or not padded (line 2)",
                "B*AAA*E | a line is empty, too long or not padded (line 2)",
                "B*FULLAAA*E | a line is longer than 64 columns (line 2)",
                "B*AA?A*E | a line is not base64 (line 2)",
                "B*AAB=*E | the last line is not canonical base64 (line 2)",
                "B*AB==*E | the last line is not canonical base64 (line 2)",
                "B*AAAA*E*x | there is data after it (line 3)",
                "B*FULL*E*x | there is data after it (line 3)",
            })
    void whatIsMalformedIsNamedWithItsLine(String lines, String problem) {
        String text = lines.replace("FULL", FULL).replace("*E*", "*E\n").replace('*', '\n');
        text = text.replace("> BEGIN", "> " + BEGIN)
                .replaceAll("(?m)^B$", BEGIN)
                .replaceAll("(?m)^E$", END);
        ArmorReader reader = reader(text);
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(reader::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessage(problem);
            assertThatThrownBy(reader::read).hasMessage(problem);
        }
    }

    @Test
    void aLineOfPaddingAloneInTheMiddleEndsIt() throws IOException {
        String padded = FULL.substring(0, 60) + "AAA=";
        assertThat(read(BEGIN + "\n" + padded + "\n" + END)).hasSize(47);
        assertThatThrownBy(() -> read(BEGIN + "\n" + padded + "\n" + FULL + "\n" + END))
                .hasMessage("a line that is not the last is shorter than 64 columns (line 3)");
    }

    @Test
    void anEmptyPayloadAndAFullLastLineAreRead() throws IOException {
        assertThat(read(BEGIN + "\n" + END)).isEmpty();
        assertThat(read(BEGIN + "\n" + FULL + "\n" + END + "\r\n \t")).hasSize(48);
    }

    /** A zero byte is no end of a line and none of a file. */
    @Test
    void aZeroByteIsRefusedWhereverItStands() throws IOException {
        assertThatThrownBy(() -> read(BEGIN + "\0AAAA\n" + END)).hasMessageStartingWith("the first line is not");
        assertThatThrownBy(() -> read(BEGIN + "\n" + FULL + "\0" + END)).hasMessageContaining("longer than 64 columns");
        assertThatThrownBy(() -> read(BEGIN + "\nAAAA\0" + END))
                .hasMessage("a line is empty, too long or not padded (line 2)");
        assertThatThrownBy(() -> read(BEGIN + "\n" + FULL + "\n" + END + "\n\0x"))
                .hasMessageStartingWith("there is data after it");
        assertThat(isArmored("\0\n" + BEGIN)).isTrue();
    }

    /** Who waits for what is promised must not wait for ever. */
    @Test
    void noMoreIsPromisedThanThereIs() throws IOException {
        String text = "\n".repeat(1024 - BEGIN.length() - 2) + BEGIN + "\r\n" + (FULL + "\r\n").repeat(9) + "AAAA\r\n"
                + END + "\n".repeat(1024);
        assertThat(read(text)).hasSize(435);
        ArmorReader reader = reader(text);
        assertThat(reader.available()).isBetween(1, 435);
        assertThat(reader.readAllBytes()).hasSize(435);
    }

    @Test
    void asMuchWhiteSpaceAsTheLimitIsReadAndNoMore() throws IOException {
        String rest = BEGIN + "\nAAAA\n" + END;
        assertThat(read("\n".repeat(1024 - BEGIN.length() - 1) + rest)).hasSize(3);
        assertThatThrownBy(() -> read("\n".repeat(1024 - BEGIN.length()) + rest))
                .hasMessageStartingWith("too much white space before it");
        assertThatThrownBy(() -> read((" ".repeat(60) + "\n").repeat(17) + rest))
                .hasMessageStartingWith("too much white space before it");
        assertThat(read(rest + "\n" + " ".repeat(1024))).hasSize(3);
        assertThatThrownBy(() -> read(rest + "\n" + " ".repeat(1025))).hasMessageStartingWith("there is data after it");
    }

    @Test
    void piecesOfAnySizeGiveTheSame() throws IOException {
        byte[] plain = new byte[10_000];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) (i * 7);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ArmorWriter writer = new ArmorWriter(out)) {
            writer.write(plain);
        }
        String text = "\n".repeat(900) + out.toString(ISO_8859_1) + "\n".repeat(1000);
        ArmorReader single = reader(text);
        for (int i = 0; i < plain.length; i++) {
            int left = plain.length - i;
            assertThat(single.available()).isBetween(left * 9 / 10 - 2000, left);
            assertThat(single.read()).isEqualTo(plain[i] & 0xff);
        }
        for (int size : new int[] {1, 7, 48, 50, 4096}) {
            ArmorReader reader = reader(text);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            byte[] into = new byte[size + 2];
            Arrays.fill(into, (byte) 9);
            assertThat(reader.read(into, 0, 0)).isZero();
            for (int given = reader.read(into, 1, size); given > 0; given = reader.read(into, 1, size)) {
                read.write(into, 1, given);
            }
            assertThat(read.toByteArray()).isEqualTo(plain);
            assertThat(new byte[] {into[0], into[size + 1]}).containsOnly(9);
            assertThat(reader.read(into, 1, size)).isEqualTo(-1);
            assertThat(reader.read(into, 1, 0)).isZero();
            assertThat(reader.read()).isEqualTo(-1);
            assertThat(reader.available()).isZero();
        }
    }

    @Test
    void theStreamBelowIsClosedWithIt() throws IOException {
        AtomicBoolean isClosed = new AtomicBoolean();
        InputStream below = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                isClosed.set(true);
            }
        };
        new ArmorReader(below, IOException::new).close();
        assertThat(isClosed).isTrue();
    }

    @Test
    void whatIsMeantToBeArmoredIsKnownFromItsFirstKibibyte() throws IOException {
        assertThat(isArmored(BEGIN)).isTrue();
        assertThat(isArmored("x".repeat(1024 - BEGIN.length()) + BEGIN)).isTrue();
        assertThat(isArmored("x".repeat(1025 - BEGIN.length()) + BEGIN)).isFalse();
        assertThat(isArmored(" \n-----BEGIN AGE FILE")).isTrue();
        assertThat(isArmored("x-----BEGIN AGE FILE")).isFalse();
        assertThat(isArmored("age-encryption.org/v1\n" + BEGIN)).isFalse();
        assertThat(isArmored("---------------------------------------------")).isFalse();
        assertThat(isArmored("")).isFalse();
    }

    private static boolean isArmored(String text) throws IOException {
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), 16);
        boolean is = ArmorReader.isArmored(in);
        assertThat(in.readAllBytes()).isEqualTo(text.getBytes(ISO_8859_1));
        return is;
    }
}
