package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.PropensityScore.Model;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Mtcars;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class PropensityScoreTest {
    private static final double NA = Double.NaN;

    private static Table numbers(double... values) {
        return new Table(List.of(Tables.quasi("x", values)));
    }

    /** Each letter is a cell, a point a missing one. */
    private static Table texts(String cells) {
        List<String> levels =
                IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();
        int[] codes = cells.chars().map(c -> c == '.' ? -1 : c - 'a').toArray();
        return new Table(List.of(new TextColumn(new ColumnSpec("x", Role.QUASI, Kind.CATEGORY), levels, codes, "")));
    }

    private static PropensityScore cars(Model model, Column... columns) {
        Table table = new Table(List.of(columns));
        return PropensityScore.of(table.select(Mtcars.automatic()), table.select(Mtcars.manual()), model);
    }

    /**
     * R prints for glm(am ~ mpg, binomial, mtcars) the coefficients -6.6035 and 0.3070, and for am ~ wt 12.040 and
     * -4.024; 13 of the 32 cars have manual gears.
     */
    @Test
    void agreesWithR() {
        PropensityScore byMpg = cars(Model.MAIN_EFFECTS, Mtcars.mpg());
        assertThat(byMpg.meanSquaredError()).isCloseTo(ofR(Mtcars.mpg(), -6.6035, 0.3070), within(2e-5));
        assertThat(byMpg.parameters()).isEqualTo(2);
        assertThat(byMpg.converged()).isTrue();
        double c = 13.0 / 32;
        assertThat(byMpg.expected()).isCloseTo((1 - c) * (1 - c) * c / 32, within(1e-16));
        assertThat(byMpg.ratio()).hasValueCloseTo(byMpg.meanSquaredError() / byMpg.expected(), within(1e-12));
        assertThat(cars(Model.MAIN_EFFECTS, Mtcars.weight()).meanSquaredError())
                .isCloseTo(ofR(Mtcars.weight(), 12.040, -4.024), within(2e-6));
    }

    private static double ofR(NumberColumn column, double intercept, double slope) {
        return Arrays.stream(column.values())
                .map(value -> 1 / (1 + Math.exp(-intercept - slope * value)))
                .map(p -> (p - 13.0 / 32) * (p - 13.0 / 32))
                .average()
                .orElseThrow();
    }

    /** NumPy, by Newton's steps and least squares: 0.1613642340964 with both columns, 0.0911719717548 with a square. */
    @Test
    void agreesWithNumPy() {
        assertThat(cars(Model.MAIN_EFFECTS, Mtcars.mpg(), Mtcars.weight()).meanSquaredError())
                .isCloseTo(0.1613642340964, within(1e-6));
        PropensityScore squared = cars(Model.SECOND_ORDER, Mtcars.mpg());
        assertThat(squared.meanSquaredError()).isCloseTo(0.0911719717548, within(1e-6));
        assertThat(squared.parameters()).isEqualTo(3);
    }

    /** The p of a category is the share of the release among its rows: a 1/4, b 3/4, c 1/2 and so is that of all. */
    @Test
    void isKnownOfOneCategory() {
        PropensityScore score = PropensityScore.of(texts("aaabc"), texts("abbbc"));
        assertThat(score.meanSquaredError()).isCloseTo(0.8 / 16, within(1e-7));
        assertThat(score.parameters()).isEqualTo(3);
        assertThat(score.expected()).isCloseTo(2 * 0.125 / 10, within(1e-16));
    }

    /** Missing cells are 1/4 of the release, all others 2/3. */
    @Test
    void missingCellsAreALevel() {
        double c = 5.0 / 10;
        double expected = 0.4 * (0.25 - c) * (0.25 - c) + 0.6 * (2.0 / 3 - c) * (2.0 / 3 - c);
        assertThat(PropensityScore.of(texts("aa..."), texts("aaaa.")).meanSquaredError())
                .isCloseTo(expected, within(1e-7));
        PropensityScore numbers = PropensityScore.of(numbers(7, 7, NA, NA, NA), numbers(7, NA, 7, 7, 7));
        assertThat(numbers.meanSquaredError()).isCloseTo(expected, within(1e-7));
        assertThat(numbers.parameters()).isEqualTo(2);
    }

    /** Then p is 0 or 1: c(1-c), here 1/4 and 2/9. */
    @Test
    void endsWhereAllCanBeTold() {
        PropensityScore categories = PropensityScore.of(texts("aaa"), texts("bbb"));
        assertThat(categories.meanSquaredError()).isCloseTo(0.25, within(1e-6));
        assertThat(categories.converged()).isTrue();
        for (Model model : Model.values()) {
            PropensityScore numbers = PropensityScore.of(numbers(1, 2, 3, 4), numbers(5, 6), model);
            assertThat(numbers.meanSquaredError()).isCloseTo(2.0 / 9, within(2e-6));
            assertThat(numbers.meanSquaredError()).isLessThanOrEqualTo(2.0 / 9);
            assertThat(numbers.converged()).isTrue();
        }
    }

    @Test
    void endsWhereThereIsNoGap() {
        double[] values = IntStream.range(0, 2000).asDoubleStream().toArray();
        PropensityScore score = PropensityScore.of(
                numbers(Arrays.copyOf(values, 1000)), numbers(Arrays.copyOfRange(values, 1000, 2000)));
        assertThat(score.meanSquaredError()).isCloseTo(0.25, within(1e-3));
        assertThat(score.converged()).isTrue();
    }

    /** Rows of the levels d and e are of one table only; of the 6 rows of a 4 are of the release. */
    @Test
    void endsWhereSomeCanBeTold() {
        double expected = (4 * 0.25 + 6 * (4.0 / 6 - 0.5) * (4.0 / 6 - 0.5)) / 10;
        PropensityScore score = PropensityScore.of(texts("aaddd"), texts("aaaae"));
        assertThat(score.meanSquaredError()).isCloseTo(expected, within(1e-6));
        assertThat(score.converged()).isTrue();
    }

    @Test
    void leavesOutWhatFollowsFromOthers() {
        Column mpg = Mtcars.mpg();
        double[] scaled = Arrays.stream(Mtcars.mpg().values())
                .map(value -> 1000 - 3 * value)
                .toArray();
        double[] constant = new double[32];
        PropensityScore score =
                cars(Model.MAIN_EFFECTS, mpg, Tables.quasi("scaled", scaled), Tables.quasi("constant", constant));
        PropensityScore alone = cars(Model.MAIN_EFFECTS, mpg);
        assertThat(score.parameters()).isEqualTo(2);
        assertThat(score.meanSquaredError()).isCloseTo(alone.meanSquaredError(), within(1e-12));
        PropensityScore nothing = PropensityScore.of(numbers(1, 1), numbers(1));
        assertThat(nothing.parameters()).isEqualTo(1);
        assertThat(nothing.meanSquaredError()).isCloseTo(0, within(1e-30));
        assertThat(nothing.expected()).isZero();
        assertThat(nothing.ratio()).isEmpty();
    }

    /** 40 levels, of which 31 and the rest are told apart; each stands once before, and half of them once after. */
    @Test
    void rareLevelsAreOne() {
        List<String> texts =
                IntStream.range(0, 40).mapToObj(i -> "v" + (10 + i)).toList();
        ColumnSpec spec = new ColumnSpec("x", Role.QUASI, Kind.CATEGORY);
        Table original = new Table(List.of(new TextColumn(spec, texts)));
        Table release = new Table(List.of(new TextColumn(spec, texts.subList(20, 40))));
        PropensityScore score = PropensityScore.of(original, release);
        assertThat(score.parameters()).isEqualTo(32);
        // v30 to v49 stand twice and come first; then v10 to v20 are told apart, and v21 to v29 are not.
        double c = 1.0 / 3;
        assertThat(score.meanSquaredError()).isCloseTo((40 * (0.5 - c) * (0.5 - c) + 20 * c * c) / 60, within(1e-6));
    }

    /** Which keeps the means, so that only the second order sees that the spread is less. */
    @Test
    void mainEffectsSeeNothingOfMicroaggregation() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] values = new double[2][400];
        for (int row = 0; row < 400; row++) {
            values[0][row] = random.nextGaussian();
            values[1][row] = values[0][row] + random.nextGaussian();
        }
        Table table = new Table(List.of(Tables.quasi("x", values[0]), Tables.quasi("y", values[1])));
        Table release = Release.of(table, Mdav.partition(table, 50)).table();
        assertThat(PropensityScore.of(table, release).meanSquaredError()).isZero();
        assertThat(PropensityScore.of(table, release, Model.SECOND_ORDER).meanSquaredError())
                .isGreaterThan(1e-4);
    }

    @Test
    void isZeroForTheSameRowsInAnyOrder() {
        Seeds.forEach(200, random -> {
            Table table = table(random);
            Model model = random.nextBoolean() ? Model.MAIN_EFFECTS : Model.SECOND_ORDER;
            PropensityScore score = PropensityScore.of(table, Tables.shuffled(table, random.nextLong()), model);
            assertThat(score.meanSquaredError()).isZero();
            assertThat(score.converged()).isTrue();
        });
    }

    @Test
    void theOrderOfRowsChangesNothing() {
        Seeds.forEach(200, random -> {
            Table table = table(random);
            Table original = some(table, random);
            Table release = some(table, random);
            Model model = random.nextBoolean() ? Model.MAIN_EFFECTS : Model.SECOND_ORDER;
            PropensityScore score = PropensityScore.of(original, release, model);
            PropensityScore shuffled = PropensityScore.of(
                    Tables.shuffled(original, random.nextLong()), Tables.shuffled(release, random.nextLong()), model);
            double c = (double) release.rowCount() / (original.rowCount() + release.rowCount());
            assertThat(score.converged()).isTrue();
            assertThat(score.meanSquaredError()).isLessThanOrEqualTo(c * (1 - c) + 1e-12);
            assertThat(shuffled.parameters()).isEqualTo(score.parameters());
            assertThat(shuffled.meanSquaredError()).isCloseTo(score.meanSquaredError(), within(1e-9));
        });
    }

    /** Where no row is told for certain; where one is, coefficients have no end. */
    @Test
    void agreesWithPlainNewtonSteps() {
        int[] compared = {0};
        Seeds.forEach(60, random -> {
            Table table = table(random);
            Table original = some(table, random);
            Table release = some(table, random);
            for (Model model : Model.values()) {
                Slow slow = new Slow(original, release, model);
                if (slow.greatest < 10) {
                    PropensityScore score = PropensityScore.of(original, release, model);
                    assertThat(score.parameters()).isEqualTo(slow.rank);
                    assertThat(score.meanSquaredError()).isCloseTo(slow.pmse, within(1e-5));
                    compared[0]++;
                }
            }
        });
        assertThat(compared[0]).isGreaterThan(60);
    }

    @Test
    void refusesWhatCannotBeScored() {
        assertThatThrownBy(() -> PropensityScore.of(numbers(), numbers(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PropensityScore.of(numbers(1), numbers()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PropensityScore.of(numbers(1), texts("a")))
                .isInstanceOf(IllegalArgumentException.class);
        Table plain = new Table(List.of(new NumberColumn(new ColumnSpec("x", Role.PLAIN, Kind.NUMBER), new double[1])));
        assertThatThrownBy(() -> PropensityScore.of(plain, plain)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Table table(SplittableRandom random) {
        return random.nextBoolean()
                ? Tables.mixed(random, 20 + random.nextInt(100), 1 + random.nextInt(3))
                : Tables.random(random, 20 + random.nextInt(100), 1 + random.nextInt(3));
    }

    private static Table some(Table table, SplittableRandom random) {
        return table.select(
                random.ints(20 + random.nextInt(200), 0, table.rowCount()).toArray());
    }

    /** All levels and all columns, by pseudo-inverses, from the start on. */
    private static final class Slow {
        final double pmse;
        final int rank;

        /** The greatest |η|. */
        final double greatest;

        Slow(Table original, Table release, Model model) {
            int first = original.rowCount();
            int all = first + release.rowCount();
            List<double[]> numbers = new ArrayList<>();
            List<double[]> columns = new ArrayList<>();
            double[] one = new double[all];
            Arrays.fill(one, 1);
            columns.add(one);
            for (int i = 0; i < original.columns().size(); i++) {
                List<Column> both =
                        List.of(original.columns().get(i), release.columns().get(i));
                String[] cells = both.stream()
                        .flatMap(column -> IntStream.range(0, column.rowCount())
                                .mapToObj(row -> column.isMissing(row) ? "" : column.text(row)))
                        .toArray(String[]::new);
                if (both.get(0).spec().kind() == Kind.CATEGORY) {
                    Stream.of(cells).distinct().forEach(level -> columns.add(indicator(cells, level)));
                } else {
                    columns.add(indicator(cells, ""));
                    double[] values = both.stream()
                            .flatMapToDouble(column -> IntStream.range(0, column.rowCount())
                                    .mapToDouble(row -> column.isMissing(row)
                                            ? NA
                                            : column instanceof NumberColumn cell
                                                    ? cell.value(row)
                                                    : ((TextColumn) column).code(row)))
                            .toArray();
                    numbers.add(standardised(values));
                }
            }
            columns.addAll(numbers);
            for (int i = 0; i < numbers.size() && model == Model.SECOND_ORDER; i++) {
                for (int j = i; j < numbers.size(); j++) {
                    double[] x = numbers.get(i);
                    double[] y = numbers.get(j);
                    columns.add(IntStream.range(0, all)
                            .mapToDouble(row -> x[row] * y[row])
                            .toArray());
                }
            }
            RealMatrix x = new Array2DRowRealMatrix(all, columns.size());
            for (int j = 0; j < columns.size(); j++) {
                x.setColumn(j, columns.get(j));
            }
            rank = new SingularValueDecomposition(x).getRank();
            double[] eta = new double[all];
            double[] p = new double[all];
            double[] beta = new double[columns.size()];
            for (int step = 0; step < 30; step++) {
                RealMatrix weighted = x.copy();
                double[] residual = new double[all];
                for (int row = 0; row < all; row++) {
                    p[row] = 1 / (1 + Math.exp(-eta[row]));
                    double root = Math.sqrt(p[row] * (1 - p[row]));
                    residual[row] = root == 0 ? 0 : ((row < first ? 0 : 1) - p[row]) / root;
                    weighted.setRowVector(row, x.getRowVector(row).mapMultiply(root));
                }
                double[] change = new SingularValueDecomposition(weighted)
                        .getSolver()
                        .solve(new ArrayRealVector(residual))
                        .toArray();
                for (int j = 0; j < beta.length; j++) {
                    beta[j] += change[j];
                }
                eta = x.operate(beta);
            }
            double c = (double) release.rowCount() / all;
            pmse = Arrays.stream(eta)
                    .map(value -> 1 / (1 + Math.exp(-value)) - c)
                    .map(difference -> difference * difference)
                    .average()
                    .orElseThrow();
            greatest = Arrays.stream(eta).map(Math::abs).max().orElseThrow();
        }

        private static double[] indicator(String[] cells, String level) {
            return Stream.of(cells)
                    .mapToDouble(cell -> cell.equals(level) ? 1 : 0)
                    .toArray();
        }

        private static double[] standardised(double[] values) {
            double[] present =
                    Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
            double mean = Arrays.stream(present).average().orElse(0);
            double spread = Math.sqrt(Arrays.stream(present)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0));
            return Arrays.stream(values)
                    .map(value -> Double.isNaN(value) || spread < 1e-12 ? 0 : (value - mean) / spread)
                    .toArray();
        }
    }
}
