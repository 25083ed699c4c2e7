package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.ReidentificationRisk;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class WeightedAggregatesTest {
    private static NumberColumn weights(double... values) {
        return new NumberColumn(new ColumnSpec("w", Role.WEIGHT), values);
    }

    private static Table with(Table table, Column column) {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(column);
        return new Table(columns);
    }

    /** A row of weight w is as w rows of weight 1. */
    @Test
    void whatIsWeightedIsRepeated() {
        Seeds.forEach(200, random -> {
            int rowCount = 4 + random.nextInt(20);
            Table table = Tables.mixed(random, rowCount, 1 + random.nextInt(4))
                    .select(IntStream.range(0, rowCount).toArray());
            int[] weights = random.ints(rowCount, 1, 5).toArray();
            int[] groupOf = IntStream.range(0, rowCount).map(row -> row % 2).toArray();
            int[] repeated = IntStream.range(0, rowCount)
                    .flatMap(row -> IntStream.generate(() -> row).limit(weights[row]))
                    .toArray();
            Release weighted = Release.of(
                    with(table, weights(Arrays.stream(weights).asDoubleStream().toArray())), new Partition(groupOf));
            Release plain = Release.of(
                    table.select(repeated),
                    new Partition(
                            Arrays.stream(repeated).map(row -> groupOf[row]).toArray()));
            for (Column column : plain.groups().columns(Role.QUASI)) {
                Column other = weighted.groups().column(column.spec().name()).orElseThrow();
                for (int group = 0; group < 2; group++) {
                    if (column.spec().kind() == Kind.NUMBER) {
                        assertThat(((NumberColumn) other).value(group))
                                .isCloseTo(((NumberColumn) column).value(group), within(1e-9));
                    } else {
                        assertThat(other.text(group)).isEqualTo(column.text(group));
                    }
                }
            }
        });
    }

    /** Neither groups nor loss but that of other centres: the weights have no part in them. */
    @Test
    void groupsAndScalesAreThoseWithoutWeights() {
        Seeds.forEach(50, random -> {
            Table table = Tables.random(random, 20 + random.nextInt(40), 2);
            double[] ones = new double[table.rowCount()];
            Arrays.fill(ones, 1);
            double[] others = random.doubles(table.rowCount(), 0.1, 9).toArray();
            Release plain = new Anonymisation(3).of(table);
            assertThat(new Anonymisation(3).of(with(table, weights(others))).partition())
                    .isEqualTo(plain.partition());
            assertThat(new Anonymisation(3).of(with(table, weights(ones))).informationLoss())
                    .isCloseTo(plain.informationLoss(), within(1e-9));
        });
    }

    @Test
    void aGroupOfOneValueHasIt() {
        Table table = with(new Table(List.of(Tables.quasi("x", 0.1, 0.1, 0.1))), weights(0.3, 7, 1e-3));
        assertThat(((NumberColumn) Release.of(table, Partition.single(3))
                                .groups()
                                .columns()
                                .get(0))
                        .value(0))
                .isEqualTo(0.1);
    }

    @Test
    void whatIsNoWeightIsRefused() {
        for (double wrong : new double[] {0, -1, Double.NaN}) {
            Table table = with(new Table(List.of(Tables.quasi("x", 1, 2, 3))), weights(1, wrong, 1));
            assertThatThrownBy(() -> new Anonymisation(2).of(table))
                    .isInstanceOf(AnonymisationException.NoWeight.class)
                    .hasMessage("line 3: column \"w\": the cell is not a weight, which must be a number above 0");
        }
    }

    /** By hand: classes of two and of three rows, which stand for 30 and 2.5 persons; F is never below f. */
    @Test
    void journalistAndMarketerLookForThePopulation() throws Exception {
        Table table = with(new Table(List.of(Tables.quasi("x", 1, 1, 2, 2, 2))), weights(10, 20, 1, 1, 0.5));
        EquivalenceClasses classes = EquivalenceClasses.of(table);
        SurveyWeights weights = SurveyWeights.of(table, Dialect.STANDARD).orElseThrow();
        ReidentificationRisk risk = ReidentificationRisk.of(classes, 2).with(weights, classes, Persons.ofRows(5));
        assertThat(risk.highest()).isEqualTo(0.5);
        assertThat(risk.journalist()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(risk.marketer()).isCloseTo((2 / 30.0 + 1) / 5, within(1e-12));
        // The first two rows are of one person, whose weight is 15.
        Persons persons = Persons.of(new int[] {0, 0, 1, 2, 3});
        ReidentificationRisk ofPersons = ReidentificationRisk.of(classes, 2).with(weights, classes, persons);
        assertThat(ofPersons.journalist()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(ofPersons.marketer()).isCloseTo((1 / 15.0 + 1) / 4, within(1e-12));
    }

    @Test
    void textsAreWeightsOfARelease() throws Exception {
        Table texts = new Table(List.of(
                Tables.quasi("x", 1, 2),
                new TextColumn(new ColumnSpec("w", Role.WEIGHT, Kind.CATEGORY), List.of("1.5", "x"))));
        assertThatThrownBy(() -> SurveyWeights.of(texts, Dialect.STANDARD))
                .hasMessageStartingWith("line 3: column \"w\"");
    }

    /** Half is not more than half; what is too large for a sum is; rows of one person count together. */
    @Test
    void aPersonWithMostOfTheWeightIsCounted() {
        double[] weights = {1, 1, 1e308, 1e308, 1, 1, 1, 1.5, 3, 1, 1, 1};
        Table table = with(
                new Table(List.of(new NumberColumn(new ColumnSpec("x", Role.QUASI), new double[12]))),
                weights(weights));
        Release release = Release.of(table, new Partition(new int[] {0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3}));
        Dialect dialect = Dialect.STANDARD;
        assertThat(dominated(release, dialect)).isZero();
        weights[2] = 1;
        weights[8] = 3.5;
        Release other = Release.of(
                with(
                        new Table(List.of(new NumberColumn(new ColumnSpec("x", Role.QUASI), new double[12]))),
                        weights(weights)),
                release.partition());
        assertThat(dominated(other, dialect)).isEqualTo(2);
    }

    private static int dominated(Release release, Dialect dialect) {
        try {
            return release.dominatedGroups(
                    SurveyWeights.of(release.table(), dialect).orElseThrow());
        } catch (TableException e) {
            throw new AssertionError(e);
        }
    }
}
