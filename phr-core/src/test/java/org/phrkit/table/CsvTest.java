package org.phrkit.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class CsvTest {
    private static Table read(String text) throws Exception {
        return read(text, Kind.CATEGORY);
    }

    private static Table read(String text, Kind kind) throws Exception {
        return Csv.read(new ByteArrayInputStream(text.getBytes(UTF_8)), "in.csv", header -> header.stream()
                .map(name -> new ColumnSpec(name, Role.QUASI, kind))
                .toList());
    }

    private static String write(Table table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out);
        return out.toString(UTF_8);
    }

    @Test
    void keepsTextsAsTheyAre() throws Exception {
        Table table = read("a,b\r\n 1 ,\"x,\"\"y\"\"\r\nz\"\r\n,é");
        assertThat(table.rowCount()).isEqualTo(2);
        assertThat(table.columns().get(0).text(0)).isEqualTo(" 1 ");
        assertThat(table.columns().get(1).text(0)).isEqualTo("x,\"y\"\r\nz");
        assertThat(table.columns().get(0).text(1)).isEmpty();
        assertThat(table.columns().get(1).text(1)).isEqualTo("é");
        assertThat(table.lineNumber(0)).isEqualTo(2);
        assertThat(table.lineNumber(1)).isEqualTo(4);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        String[] parts = {
            "a", ",", "\"", "\n", "\r", " ", "é", "𝄞", "#", "'", "\t", ";", "long enough to be quoted unseen"
        };
        Seeds.forEach(500, random -> {
            List<Column> columns = new ArrayList<>();
            int rows = 1 + random.nextInt(5);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                List<String> texts = new ArrayList<>();
                for (int row = 0; row < rows; row++) {
                    StringBuilder text = new StringBuilder();
                    for (int part = random.nextInt(4); part > 0; part--) {
                        text.append(parts[random.nextInt(parts.length)]);
                    }
                    texts.add(text.toString());
                }
                columns.add(new TextColumn(new ColumnSpec("c" + i, Role.QUASI, Kind.CATEGORY), texts));
            }
            Table table = new Table(columns);
            assertThat(read(write(table)).columns()).isEqualTo(table.columns());
        });
    }

    @Test
    void numbersTakeNoMoreTextThanNeeded() throws Exception {
        assertThat(write(read("a\n1.50\n-0\n1e2\n", Kind.NUMBER))).isEqualTo("a\n1.5\n0\n100\n");
    }

    @Test
    void errorsAreTypedAndNameThePlace() {
        assertThatThrownBy(() -> read("")).isInstanceOf(TableException.Header.class);
        assertThatThrownBy(() -> read("a,a\n1,2")).isInstanceOf(TableException.Header.class);
        assertThatThrownBy(() -> read("a,b\n1\n"))
                .isInstanceOf(TableException.Row.class)
                .hasMessageStartingWith("in.csv:2: ");
        assertThatThrownBy(() -> read("a,b\n1,2\n3,secret", Kind.NUMBER))
                .isInstanceOf(TableException.Cell.class)
                .hasMessageStartingWith("in.csv:3: column \"b\"")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> read("a\u0007\nx\n", Kind.NUMBER)).hasMessageContaining("column \"a\ufffd\"");
    }

    @Test
    void droppedColumnsAreForgotten() throws Exception {
        Table table = Csv.read(
                new ByteArrayInputStream("a,b\nx,1\n".getBytes(UTF_8)),
                "in.csv",
                header -> List.of(new ColumnSpec("a", Role.DROP), new ColumnSpec("b", Role.QUASI)));
        assertThat(table.columns()).extracting(column -> column.spec().name()).containsExactly("b");
    }

    @Test
    void manyRowsAreRead() throws Exception {
        StringBuilder text = new StringBuilder("a,b\n");
        for (int row = 0; row < 5000; row++) {
            text.append(row).append(',').append(row % 7).append('\n');
        }
        Table table = read(text.toString(), Kind.NUMBER);
        assertThat(table.rowCount()).isEqualTo(5000);
        assertThat(table.quasiNumbers().get(0).value(4999)).isEqualTo(4999);
        assertThat(table.lineNumber(4999)).isEqualTo(5001);
        assertThat(write(table)).isEqualTo(text.toString());
    }
}
