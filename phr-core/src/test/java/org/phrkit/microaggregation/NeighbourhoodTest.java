package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

/** What is done fast on sums of distances, done slowly on the rows themselves. */
class NeighbourhoodTest {
    /** The groups of a table, all of them taken. */
    private static final class Case {
        private final int k;
        private final DataMatrix rows;
        private final MutablePartition clusters;
        private final Neighbourhood neighbourhood;
        private final int[] groups;

        /** The rows as the neighbourhood numbers them. */
        private final int[] order;

        Case(SplittableRandom random, boolean isOfNumbers) {
            k = 2 + random.nextInt(3);
            int rowCount = 2 * k + random.nextInt(16);
            Table table = isOfNumbers ? Tables.random(random, rowCount, 2) : Tables.mixed(random, rowCount, 3);
            rows = switch (random.nextInt(3)) {
                case 0 -> DataMatrix.of(table);
                case 1 ->
                    DataMatrix.of(
                            table, RecordCounts.of(random.ints(rowCount, 1, 4).toArray()));
                default -> DataMatrix.of(table, MdavOfPersonsTest.persons(random, rowCount, k));
            };
            clusters = new MutablePartition(rows, Mdav.partition(rows, k, Progress.UNSEEN));
            neighbourhood = new Neighbourhood(clusters, k);
            groups = clusters.groups();
            // Of fewer rows first: what is reserved must grow.
            neighbourhood.take(new int[] {groups[0]});
            neighbourhood.take(groups);
            order = Arrays.stream(groups)
                    .flatMap(group -> Arrays.stream(clusters.members(group)))
                    .toArray();
        }

        Partition put() {
            neighbourhood.keep();
            neighbourhood.put(groups);
            return clusters.partition();
        }

        boolean isAllowed(int[] groupOf) {
            if (Arrays.stream(groupOf).distinct().count()
                    <= Arrays.stream(groupOf).max().orElseThrow()) {
                return false;
            }
            Partition partition = new Partition(groupOf);
            Persons persons = rows.persons();
            for (int[] group : partition.members()) {
                long distinct = persons == null
                        ? group.length
                        : Arrays.stream(group).map(persons::of).distinct().count();
                if (records(group) < k || distinct < group.length) {
                    return false;
                }
            }
            return true;
        }

        long records(int[] group) {
            return Arrays.stream(group).map(rows.weights()::of).sum();
        }

        double loss(Partition partition) {
            double loss = 0;
            for (int[] group : partition.members()) {
                loss += MutablePartition.loss(rows, group);
            }
            return loss;
        }

        double apart(int i, int j) {
            return clusters.squaredDistance(order[i], order[j]);
        }

        /** Of the groups of the rows as they are numbered here. */
        Partition partition(int[] groupOf) {
            int[] ofRow = new int[groupOf.length];
            for (int i = 0; i < groupOf.length; i++) {
                ofRow[order[i]] = groupOf[i];
            }
            return new Partition(ofRow).inOrder();
        }
    }

    @Test
    void whatIsImprovedLosesWhatIsSaidAndNoStepHelps() {
        Seeds.forEach(60, random -> {
            Case it = new Case(random, random.nextBoolean());
            double before = it.loss(it.clusters.partition());
            if (random.nextBoolean()) {
                it.neighbourhood.rebuild(random.nextInt(it.order.length), random);
                before = Double.POSITIVE_INFINITY;
            }
            double said = it.neighbourhood.improve();
            Partition end = it.put();
            assertThat(it.isAllowed(end.groups())).isTrue();
            double loss = it.loss(end);
            assertThat(said).isCloseTo(loss, within(1e-9 * (1 + loss)));
            assertThat(it.clusters.totalLoss()).isCloseTo(loss, within(1e-9 * (1 + loss)));
            assertThat(loss).isLessThanOrEqualTo(before + 1e-9);
            for (int row = 0; row < end.rowCount(); row++) {
                for (int other = 0; other < end.rowCount(); other++) {
                    int[] moved = end.groups();
                    moved[row] = end.groupOf(other);
                    assertNoBetter(it, moved, loss);
                    moved[other] = end.groupOf(row);
                    assertNoBetter(it, moved, loss);
                }
            }
        });
    }

    private static void assertNoBetter(Case it, int[] groupOf, double loss) {
        if (it.isAllowed(groupOf)) {
            assertThat(it.loss(new Partition(groupOf))).isGreaterThan(loss - 1e-7 * (1 + loss));
        }
    }

