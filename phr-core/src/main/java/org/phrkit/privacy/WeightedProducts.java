package org.phrkit.privacy;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Sums over all rows of a {@link DesignMatrix}: of its numbers and of the products of each two, weighted, as a regression
 * needs them. Each sum runs in row order, so that it is the same on any number of threads: these have sums of their own, and
 * not rows. Rows are read in blocks that stay in the cache, and four sums are under way at a time.
 */
final class WeightedProducts {
    private static final int BLOCK = 2048;

    /** So many rows are weighed, by all threads, before their sums begin: few enough for memory, many for threads. */
    private static final int ROUND = 128 * BLOCK;

    private static final int BLOCKS_OF_A_TASK = 8;
    private static final int NOBODY = -1;

    private final DesignMatrix matrix;

    /** Of each number of the matrix, its place among those that are used, or -1. */
    private final int[] placeOf;

    /** By place: what the number is multiplied with. */
    private final double[] scales;

    /** Of the numbers that every row has, those that are used, and their places. */
    private final int[] dense;

    private final int[] places;

    /** Of the rows of a round. */
    private final double[] residuals;

    private final double[] weights;
    private final double[] losses;

    /** By place; and by two places, the second not above the first: the sums. */
    final double[] gradient;

    final double[] products;

    /** Says how a row counts. */
    interface Weighing {
        /**
         * Weighs a row.
         *
         * @param predicted the sum of its numbers, each times its coefficient
         * @param at where its residual and its weight are put
         * @return its loss
         */
        double weigh(int row, double predicted, int at, double[] residuals, double[] weights);
    }

    /**
     * Sums of 0.
     *
     * @param placeOf of each number of the matrix, its place among those that are used, ascending, or -1
     * @param scaleOf of each number of the matrix, what it is multiplied with
     */
    WeightedProducts(DesignMatrix matrix, int[] placeOf, double[] scaleOf) {
        this.matrix = matrix;
        this.placeOf = placeOf;
        this.scales = IntStream.range(0, placeOf.length)
                .filter(number -> placeOf[number] >= 0)
                .mapToDouble(number -> scaleOf[number])
                .toArray();
        this.dense = IntStream.range(0, matrix.denseCount())
                .filter(i -> placeOf[matrix.dense(i)] >= 0)
                .toArray();
        this.places = IntStream.of(dense).map(i -> placeOf[matrix.dense(i)]).toArray();
        int round = Math.min(ROUND, matrix.rowCount);
        this.residuals = new double[round];
        this.weights = new double[round];
        this.losses = new double[round];
        this.gradient = new double[scales.length];
        this.products = new double[scales.length * scales.length];
    }

    /** The sum of the losses alone. */
    double loss(double[] coefficients, Weighing weighing) {
        return sum(coefficients, weighing, false);
    }

    /** The sum of the losses; the gradient is that of residuals times numbers, the products are weighted. */
    double all(double[] coefficients, Weighing weighing) {
        return sum(coefficients, weighing, true);
    }

    private double sum(double[] coefficients, Weighing weighing, boolean hasProducts) {
        Arrays.fill(gradient, 0);
        Arrays.fill(products, 0);
        double loss = 0;
        for (int first = 0; first < matrix.rowCount; first += ROUND) {
            int start = first;
            int end = Math.min(first + ROUND, matrix.rowCount);
            int rowsOfATask = BLOCK * BLOCKS_OF_A_TASK;
            each((end - start + rowsOfATask - 1) / rowsOfATask, task -> {
                int from = start + task * rowsOfATask;
                new Block(start, coefficients).weigh(from, Math.min(end, from + rowsOfATask), weighing);
            });
            for (int row = 0; row < end - start; row++) {
                loss += losses[row];
            }
            if (hasProducts) {
                int parts = end - start <= BLOCK ? 1 : ForkJoinPool.getCommonPoolParallelism() + 1;
                each(parts, part -> new Block(start, coefficients).add(end, part, parts));
            }
        }
        return loss;
    }

    private static void each(int count, IntConsumer task) {
        IntStream tasks = IntStream.range(0, count);
        (count == 1 ? tasks : tasks.parallel()).forEach(task);
    }

    /** Some rows as one thread reads them, scaled. */
    private final class Block {
        /** The first row of the round. */
        private final int start;

        private final double[] coefficients;

        /** By number and row: what every row has. */
        private final double[][] read = new double[matrix.denseCount()][BLOCK];

        /** By column and row: the place of the indicator that is 1, or -1. */
        private final int[][] marks = new int[matrix.indicatorCount()][BLOCK];

        /** By row. */
        private final double[] predicted = new double[BLOCK];

        private final double[] weighted = new double[BLOCK];

