package org.phrkit.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.phrkit.table.Table;

/** Which collector has which rows: blocks of equal size, to a row, of the rows in some order. */
enum Split {
    /** In random order: collectors are alike. */
    RANDOM {
        @Override
        int[] order(Table table, int seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] order = IntStream.range(0, table.rowCount()).toArray();
            for (int i = order.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[other];
                order[other] = swapped;
            }
            return order;
        }
    },
    /** Along the direction in which the standardised rows differ most: collectors are as unlike as can be. */
    SORTED {
        @Override
        int[] order(Table table, int seed) {
            double[][] rows = new Scores(table).of(table);
            double[] direction = principal(rows);
            double[] places = Arrays.stream(rows)
                    .mapToDouble(row -> product(row, direction))
                    .toArray();
            return IntStream.range(0, rows.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> places[row]))
                    .mapToInt(row -> row)
                    .toArray();
        }
    };

    private static final int STEPS = 1000;

    abstract int[] order(Table table, int seed);

    /** The collector of each row. */
    int[] collectorOf(Table table, int collectors, int seed) {
        int[] order = order(table, seed);
        int[] collectorOf = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            collectorOf[order[i]] = (int) ((long) i * collectors / order.length);
        }
        return collectorOf;
    }

    /** By power iteration from (1, 1, …). */
    private static double[] principal(double[][] rows) {
        double[] direction = new double[rows[0].length];
        Arrays.fill(direction, 1);
        for (int step = 0; step < STEPS; step++) {
            double[] next = new double[direction.length];
            for (double[] row : rows) {
                double along = product(row, direction);
                for (int i = 0; i < next.length; i++) {
                    next[i] += along * row[i];
                }
            }
            double length = Math.sqrt(product(next, next));
            Arrays.setAll(direction, i -> next[i] / length);
        }
        return direction;
    }

    private static double product(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }
}
