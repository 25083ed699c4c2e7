package org.phrkit.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class TieIndexTest {
    private static double limitOf(double squaredDistance) {
        return squaredDistance * 1.1 + 0.01;
    }

    /** The slow twin: by looking at all rows. */
    private static List<Integer> nearest(Points points, double[] position) {
        double least = IntStream.range(0, points.size())
                .mapToDouble(row -> points.squaredDistance(row, position))
                .min()
                .getAsDouble();
        return IntStream.range(0, points.size())
                .filter(row -> points.squaredDistance(row, position) <= limitOf(least))
                .boxed()
                .toList();
    }

    private static List<Integer> found(TieIndex.Search search) {
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < search.count(); i++) {
            rows.add(search.row(i));
        }
        rows.sort(null);
        return rows;
    }

    private static void check(SplittableRandom random, Points points, int searches) {
        TieIndex index = new TieIndex(points);
        double[][] positions = new double[searches][];
        Arrays.setAll(positions, i -> NeighbourIndexTest.position(random, points));
        int[] known = random.ints(searches, 0, points.size()).toArray();
        TieIndex.Search one = index.search(TieIndexTest::limitOf);
        for (int i = 0; i < searches; i++) {
            one.find(positions[i], known[i]);
            assertThat(found(one)).isEqualTo(nearest(points, positions[i]));
        }
        IntStream.range(0, 8).parallel().forEach(task -> {
            TieIndex.Search search = index.search(TieIndexTest::limitOf);
            for (int i = task; i < searches; i += 8) {
                search.find(positions[i], known[i]);
                assertThat(found(search)).isEqualTo(nearest(points, positions[i]));
            }
        });
        assertThat(index.order())
                .containsExactlyInAnyOrder(
                        IntStream.range(0, points.size()).boxed().toArray(Integer[]::new));
    }

    @Test
    void findsWhatLookingAtAllRowsFinds() {
        Seeds.forEach(40, 150, random -> {
            Points points = NeighbourIndexTest.points(random, 1 + random.nextInt(3000));
            check(random, points, 60);
        });
    }

    /** In thirty dimensions a tree keeps nothing apart, and the rows are looked at one after the other. */
    @Test
    void findsTheSameWhereATreeIsOfNoUse() {
        Seeds.forEach(4, random -> {
            double[][] columns = new double[30][700];
            for (double[] column : columns) {
                Arrays.setAll(column, row -> random.nextDouble());
            }
            check(random, new Points(columns), 100);
        });
    }
}
