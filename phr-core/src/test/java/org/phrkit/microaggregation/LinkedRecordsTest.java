package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class LinkedRecordsTest {
    private static Partition partition(DataMatrix rows, Persons persons, int k) {
        return LinkedRecords.partition(rows, PersonParts.whole(persons), k, Grouping.descent(Progress.UNSEEN));
    }

    /** In whichever order the rows of each stand, those that are alike find each other, and nothing is lost. */
    @Test
    void personsWhoAreAlikeLoseNothing() {
        Seeds.forEach(60, 300, random -> {
            int k = 2 + random.nextInt(3);
            int kinds = 1 + random.nextInt(4);
            int slots = 1 + random.nextInt(4);
            // What a person of each kind has: rows that differ in a number, and perhaps in others.
            Table patterns = Tables.mixed(random, kinds * slots, 1 + random.nextInt(2));
            double[] apart = random.doubles((long) kinds * slots, 0, 10).toArray();
            int[] pattern = new int[kinds * k * slots];
            int[] codes = new int[pattern.length];
            for (int person = 0; person < kinds * k; person++) {
                int[] order = shuffled(random, slots);
                for (int slot = 0; slot < slots; slot++) {
                    pattern[person * slots + slot] = person % kinds * slots + order[slot];
                    codes[person * slots + slot] = person;
                }
            }
            Table all = new Table(List.of(
                            Tables.quasi("apart", apart), patterns.columns().get(0)))
                    .select(pattern);
            DataMatrix rows = DataMatrix.of(all);
            Partition partition = partition(rows, Persons.of(codes), k);
            assertThat(partition.groupCount()).isEqualTo(kinds * slots);
            for (int[] group : partition.members()) {
                assertThat(group).hasSize(k);
                assertThat(Arrays.stream(group).map(row -> pattern[row]).distinct())
                        .hasSize(1);
            }
        });
    }

    private static int[] shuffled(SplittableRandom random, int size) {
        int[] order = IntStream.range(0, size).toArray();
        for (int last = size - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int value = order[last];
            order[last] = order[other];
            order[other] = value;
        }
        return order;
    }

    /** Who changes the way rows are matched gives another partition of tables that others have released, and says so. */
    @Test
    void groupsAreTheSameOnEveryMachine() {
        SplittableRandom random = new SplittableRandom(1);
        int[] codes = IntStream.range(0, 240).map(row -> row % 80).toArray();
        int[] uneven = IntStream.range(0, 240)
                .map(row -> row < 160 ? row % 40 : row - 120)
                .toArray();
        Table numbers = Tables.random(random, 240, 3);
        Table mixed = Tables.mixed(random, 240, 3);
        assertThat(List.of(
                        Arrays.hashCode(partition(DataMatrix.of(numbers), Persons.of(codes), 3)
                                .groups()),
                        Arrays.hashCode(partition(DataMatrix.of(numbers), Persons.of(uneven), 4)
                                .groups()),
                        Arrays.hashCode(partition(DataMatrix.of(mixed), Persons.of(codes), 5)
                                .groups())))
                .containsExactly(-74055262, 602776246, -866564803);
    }
}
