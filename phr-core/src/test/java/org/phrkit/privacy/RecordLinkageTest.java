package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Shared;
import org.phrkit.testing.Tables;

class RecordLinkageTest {
    private static final double NA = Double.NaN;

    private static Table numbers(double... values) {
        return new Table(List.of(Tables.quasi("x", values)));
    }

    /** Each letter is a cell, a point a missing one. */
    private static Table categories(String cells) {
        List<String> levels = List.of("a", "b", "c", "d");
        int[] codes = cells.chars().map(c -> c == '.' ? -1 : c - 'a').toArray();
        return new Table(List.of(new TextColumn(new ColumnSpec("x", Role.QUASI, Kind.CATEGORY), levels, codes, "")));
    }

    static Table random(SplittableRandom random, int rowCount) {
        return random.nextBoolean()
                ? Tables.random(random, rowCount, 1 + random.nextInt(4))
                : Tables.mixed(random, rowCount, 1 + random.nextInt(4));
    }

    /** Of random groups, or of MDAV. */
    static Table released(SplittableRandom random, Table original) {
        int rowCount = original.rowCount();
        int[] groupOf = new int[rowCount];
        int groupCount = 1 + random.nextInt(rowCount);
        Arrays.setAll(groupOf, row -> row < groupCount ? row : random.nextInt(groupCount));
        int k = 2 + random.nextInt(4);
        Partition partition =
                rowCount < k || random.nextBoolean() ? new Partition(groupOf) : Mdav.partition(original, k);
        return Release.of(original, partition).table();
    }

    /**
     * 1 and 2 are nearest to 2, 10 to 6.5, all their own; 3 is nearest to 2, not to its own 6.5. Two records are of each
     * class: 3/4 and 3/8.
     */
    @Test
    void theNearestClassIsThePersonsOwnOrNot() {
        RecordLinkage linkage = RecordLinkage.of(numbers(1, 2, 3, 10), numbers(2, 2, 6.5, 6.5));
        assertThat(linkage).isEqualTo(new RecordLinkage(3.0 / 4, 3.0 / 8));
    }

    /** 2 is as near to 0 as to 4: one of four records, two of which are of its class. (1 + 1/2 + 1/2 + 1)/4 in all. */
    @Test
    void ofSeveralThatAreEquallyNearAnyIsTaken() {
        RecordLinkage linkage = RecordLinkage.of(numbers(0, 2, 2, 4), numbers(0, 0, 4, 4));
        assertThat(linkage).isEqualTo(new RecordLinkage(3.0 / 4, 3.0 / 8));
        // Of three records that are equally near, one is of the class of its own.
        linkage = RecordLinkage.of(numbers(2, 0, 0), numbers(4, 0, 0));
        assertThat(linkage.ownClass()).isCloseTo((1 / 3.0 + 1 + 1) / 3, within(1e-12));
        assertThat(linkage.found()).isCloseTo((1 / 3.0 + 1 / 2.0 + 1 / 2.0) / 3, within(1e-12));
    }

    /** 0.3 is 0.1 from 0.2 and 0.4, of which doubles know nothing. */
    @Test
    void roundingDecidesNothing() {
        for (double scale : new double[] {1, 7, 0.1, 1e-300, 1e300}) {
            RecordLinkage linkage = RecordLinkage.of(
                    numbers(0.3 * scale, 0.3 * scale, 0, scale), numbers(0.2 * scale, 0.4 * scale, 0, scale));
            assertThat(linkage).isEqualTo(new RecordLinkage(3.0 / 4, 3.0 / 4));
        }
    }

    /** a is its own; b has become a; a text that the original has not is as far from c as a is: one of three, one of d. */
    @Test
    void categoriesAreTheSameOrNot() {
        List<String> texts = List.of("a", "a", "new");
        Table released = new Table(List.of(new TextColumn(new ColumnSpec("x", Role.QUASI, Kind.CATEGORY), texts)));
        RecordLinkage linkage = RecordLinkage.of(categories("abc"), released);
        assertThat(linkage.ownClass()).isCloseTo((1 + 2 / 3.0 + 1 / 3.0) / 3, within(1e-12));
        assertThat(linkage.found()).isCloseTo((1 / 2.0 + 1 / 3.0 + 1 / 3.0) / 3, within(1e-12));
    }