    @Test
    void groupsThatAreKnownBecomeWhatTheyBecameBefore() {
        int[] known = new int[1];
        Seeds.forEach(60, random -> {
            Case it = new Case(random, random.nextBoolean());
            Set<Double> losses = new HashSet<>();
            for (int first = 0; first < it.order.length; first++) {
                it.neighbourhood.rebuild(first, null);
                boolean isKnown = it.neighbourhood.isKnown();
                assertThat(it.neighbourhood.isKnown()).isTrue();
                known[0] += isKnown ? 1 : 0;
                assertThat(losses.add(it.neighbourhood.improve()) && isKnown).isFalse();
            }
            it.neighbourhood.take(it.groups);
            it.neighbourhood.rebuild(0, null);
            assertThat(it.neighbourhood.isKnown()).isFalse();
        });
        assertThat(known[0]).isGreaterThan(30);
    }

    @Test
    void fromAFirstRowGroupsAreMadeAsMdavDoes() {
        Seeds.forEach(60, random -> {
            Case it = new Case(random, random.nextBoolean());
            int first = random.nextInt(it.order.length);
            it.neighbourhood.rebuild(first, null);
            Partition rebuilt = it.put();
            assertThat(it.isAllowed(rebuilt.groups())).isTrue();
            if (it.rows.persons() == null) {
                assertThat(rebuilt).isEqualTo(it.partition(slowlyRebuilt(it, first)));
            } else {
                assertThat(rebuilt.groupCount()).isEqualTo(it.order.length / it.k);
            }
        });
    }

    private static int[] slowlyRebuilt(Case it, int first) {
        int[] groupOf = new int[it.order.length];
        Arrays.fill(groupOf, -1);
        long left = it.records(it.order);
        int groups = 0;
        for (int center = first; left >= 2L * it.k; groups++) {
            groupOf[center] = groups;
            long taken = it.rows.weights().of(it.order[center]);
            while (taken < it.k) {
                int nearest = extreme(it, center, groupOf, -1, 1);
                groupOf[nearest] = groups;
                taken += it.rows.weights().of(it.order[nearest]);
            }
            left -= taken;
            center = left > 0 ? extreme(it, center, groupOf, -1, -1) : center;
        }
        int[] rest = groupOf.clone();
        for (int i = 0; i < rest.length; i++) {
            if (groupOf[i] < 0) {
                rest[i] = groups == 0 || left >= it.k ? groups : groupOf[extreme(it, i, groupOf, 0, 1)];
            }
        }
        return rest;
    }

    /** The first nearest (sign 1) or farthest (-1) row of those in a group or not (-1). */
    private static int extreme(Case it, int from, int[] groupOf, int inGroup, int sign) {
        int found = -1;
        for (int i = 0; i < groupOf.length; i++) {
            if (groupOf[i] < 0 == inGroup < 0
                    && (found < 0 || sign * it.apart(from, i) < sign * it.apart(from, found))) {
                found = i;
            }
        }
        return found;
    }

    @Test
    void theRowsOfADissolvedGroupGoWhereTheyCostLeast() {
        Seeds.forEach(60, random -> {
            Case it = new Case(random, true);
            if (it.groups.length < 2) {
                return;
            }
            List<List<Integer>> expected = new ArrayList<>();
            for (int group : it.groups) {
                expected.add(new ArrayList<>(
                        Arrays.stream(it.clusters.members(group)).boxed().toList()));
            }
            boolean isPossible = true;
            for (int row : expected.remove(0)) {
                List<Integer> cheapest = null;
                double least = Double.POSITIVE_INFINITY;
                for (List<Integer> group : expected) {
                    double extra = loss(it, group, row) - loss(it, group, -1);
                    if (group.stream().noneMatch(other -> it.clusters.person(other) == it.clusters.person(row))
                            && extra < least) {
                        least = extra;
                        cheapest = group;
                    }
                }
                if (cheapest == null) {
                    isPossible = false;
                    break;
                }
                cheapest.add(row);
            }
            assertThat(it.neighbourhood.dissolveFirst()).isEqualTo(isPossible);
            if (isPossible) {
                int[] groupOf = new int[it.order.length];
                for (int group = 0; group < expected.size(); group++) {
                    for (int row : expected.get(group)) {
                        groupOf[row] = group;
                    }
                }
                assertThat(it.put()).isEqualTo(new Partition(groupOf).inOrder());
            }
        });
    }

    private static double loss(Case it, List<Integer> group, int more) {
        return MutablePartition.loss(
                it.rows,
                IntStream.concat(group.stream().mapToInt(row -> row), more < 0 ? IntStream.empty() : IntStream.of(more))
                        .toArray());
    }
}
