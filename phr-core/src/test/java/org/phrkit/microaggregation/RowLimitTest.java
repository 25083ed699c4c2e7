package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class RowLimitTest {
    @Test
    void cutsTheFewestRows() {
        // Of the eight with three rows, three make up for the two with two.
        assertThat(RowLimit.kept(new int[] {3, 3, 3, 3, 3, 3, 3, 3, 2, 2}, 5))
                .satisfies(kept -> assertThat(Arrays.stream(kept).sum()).isEqualTo(25));
        assertThat(RowLimit.kept(new int[] {4, 1, 4}, 3)).containsExactly(1, 1, 1);
        assertThat(RowLimit.kept(new int[] {2, 5, 2, 5}, 2)).containsExactly(2, 5, 2, 5);
        assertThatThrownBy(() -> RowLimit.kept(new int[] {1, 1}, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are fewer than k persons");
    }

    /** The slow twin tries all numbers of rows for all persons. */
    @Test
    void noOtherWayKeepsMore() {
        Seeds.forEach(600, random -> {
            int k = 2 + random.nextInt(2);
            int[] counts = random.ints(k + random.nextInt(4), 1, 5).toArray();
            int[] kept = RowLimit.kept(counts, k);
            for (int person = 0; person < counts.length; person++) {
                assertThat(kept[person]).isBetween(1, counts[person]);
            }
            assertThat(areShared(kept, k)).isTrue();
            assertThat(Arrays.stream(kept).sum()).isEqualTo(most(counts, new int[counts.length], 0, k));
        });
    }

    private static int most(int[] counts, int[] kept, int person, int k) {
        if (person == counts.length) {
            return areShared(kept, k) ? Arrays.stream(kept).sum() : -1;
        }
        int most = -1;
        for (int rows = 1; rows <= counts[person]; rows++) {
            kept[person] = rows;
            most = Math.max(most, most(counts, kept, person + 1, k));
        }
        return most;
    }

    private static boolean areShared(int[] kept, int k) {
        Map<Integer, Long> persons =
                Arrays.stream(kept).boxed().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return persons.values().stream().allMatch(count -> count >= k);
    }

    @Test
    void theLargestLimitIsTheLastThatWorks() {
        assertThat(RowLimit.largest(new int[] {1, 1}, 3)).isZero();
        Seeds.forEach(500, random -> {
            int k = 2 + random.nextInt(4);
            int[] counts = random.ints(1 + random.nextInt(12), 1, 20).toArray();
            int greatest = Arrays.stream(counts).max().getAsInt();
            int expected = IntStream.rangeClosed(1, greatest)
                    .filter(limit -> limit * k
                            <= Arrays.stream(counts)
                                    .map(count -> Math.min(count, limit))
                                    .sum())
                    .max()
                    .orElse(0);
            assertThat(RowLimit.largest(counts, k)).isEqualTo(expected);
        });
    }
}