    /** Who knows nothing takes any; a record of which nothing is known is 2 from all, as far as √2 deviations. */
    @Test
    void missingCellsAreAsFarAsRandomRows() {
        assertThat(RecordLinkage.of(numbers(NA, 1, 2), numbers(7, 1, 2)).found())
                .isCloseTo((1 / 3.0 + 1 + 1) / 3, within(1e-12));
        // The deviation is 1: 0 is 3 from 3 and √2 from what is missing.
        assertThat(RecordLinkage.of(numbers(0, 2), numbers(NA, 3))).isEqualTo(new RecordLinkage(1, 1));
        assertThat(RecordLinkage.of(numbers(0, 2), numbers(NA, 1))).isEqualTo(new RecordLinkage(1.0 / 2, 1.0 / 2));
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(600, random -> {
            Table original = random(random, 1 + random.nextInt(60));
            Table released = released(random, original);
            RecordLinkage linkage = RecordLinkage.of(original, released);
            RecordLinkage expected = obvious(original, released);
            assertThat(linkage.ownClass()).isCloseTo(expected.ownClass(), within(1e-9));
            assertThat(linkage.found()).isCloseTo(expected.found(), within(1e-9));
        });
    }

    /** So many classes that they are searched through a tree, and so many ties that all are looked at. */
    @Test
    void agreesWithTheObviousForManyRows() {
        Seeds.forEach(8, random -> {
            Table original = random(random, 900);
            Table released = random.nextBoolean() ? original : released(random, original);
            RecordLinkage linkage = RecordLinkage.of(original, released);
            RecordLinkage expected = obvious(original, released);
            assertThat(linkage.ownClass()).isCloseTo(expected.ownClass(), within(1e-9));
            assertThat(linkage.found()).isCloseTo(expected.found(), within(1e-9));
        });
    }

    /**
     * The tables of the literature after MDAV with k = 3. An independent program that compares all records with all, run
     * on these releases, gives the shares of classes and of persons found, and that all numbers lie within a tenth of a
     * deviation or of the ranks in 4 and 117 of Census's 1080 records, and in 252 and 38 of Tarragona's 834.
     */
    @ParameterizedTest
    @CsvSource({
        "census.csv, 0.8796296296, 0.2932098765, 4, 117",
        "tarragona.csv, 0.8537170264, 0.2845723421, 252, 38",
    })
    void agreesWithAnIndependentProgram(String file, double ownClass, double found, int byDeviation, int byRank)
            throws Exception {
        Table original;
        try (InputStream in = Files.newInputStream(Shared.path("data/" + file))) {
            original = Csv.read(in, header -> header.stream()
                    .map(name -> new ColumnSpec(name, Role.QUASI))
                    .toList());
        }
        Table released = Release.of(original, Mdav.partition(original, 3)).table();
        RecordLinkage linkage = RecordLinkage.of(original, released);
        assertThat(linkage.ownClass()).isCloseTo(ownClass, within(1e-9));
        assertThat(linkage.found()).isCloseTo(found, within(1e-9));
        IntervalDisclosure disclosure = IntervalDisclosure.of(original, released, IntervalDisclosure.USUAL_WIDTH);
        assertThat(disclosure.recordsByDeviation() * original.rowCount()).isCloseTo(byDeviation, within(1e-9));
        assertThat(disclosure.recordsByRank() * original.rowCount()).isCloseTo(byRank, within(1e-9));
        assertThat(RowOrder.of(original, released).arePaired()).isTrue();
    }

    @Test
    void theOrderOfRowsChangesNothing() {
        Seeds.forEach(300, random -> {
            Table original = random(random, 1 + random.nextInt(80));
            Table released = released(random, original);
            RecordLinkage linkage = RecordLinkage.of(original, released);
            long seed = random.nextLong();
            RecordLinkage shuffled = RecordLinkage.of(Tables.shuffled(original, seed), Tables.shuffled(released, seed));
            assertThat(shuffled.ownClass()).isCloseTo(linkage.ownClass(), within(1e-9));
            assertThat(shuffled.found()).isCloseTo(linkage.found(), within(1e-9));
        });
    }

    /** Each of a class is found with one in as many as it has, so that each class gives one person. */
    @Test
    void aCopyLinksAllToTheirClass() {
        Seeds.forEach(200, random -> {
            Table original = Tables.random(random, 1 + random.nextInt(100), 1 + random.nextInt(3));
            EquivalenceClasses classes = EquivalenceClasses.of(original.columns());
            RecordLinkage linkage = RecordLinkage.of(original, original);
            assertThat(linkage.ownClass()).isCloseTo(1, within(1e-12));
            assertThat(linkage.found()).isCloseTo(average(classes), within(1e-12));
        });
    }

