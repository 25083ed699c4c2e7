package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class MdavOfPersonsTest {
    /** Persons of whom none has more than 1/k of the rows; some have just so many. */
    static Persons persons(SplittableRandom random, int rowCount, int k) {
        int most = rowCount / k;
        int limit = random.nextBoolean() ? most : 1 + random.nextInt(most);
        int[] codes = new int[rowCount];
        int[] counts = new int[rowCount];
        int spread = random.nextInt(3) == 0 ? rowCount : (rowCount + limit - 1) / limit + random.nextInt(3);
        for (int row = 0; row < rowCount; row++) {
            do {
                codes[row] = random.nextInt(Math.min(rowCount, Math.max(spread, (rowCount + limit - 1) / limit)));
            } while (counts[codes[row]] == limit);
            counts[codes[row]]++;
        }
        return Persons.of(codes);
    }

    static void assertOneRowOfAPerson(Partition partition, Persons persons, int k) {
        for (int[] group : partition.members()) {
            assertThat(group).hasSizeGreaterThanOrEqualTo(k);
            assertThat(Arrays.stream(group).map(persons::of).distinct().count()).isEqualTo(group.length);
        }
    }

    /** Where each person has one row, nothing is asked that MDAV does not do. */
    @Test
    void isMdavWhereEachPersonHasOneRow() {
        Seeds.forEach(200, random -> {
            int k = 2 + random.nextInt(4);
            Table table = Tables.mixed(random, k + random.nextInt(60), 1 + random.nextInt(3));
            Partition partition =
                    new MdavOfPersons(DataMatrix.of(table), Persons.ofRows(table.rowCount()), k, Progress.UNSEEN).run();
            assertThat(partition).isEqualTo(Mdav.partition(table, k));
        });
    }

    /** Possible just where no person has more than 1/k of the rows, and then always found. */
    @Test
    void isFoundWhereverItIsPossible() {
        Seeds.forEach(300, 1500, random -> {
            int k = 2 + random.nextInt(5);
            Table table = Tables.random(random, k + random.nextInt(50), 1 + random.nextInt(3));
            Persons persons = persons(random, table.rowCount(), k);
            DataMatrix rows = DataMatrix.of(table, persons);
            Partition partition = Mdav.partition(rows, k, Progress.UNSEEN);
            assertOneRowOfAPerson(partition, persons, k);
            assertThat(partition.groupCount()).isEqualTo(table.rowCount() / k);
            assertThat(partition).isEqualTo(naive(rows, persons, k));
            assertOneRowOfAPerson(Refinement.descent(rows, partition, k, Progress.UNSEEN), persons, k);
        });
        Table table = Tables.random(new SplittableRandom(1), 9, 1);
        Persons tooMany = Persons.of(new int[] {0, 0, 0, 0, 1, 2, 3, 4, 5});
        assertThatThrownBy(() -> Mdav.partition(DataMatrix.of(table, tooMany), 3, Progress.UNSEEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a person has more than 1/k of the rows");
    }

    @Test
    void neitherDescentNorSearchPutsAPersonTwiceIntoAGroup() {
        Seeds.forEach(60, random -> {
            int k = 2 + random.nextInt(4);
            Table table = Tables.mixed(random, 2 * k + random.nextInt(60), 1 + random.nextInt(3));
            Persons persons = persons(random, table.rowCount(), k);
            DataMatrix rows = DataMatrix.of(table, persons);
            Partition first = Mdav.partition(rows, k, Progress.UNSEEN);
            double loss = new MutablePartition(rows, first).totalLoss();
            for (Partition partition : List.of(
                    Refinement.descent(rows, first, k, Progress.UNSEEN),
                    Refinement.search(rows, first, k, 40, 1, Progress.UNSEEN))) {
                assertOneRowOfAPerson(partition, persons, k);
                assertThat(new MutablePartition(rows, partition).totalLoss()).isLessThanOrEqualTo(loss * (1 + 1e-12));
            }
        });
    }

    /** The slow twin looks at all rows each time, and computes each centroid anew but in the order of leaving. */
    private static Partition naive(DataMatrix rows, Persons persons, int k) {
        int[] groupOf = new int[rows.rowCount()];
        Arrays.fill(groupOf, -1);
        Centroid centroid = new Centroid(rows);
        int count = 0;
        int left = groupOf.length;
        int turn = 0;
        int lastFirst = -1;
        while (left / k >= 2) {
            double[] from = turn == 1 ? rows.points().position(lastFirst) : centroid.position();
            int first = farthest(rows, groupOf, from);
            List<Integer> group = group(rows, persons, groupOf, first, k, left / k);
            for (int row : group) {
                groupOf[row] = count;
                centroid.remove(row);
            }
            left -= group.size();
            count++;
            boolean isOpposite = turn == 0 && left / k >= 2;
            turn = isOpposite ? 1 : 0;
            lastFirst = first;
        }
        for (int row = 0; row < groupOf.length; row++) {
            groupOf[row] = groupOf[row] < 0 ? count : groupOf[row];
        }
        return new Partition(groupOf);
    }

    private static int farthest(DataMatrix rows, int[] groupOf, double[] from) {
        int farthest = -1;
        for (int row = 0; row < groupOf.length; row++) {
            if (groupOf[row] < 0
                    && (farthest < 0
                            || rows.points().squaredDistance(row, from)
                                    > rows.points().squaredDistance(farthest, from))) {
                farthest = row;
            }
        }
        return farthest;
    }

    private static List<Integer> group(
            DataMatrix rows, Persons persons, int[] groupOf, int first, int k, int groupsLeft) {
        double[] from = rows.points().position(first);
        List<Integer> near = IntStream.range(0, groupOf.length)
                .filter(row -> groupOf[row] < 0 && row != first)
                .boxed()
                .sorted((one, other) -> {
                    int difference = Double.compare(
                            rows.points().squaredDistance(one, from),
                            rows.points().squaredDistance(other, from));
                    return difference == 0 ? Integer.compare(one, other) : difference;
                })
                .toList();
        List<Integer> group = new ArrayList<>(List.of(first));
        Set<Integer> taken = new HashSet<>(Set.of(persons.of(first)));
        for (int person = 0; person < persons.count(); person++) {
            int of = person;
            long rowsLeft = Arrays.stream(persons.rows(person))
                    .filter(row -> groupOf[row] < 0)
                    .count();
            if (rowsLeft == groupsLeft && taken.add(person)) {
                group.add(near.stream()
                        .filter(row -> persons.of(row) == of)
                        .findFirst()
                        .orElseThrow());
            }
        }
        for (int row : near) {
            if (group.size() < k && taken.add(persons.of(row))) {
                group.add(row);
            }
        }
        return group;
    }
}
