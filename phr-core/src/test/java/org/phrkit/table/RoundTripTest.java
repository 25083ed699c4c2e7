package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

/** What is written is read back, whatever the dialect, the kinds and what is missing. */
class RoundTripTest {
    private static final String[] PARTS = {
        "a", ",", "\"", "\n", "\r", " ", "é", "#", "'", "\t", ";", "|", "\\", "NA", "long enough to be quoted unseen"
    };
    private static final List<String> ENCODINGS =
            List.of("UTF-8", "UTF-16", "UTF-16LE", "windows-1252", "ISO-8859-15", "GB18030");
    private static final List<String> LEVELS = List.of("z", "né", "a;b", "a,b");

    static Dialect dialect(SplittableRandom random) {
        List<String> missing = List.of("", "NA", "-999", "k.A.; \"x\"");
        int from = random.nextInt(missing.size());
        return new Dialect(
                ",;\t|: ~".charAt(random.nextInt(7)),
                "\"'`".charAt(random.nextInt(3)),
                Charset.forName(ENCODINGS.get(random.nextInt(ENCODINGS.size()))),
                ".,".charAt(random.nextInt(2)),
                missing.subList(from, from + 1 + random.nextInt(missing.size() - from)));
    }

    static Column column(String name, int rowCount, Dialect dialect, SplittableRandom random) {
        Role role =
                List.of(Role.QUASI, Role.SENSITIVE, Role.PLAIN, Role.PSEUDONYM).get(random.nextInt(4));
        Kind kind = List.of(Kind.values()).get(random.nextInt(5));
        ColumnSpec spec = new ColumnSpec(name, role, kind, kind == Kind.ORDINAL ? LEVELS : List.of());
        List<String> markers = dialect.missingValues();
        String marker = markers.get(random.nextInt(markers.size()));
        boolean interpreted = kind != Kind.CATEGORY || role == Role.QUASI || role == Role.PSEUDONYM;
        boolean[] missing = new boolean[rowCount];
        for (int row = 0; row < rowCount; row++) {
            missing[row] = interpreted && random.nextInt(4) == 0;
        }
        if (kind.isNumeric()) {
            double[] values = IntStream.range(0, rowCount)
                    .mapToDouble(row -> missing[row] ? Double.NaN : value(kind, random))
                    .toArray();
            return new NumberColumn(spec, values, marker);
        }
        if (kind == Kind.ORDINAL) {
            int[] codes = IntStream.range(0, rowCount)
                    .map(row -> missing[row] ? -1 : random.nextInt(LEVELS.size()))
                    .toArray();
            return new TextColumn(spec, LEVELS, codes, marker);
        }
        List<String> levels = new ArrayList<>();
        int[] codes = new int[rowCount];
        Arrays.fill(codes, -1);
        for (int row = 0; row < rowCount; row++) {
            String text = text(dialect, random);
            if (!missing[row] && !(interpreted && markers.contains(text))) {
                if (!levels.contains(text)) {
                    levels.add(text);
                }
                codes[row] = levels.indexOf(text);
            }
        }
        return new TextColumn(spec, levels, codes, marker);
    }

    private static double value(Kind kind, SplittableRandom random) {
        return switch (kind) {
            case INTEGER -> random.nextLong(-(1L << 53), (1L << 53) + 1);
            case DATE ->
                LocalDate.of(random.nextInt(10000), 1 + random.nextInt(12), 1 + random.nextInt(28))
                        .toEpochDay();
            default -> random.nextBoolean() ? random.nextInt(1, 1000) / 8.0 : Math.exp(random.nextInt(-300, 300));
        };
    }

    static String text(Dialect dialect, SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int part = random.nextInt(4); part > 0; part--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        boolean all = dialect.encoding().newEncoder().canEncode("𝄞");
        return text + (all && random.nextInt(4) == 0 ? "𝄞" : "");
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Seeds.forEach(2000, random -> {
            Dialect dialect = dialect(random);
            List<Column> columns = new ArrayList<>();
            int rowCount = 1 + random.nextInt(5);
            int columnCount = 1 + random.nextInt(4);
            for (int i = 0; i < columnCount; i++) {
                columns.add(column("c" + i, rowCount, dialect, random));
            }
            if (IntStream.range(0, rowCount).anyMatch(row -> columns.stream()
                    .allMatch(column -> column.text(row).isBlank()))) {
                // A row without a cell is refused.
                return;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Csv.write(new Table(columns), out, dialect);
            Table read = Csv.read(new ByteArrayInputStream(out.toByteArray()), dialect, header -> columns.stream()
                    .map(Column::spec)
                    .toList());
            assertThat(read.columns()).isEqualTo(columns);
        });
    }
}