    @Test
    void aSingleClassTellsNothing() {
        Seeds.forEach(200, random -> {
            Table original = random(random, 1 + random.nextInt(100));
            Table released = Release.of(original, new Partition(new int[original.rowCount()]))
                    .table();
            RecordLinkage linkage = RecordLinkage.of(original, released);
            assertThat(linkage.ownClass()).isCloseTo(1, within(1e-12));
            assertThat(linkage.found()).isCloseTo(1.0 / original.rowCount(), within(1e-12));
        });
    }

    @Test
    void findsNoMoreThanTheClassesAllow() {
        Seeds.forEach(300, random -> {
            Table original = random(random, 1 + random.nextInt(60));
            Table released = released(random, original);
            RecordLinkage linkage = RecordLinkage.of(original, released);
            EquivalenceClasses classes = EquivalenceClasses.of(released.columns(Role.QUASI));
            assertThat(linkage.found()).isLessThanOrEqualTo(average(classes) + 1e-12);
            assertThat(linkage.ownClass()).isBetween(linkage.found(), 1 + 1e-12);
        });
    }

    private static double average(EquivalenceClasses classes) {
        return ReidentificationRisk.of(classes, 1).average();
    }

    @Test
    void refusesWhatDoesNotBelongTogether() {
        assertThatThrownBy(() -> RecordLinkage.of(numbers(1, 2), numbers(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordLinkage.of(numbers(1), new Table(List.of(Tables.quasi("y", 1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordLinkage.of(numbers(1), categories("a")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RecordLinkage.of(numbers(), numbers())).isInstanceOf(IllegalArgumentException.class);
    }

    /** All rows against all rows; cells are the same where their texts are. */
    private static RecordLinkage obvious(Table original, Table released) {
        int rowCount = original.rowCount();
        double[] units = original.columns().stream()
                .mapToDouble(column -> column.spec().kind() == Kind.CATEGORY ? mismatch(column) : variance(column))
                .toArray();
        List<List<String>> texts = IntStream.range(0, rowCount)
                .mapToObj(row -> texts(released, row))
                .toList();
        double ownClass = 0;
        double found = 0;
        for (int person = 0; person < rowCount; person++) {
            double[] distances = new double[rowCount];
            for (int record = 0; record < rowCount; record++) {
                distances[record] = distance(original, person, released, record, units);
            }
            double least = Arrays.stream(distances).min().orElseThrow();
            int nearest = 0;
            int own = 0;
            for (int record = 0; record < rowCount; record++) {
                if (distances[record] <= least + 1e-9 * least + 1e-12) {
                    nearest++;
                    own += texts.get(record).equals(texts.get(person)) ? 1 : 0;
                }
            }
            ownClass += (double) own / nearest / rowCount;
            found += own > 0 ? 1.0 / nearest / rowCount : 0;
        }
        return new RecordLinkage(ownClass, found);
    }

    private static List<String> texts(Table table, int row) {
        return table.columns().stream().map(column -> column.text(row)).toList();
    }

    private static double distance(Table original, int person, Table released, int record, double[] units) {
        double sum = 0;
        int shared = 0;
        int all = original.columns().size();
        for (int i = 0; i < all; i++) {
            Column before = original.columns().get(i);
            Column after = released.columns().get(i);
            if (before.isMissing(person) || after.isMissing(record)) {
                continue;
            }
            shared++;
            if (before.spec().kind() == Kind.CATEGORY) {
                sum += before.text(person).equals(after.text(record)) ? 0 : units[i];
            } else {
                double difference = value(before, person) - value(after, record);
                sum += units[i] == 0 ? 0 : difference * difference / units[i];
            }
        }
        return Math.sqrt(shared == 0 ? 2 * all : sum * all / shared);
    }

    private static double value(Column column, int row) {
        return column instanceof NumberColumn numbers ? numbers.value(row) : ((TextColumn) column).code(row);
    }

    private static double variance(Column column) {
        List<Double> values = new ArrayList<>();
        IntStream.range(0, column.rowCount())
                .filter(row -> !column.isMissing(row))
                .forEach(row -> values.add(value(column, row)));
        Set<Double> distinct = new HashSet<>(values);
        double mean = values.stream().mapToDouble(value -> value).average().orElse(0);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        return distinct.size() < 2 ? 0 : squares;
    }

    /** Two rows drawn at random with replacement are 2 apart. */
    private static double mismatch(Column column) {
        double pairs = 0;
        double different = 0;
        for (int row = 0; row < column.rowCount(); row++) {
            for (int other = 0; other < column.rowCount(); other++) {
                if (!column.isMissing(row) && !column.isMissing(other)) {
                    pairs++;
                    different += column.text(row).equals(column.text(other)) ? 0 : 1;
                }
            }
        }
        return different == 0 ? 1 : 2 * pairs / different;
    }
}
