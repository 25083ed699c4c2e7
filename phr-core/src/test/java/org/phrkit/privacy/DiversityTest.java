package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.EarthMover;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class DiversityTest {
    private static final EquivalenceClasses CLASSES =
            EquivalenceClasses.of(List.of(Tables.quasi("age", 30, 30, 30, 40, 40)));

    private static Column texts(int... codes) {
        return new TextColumn(new ColumnSpec("s", Role.SENSITIVE, Kind.CATEGORY), List.of("a", "b", "c"), codes, "NA");
    }

    @Test
    void countsDistinctValues() {
        Diversity diversity = Diversity.of(CLASSES, texts(0, 1, 0, 2, 1));
        assertThat(diversity.values(0)).isEqualTo(2);
        assertThat(diversity.values(1)).isEqualTo(2);
        assertThat(diversity.smallest()).isEqualTo(2);
        assertThat(Diversity.of(CLASSES, texts(0, 1, 2, 2, 2)).smallest()).isEqualTo(1);
    }

    @Test
    void missingCellsAreNoValue() {
        assertThat(Diversity.of(CLASSES, texts(0, 1, 2, -1, 2)).smallest()).isEqualTo(1);
        assertThat(Diversity.of(CLASSES, texts(0, 1, 2, -1, -1)).smallest()).isZero();
    }

    /** Heart disease, viral infection, cancer: h, v, c. */
    private static Diversity ofPatients(String diseases) {
        return Diversity.of(
                EquivalenceClasses.of(List.of(Tables.quasi("class", 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3))),
                new TextColumn(
                        new ColumnSpec("condition", Role.SENSITIVE),
                        diseases.chars().mapToObj(Character::toString).toList()));
    }

    /**
     * The inpatients of Machanavajjhala et al. 2007 in the order of their 4-anonymous table: 2 and 2; 1, 1 and 2; 4 of
     * one disease. Two equally frequent values: entropy log 2, exponential 2; r_1 / r_2 = 2 / 2.
     */
    @Test
    void theFourAnonymousPatientsOfThePaperAreNotDiverse() {
        Diversity diversity = ofPatients("hhvvchvvcccc");
        assertThat(diversity.values(0)).isEqualTo(2);
        assertThat(diversity.values(1)).isEqualTo(3);
        assertThat(diversity.values(2)).isEqualTo(1);
        assertThat(diversity.entropy(0)).isEqualTo(2);
        assertThat(diversity.recursive(0, 2)).isEqualTo(1);
        assertThat(diversity.smallest()).isEqualTo(1);
        assertThat(diversity.smallestEntropy()).isEqualTo(1);
        assertThat(diversity.greatestRecursive(2)).isInfinite();
    }

    /**
     * Their 3-diverse table: each class has frequencies 2, 1, 1. Entropy (log 2)/2 + 2·(log 4)/4 = 1.5·log 2, whose
     * exponential is 2^1.5 = 2.828427125: entropy 2-diverse, and not 3. r_1 / (r_2 + r_3) = 2 / 2, r_1 / r_3 = 2 / 1.
     */
    @Test
    void theThreeDiversePatientsOfThePaperAreThreeDiverse() {
        Diversity diversity = ofPatients("hvccchvvhvcc");
        assertThat(diversity.smallest()).isEqualTo(3);
        assertThat(diversity.smallestEntropy()).isEqualTo(2.828427125);
        assertThat(diversity.greatestRecursive(1)).isEqualTo(0.5);
        assertThat(diversity.greatestRecursive(2)).isEqualTo(1);
        assertThat(diversity.greatestRecursive(3)).isEqualTo(2);
        assertThat(diversity.greatestRecursive(4)).isInfinite();
        assertThat(new DiversityCriterion.Distinct(3).isMetBy(diversity)).isTrue();
        assertThat(new DiversityCriterion.Entropy(2).isMetBy(diversity)).isTrue();
        assertThat(new DiversityCriterion.Entropy(3).isMetBy(diversity)).isFalse();
        assertThat(new DiversityCriterion.Recursive(2, 3).isMetBy(diversity)).isFalse();
        assertThat(new DiversityCriterion.Recursive(2.5, 3).isMetBy(diversity)).isTrue();
    }

    /** Seven values, all once: the exponential of their entropy is 7, and not next to it. */
    @Test
    void equallyFrequentValuesCountAsMany() {
        for (int values = 1; values < 200; values++) {
            double[] numbers = IntStream.range(0, values).asDoubleStream().toArray();
            assertThat(Diversity.of(
                                    EquivalenceClasses.of(List.of(Tables.quasi("class", new double[values]))),
                                    Tables.quasi("s", numbers))
                            .smallestEntropy())
                    .isEqualTo(values);
        }
    }

    @Test
    void missingCellsAreInNoShare() {
        Diversity diversity = Diversity.of(CLASSES, texts(0, 1, -1, -1, -1));
        assertThat(diversity.entropy(0)).isEqualTo(2);
        assertThat(diversity.recursive(0, 2)).isEqualTo(1);
        assertThat(diversity.entropy(1)).isZero();
        assertThat(diversity.recursive(1, 1)).isInfinite();
    }

    /** By the definitions, value by value: the entropy as a sum over shares, the frequencies in descending order. */
    private static void agree(Diversity diversity, int number, Column column, List<Integer> rows) {
        Map<String, Integer> counts = new HashMap<>();
        rows.stream()
                .filter(row -> !column.isMissing(row))
                .forEach(row -> counts.merge(column.text(row), 1, Integer::sum));
        int total = counts.values().stream().mapToInt(count -> count).sum();
        double entropy = 0;
        for (int count : counts.values()) {
            entropy -= (double) count / total * Math.log((double) count / total);
        }
        assertThat(diversity.entropy(number)).isCloseTo(total == 0 ? 0 : Math.exp(entropy), within(1e-8));
        List<Integer> descending =
                counts.values().stream().sorted(Comparator.reverseOrder()).toList();
        for (int l = 1; l < 5; l++) {
            double rare =
                    descending.stream().skip(l - 1).mapToInt(count -> count).sum();
            assertThat(diversity.recursive(number, l))
                    .isEqualTo(descending.size() < l ? Double.POSITIVE_INFINITY : descending.get(0) / rare);
        }
    }

    @Test
    void agreesWithTheObvious() {
        Seeds.forEach(300, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(40), 1, 1);
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns(Role.QUASI));
            Column column = table.columns(Role.SENSITIVE).get(0);
            Diversity diversity = Diversity.of(classes, column);
            int smallest = Integer.MAX_VALUE;
            for (int number = 0; number < classes.classCount(); number++) {
                int values = EarthMover.distinct(column, rows(classes, number));
                assertThat(diversity.values(number)).isEqualTo(values);
                smallest = Math.min(smallest, values);
                agree(diversity, number, column, rows(classes, number));
            }
            assertThat(diversity.smallest()).isEqualTo(smallest);
        });
    }

    static List<Integer> rows(EquivalenceClasses classes, int number) {
        return IntStream.range(0, classes.rowCount())
                .filter(row -> classes.classOf(row) == number)
                .boxed()
                .toList();
    }

    @Test
    void refusesAColumnOfAnotherTable() {
        assertThatThrownBy(() -> Diversity.of(CLASSES, texts(0))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Closeness.of(CLASSES, texts(0))).isInstanceOf(IllegalArgumentException.class);
    }
}