        Block(int start, double[] coefficients) {
            this.start = start;
            this.coefficients = coefficients;
        }

        void weigh(int from, int to, Weighing weighing) {
            for (int first = from; first < to; first += BLOCK) {
                int size = Math.min(BLOCK, to - first);
                read(first, size);
                predict(size);
                for (int row = 0; row < size; row++) {
                    int at = first - start + row;
                    losses[at] = weighing.weigh(first + row, predicted[row], at, residuals, weights);
                }
            }
        }

        private void read(int first, int size) {
            matrix.read(first, first + size, read);
            for (int i = 0; i < dense.length; i++) {
                double[] column = read[dense[i]];
                double scale = scales[places[i]];
                for (int row = 0; row < size; row++) {
                    column[row] *= scale;
                }
            }
            for (int column = 0; column < marks.length; column++) {
                for (int row = 0; row < size; row++) {
                    int number = matrix.indicator(column, first + row);
                    marks[column][row] = number == 0 ? NOBODY : placeOf[number];
                }
            }
        }

        /** The terms in the order of their places: those of indicators come behind that of the constant. */
        private void predict(int size) {
            Arrays.fill(predicted, 0, size, 0);
            for (int i = 0; i < dense.length; i++) {
                double coefficient = coefficients[places[i]];
                double[] column = read[dense[i]];
                for (int row = 0; row < size; row++) {
                    predicted[row] += coefficient * column[row];
                }
                for (int[] marked : i == 0 ? marks : new int[0][]) {
                    for (int row = 0; row < size; row++) {
                        predicted[row] += marked[row] < 0 ? 0 : coefficients[marked[row]] * scales[marked[row]];
                    }
                }
            }
        }

        /** Adds what one of several parts of the sums gets from the rows of the round. */
        void add(int end, int part, int parts) {
            for (int first = start; first < end; first += BLOCK) {
                int size = Math.min(BLOCK, end - first);
                read(first, size);
                for (int i = 0; i < dense.length + marks.length; i++) {
                    // Each takes some of the short and some of the long ones.
                    int turn = i % (2 * parts);
                    if (turn == part || turn == 2 * parts - 1 - part) {
                        if (i < dense.length) {
                            addDense(i, first - start, size);
                        } else {
                            addMarks(i - dense.length, first - start, size);
                        }
                    }
                }
            }
        }

        /** A number that every row has, with those before it and with indicators. */
        private void addDense(int i, int at, int size) {
            double[] column = read[dense[i]];
            double sum = gradient[places[i]];
            for (int row = 0; row < size; row++) {
                weighted[row] = weights[at + row] * column[row];
                sum += residuals[at + row] * column[row];
            }
            gradient[places[i]] = sum;
            int offset = places[i] * scales.length;
            int j = 0;
            for (; j + 4 <= i + 1; j += 4) {
                addFour(j, offset, size);
            }
            for (; j <= i; j++) {
                double[] other = read[dense[j]];
                double product = products[offset + places[j]];
                for (int row = 0; row < size; row++) {
                    product += weighted[row] * other[row];
                }
                products[offset + places[j]] = product;
            }
            for (int[] marked : i == 0 ? new int[0][] : marks) {
                for (int row = 0; row < size; row++) {
                    if (marked[row] >= 0) {
                        products[offset + marked[row]] += weighted[row] * scales[marked[row]];
                    }
                }
            }
        }

        private void addFour(int j, int offset, int size) {
            double[] first = read[dense[j]];
            double[] second = read[dense[j + 1]];
            double[] third = read[dense[j + 2]];
            double[] fourth = read[dense[j + 3]];
            double a = products[offset + places[j]];
            double b = products[offset + places[j + 1]];
            double c = products[offset + places[j + 2]];
            double d = products[offset + places[j + 3]];
            for (int row = 0; row < size; row++) {
                double factor = weighted[row];
                a += factor * first[row];
                b += factor * second[row];
                c += factor * third[row];
                d += factor * fourth[row];
            }
            products[offset + places[j]] = a;
            products[offset + places[j + 1]] = b;
            products[offset + places[j + 2]] = c;
            products[offset + places[j + 3]] = d;
        }

        /** The indicators of a column, with the constant and with those of the columns up to it. */
        private void addMarks(int column, int at, int size) {
            for (int row = 0; row < size; row++) {
                int place = marks[column][row];
                if (place >= 0) {
                    double value = weights[at + row] * scales[place];
                    gradient[place] += residuals[at + row] * scales[place];
                    products[place * scales.length] += value * read[0][row];
                    for (int other = 0; other <= column; other++) {
                        int before = marks[other][row];
                        if (before >= 0) {
                            products[place * scales.length + before] += value * scales[before];
                        }
                    }
                }
            }
        }
    }
}
