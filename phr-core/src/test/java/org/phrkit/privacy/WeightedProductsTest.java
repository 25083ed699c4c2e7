package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class WeightedProductsTest {
    /** The slow twin: row by row. */
    private static final class Slow {
        private final double[] gradient;
        private final double[] products;
        private double loss;

        Slow(DesignMatrix matrix, int[] placeOf, double[] scaleOf, double[] coefficients) {
            int used = coefficients.length;
            this.gradient = new double[used];
            this.products = new double[used * used];
            for (int row = 0; row < matrix.rowCount; row++) {
                double[] numbers = numbers(matrix, row);
                double[] scaled = new double[used];
                double predicted = 0;
                for (int number = 0; number < numbers.length; number++) {
                    if (placeOf[number] >= 0 && numbers[number] != 0) {
                        scaled[placeOf[number]] = numbers[number] * scaleOf[number];
                        predicted += coefficients[placeOf[number]] * scaled[placeOf[number]];
                    }
                }
                loss += predicted + row;
                for (int i = 0; i < used; i++) {
                    gradient[i] += residual(row, predicted) * scaled[i];
                    for (int j = 0; j <= i; j++) {
                        products[i * used + j] += weight(row, predicted) * scaled[i] * scaled[j];
                    }
                }
            }
        }

        private static double[] numbers(DesignMatrix matrix, int row) {
            double[] numbers = new double[matrix.count];
            double[][] read = new double[matrix.denseCount()][1];
            matrix.read(row, row + 1, read);
            for (int i = 0; i < read.length; i++) {
                numbers[matrix.dense(i)] = read[i][0];
            }
            for (int column = 0; column < matrix.indicatorCount(); column++) {
                if (matrix.indicator(column, row) > 0) {
                    numbers[matrix.indicator(column, row)] = 1;
                }
            }
            return numbers;
        }
    }

    private static double residual(int row, double predicted) {
        return predicted - row % 7;
    }

    private static double weight(int row, double predicted) {
        return predicted * predicted + row % 3;
    }

    private static void check(SplittableRandom random, Table table) {
        DesignMatrix matrix =
                new DesignMatrix(ColumnPair.of(table, table, EnumSet.of(Role.QUASI)), random.nextBoolean());
        int[] placeOf = new int[matrix.count];
        int used = 0;
        for (int number = 0; number < placeOf.length; number++) {
            placeOf[number] = number > 0 && random.nextInt(5) == 0 ? -1 : used++;
        }
        double[] scaleOf = random.doubles(matrix.count).toArray();
        double[] coefficients = random.doubles(used, -1, 1).toArray();
        Slow slow = new Slow(matrix, placeOf, scaleOf, coefficients);
        WeightedProducts sums = new WeightedProducts(matrix, placeOf, scaleOf);
        WeightedProducts.Weighing weighing = (row, predicted, at, residuals, weights) -> {
            residuals[at] = residual(row, predicted);
            weights[at] = weight(row, predicted);
            return predicted + row;
        };
        assertThat(sums.loss(coefficients, weighing)).isEqualTo(slow.loss);
        assertThat(sums.all(coefficients, weighing)).isEqualTo(slow.loss);
        assertThat(sums.gradient).containsExactly(slow.gradient);
        for (int i = 0; i < used; i++) {
            int end = i * used + i + 1;
            assertThat(Arrays.copyOfRange(sums.products, i * used, end))
                    .containsExactly(Arrays.copyOfRange(slow.products, i * used, end));
        }
    }

    @Test
    void sumsAreToTheLastBitThoseOfRowAfterRow() {
        Seeds.forEach(
                60, random -> check(random, Tables.mixed(random, 1 + random.nextInt(3000), 1 + random.nextInt(6))));
    }

    /** Both tables together have more rows than are weighed at a time. */
    @Test
    void sumsOfManyRowsAre() {
        SplittableRandom random = new SplittableRandom(1);
        check(random, Tables.mixed(random, 140_000, 4));
    }
}
