package org.phrkit.pseudonym;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

class PseudonymsTest {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    private static Pseudonyms read(String text) throws Exception {
        return Pseudonyms.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    // printf '%s' TEXT | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f | cut -c 1-32
    @Test
    void theyAreWhatOpensslComputes() throws Exception {
        for (String file : List.of(KEY, KEY + "\n", KEY + "\r\n", KEY.toUpperCase(java.util.Locale.ROOT) + "\n")) {
            try (Pseudonyms pseudonyms = read(file)) {
                assertThat(pseudonyms.of("Ann")).isEqualTo("608ba0927299a0f29e40b3621fe0ba98");
                assertThat(pseudonyms.of("Jörg 7")).isEqualTo("72013c25e82d6b605bf9e7a535ae66f3");
                assertThat(pseudonyms.of("")).isEqualTo("d38b42096d80f45f826b44a9d5607de7");
            }
        }
    }

    @Test
    void keyFileIsWrittenAsItWasRead() throws Exception {
        for (String key : List.of(KEY, "fe".repeat(131))) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            read(key).write(file);
            assertThat(file.toString(UTF_8)).isEqualTo(key + "\n");
        }
    }

    // RFC 4231, test case 6: a key longer than a block, 131 bytes aa.
    @Test
    void aLongerKeyIsUsedWhole() throws Exception {
        assertThat(read("aa".repeat(131)).of("Test Using Larger Than Block-Size Key - Hash Key First"))
                .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "00",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1g",
                " 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n\n",
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n00"
            })
    void allElseIsNoKey(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PseudonymKeyException.class)
                .hasMessageStartingWith("line 1: ")
                .hasMessageNotContaining("0001");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheKeyAndUtf16IsNamed() throws Exception {
        String key = "0123456789abcdef".repeat(4) + "\r\n";
        try (Pseudonyms plain = read(key);
                Pseudonyms marked = Pseudonyms.read(new ByteArrayInputStream(("\ufeff" + key).getBytes(UTF_8)))) {
            assertThat(marked.of("P1")).isEqualTo(plain.of("P1"));
        }
        assertThatThrownBy(() -> Pseudonyms.read(new ByteArrayInputStream(key.getBytes(UTF_16))))
                .isInstanceOf(NotUtf8Exception.class);
    }

    @Test
    void aFileWithoutEndIsNoKey() {
        assertThatThrownBy(() -> read("ab".repeat(1 << 20))).isInstanceOf(PseudonymKeyException.class);
    }

    @Test
    void theSameTextIsTheSameInAllTables() throws Exception {
        Pseudonyms pseudonyms = read(KEY);
        TextColumn first = new TextColumn(
                new ColumnSpec("id", Role.PSEUDONYM), List.of("7", "Ann"), new int[] {1, -1, 0, 1}, "NA");
        Column of = pseudonyms.of(first);
        assertThat(of.spec()).isEqualTo(new ColumnSpec("id", Role.PSEUDONYM, Kind.CATEGORY));
        assertThat(of.text(0)).isEqualTo("608ba0927299a0f29e40b3621fe0ba98").isEqualTo(of.text(3));
        assertThat(of.isMissing(1)).isTrue();
        assertThat(of.text(1)).isEqualTo("NA");
        NumberColumn second =
                new NumberColumn(new ColumnSpec("record", Role.PSEUDONYM, Kind.INTEGER), new double[] {Double.NaN, 7});
        assertThat(pseudonyms.of(second).text(1)).isEqualTo(of.text(2));
        assertThat(pseudonyms.of(second).isMissing(0)).isTrue();
    }

    @Test
    void otherColumnsStayAsTheyAre() throws Exception {
        Column blood = new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), List.of("A"));
        Table table = new Table(List.of(blood, new TextColumn(new ColumnSpec("id", Role.PSEUDONYM), List.of("Ann"))));
        Table replaced = read(KEY).of(table);
        assertThat(replaced.columns().get(0)).isSameAs(blood);
        assertThat(replaced.columns().get(1).text(0)).isEqualTo("608ba0927299a0f29e40b3621fe0ba98");
    }

    @Test
    void aClosedKeyMakesNoMore() throws Exception {
        Pseudonyms pseudonyms = read(KEY);
        pseudonyms.close();
        assertThatThrownBy(() -> pseudonyms.of("Ann")).isInstanceOf(IllegalStateException.class);
    }

    /** printf '\\0shift\\0%s' PERSON | openssl dgst -sha256 -mac HMAC …: the first 8 bytes by 364, without 0. */
    @Test
    void datesOfAPersonAreMovedTogether() throws Exception {
        ColumnSpec born = new ColumnSpec("born", Role.SHIFT);
        Table table = new Table(List.of(
                new TextColumn(new ColumnSpec("id", Role.PERSON), List.of("Ann", "Bob", "Ann", "Ann")),
                new NumberColumn(born, new double[] {0, 0, 100, Double.NaN}, "NA"),
                new NumberColumn(new ColumnSpec("seen", Role.QUASI, Kind.DATE), new double[] {1, 2, 3, 4})));
        try (Pseudonyms key = read(KEY)) {
            Table shifted = key.shifted(table, "id");
            assertThat(((NumberColumn) shifted.column("born").get()).values())
                    .containsExactly(98, -179, 198, Double.NaN);
            assertThat(shifted.column("seen").get())
                    .isEqualTo(table.column("seen").get());
            for (int i = 0; i < 2000; i++) {
                Table one = new Table(List.of(
                        new TextColumn(new ColumnSpec("id", Role.PERSON), List.of("p" + i)),
                        new NumberColumn(born, new double[] {0})));
                double days =
                        ((NumberColumn) key.shifted(one, "id").column("born").get()).value(0);
                assertThat(Math.abs(days)).isBetween(1.0, 182.0);
            }
        }
        Table nobody = new Table(List.of(
                new TextColumn(new ColumnSpec("id", Role.PERSON), List.of("a", "b"), new int[] {0, -1}, ""),
                new NumberColumn(born, new double[] {0, 1})));
        try (Pseudonyms key = read(KEY)) {
            assertThatThrownBy(() -> key.shifted(nobody, "id")).hasMessageStartingWith("line 3: column \"id\"");
        }
    }
}
