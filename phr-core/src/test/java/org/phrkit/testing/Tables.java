package org.phrkit.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/** Seeded tables of numbers with all that makes ties: grids, duplicates, constant columns. */
public final class Tables {
    private static final List<Kind> KINDS = List.of(Kind.values());

    private Tables() {}

    /** The same rows in an order drawn at random from a seed (Fisher and Yates), the same for the same seed. */
    public static Table shuffled(Table table, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = IntStream.range(0, table.rowCount()).toArray();
        for (int last = order.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int row = order[last];
            order[last] = order[other];
            order[other] = row;
        }
        return table.select(order);
    }

    /** Quasi-identifiers q0, q1, … */
    public static Table random(SplittableRandom random, int rowCount, int columnCount) {
        List<Column> columns = new ArrayList<>();
        int style = random.nextInt(4);
        for (int i = 0; i < columnCount; i++) {
            double[] values = new double[rowCount];
            boolean constant = random.nextInt(8) == 0;
            for (int row = 0; row < rowCount; row++) {
                values[row] = switch (style) {
                    case 0 -> random.nextDouble();
                    case 1 -> random.nextInt(5);
                    case 2 -> row > 0 && random.nextInt(3) == 0 ? values[row - 1] : random.nextInt(1000) / 8.0;
                    default -> Math.exp(10 * random.nextDouble());
                };
                if (constant) {
                    values[row] = 0.1;
                }
            }
            columns.add(quasi("q" + i, values));
        }
        return new Table(columns);
    }

    public static NumberColumn quasi(String name, double... values) {
        return new NumberColumn(new ColumnSpec(name, Role.QUASI), values);
    }

    /** Quasi-identifiers q0, q1, … of all kinds, some with missing cells. */
    public static Table mixed(SplittableRandom random, int rowCount, int columnCount) {
        return new Table(mixed(random, rowCount, columnCount, "q", Role.QUASI));
    }

    /** Quasi-identifiers q0, q1, … and sensitive columns s0, s1, … of all kinds, some with missing cells. */
    public static Table sensitive(SplittableRandom random, int rowCount, int quasiCount, int sensitiveCount) {
        List<Column> columns = new ArrayList<>(mixed(random, rowCount, quasiCount, "q", Role.QUASI));
        columns.addAll(mixed(random, rowCount, sensitiveCount, "s", Role.SENSITIVE));
        return new Table(columns);
    }

    private static List<Column> mixed(SplittableRandom random, int rowCount, int columnCount, String name, Role role) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < columnCount; i++) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            int missing = random.nextInt(3) == 0 ? 4 : Integer.MAX_VALUE;
            int levelCount = 2 + random.nextInt(5);
            int[] codes = new int[rowCount];
            for (int row = 0; row < rowCount; row++) {
                codes[row] = random.nextInt(missing) == 0 ? -1 : random.nextInt(levelCount);
            }
            List<String> levels =
                    IntStream.range(0, levelCount).mapToObj(code -> "v" + code).toList();
            if (kind.isNumeric()) {
                double[] values = Arrays.stream(codes)
                        .mapToDouble(code -> code < 0 ? Double.NaN : code * 3)
                        .toArray();
                columns.add(new NumberColumn(new ColumnSpec(name + i, role, kind), values));
            } else {
                ColumnSpec spec = new ColumnSpec(name + i, role, kind, kind == Kind.ORDINAL ? levels : List.of());
                columns.add(new TextColumn(spec, levels, codes, "NA"));
            }
        }
        return columns;
    }
}
