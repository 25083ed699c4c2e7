package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassSizesTest {
    @Test
    void sizesCloseTogetherHaveABarEach() {
        ClassSizes sizes = new ClassSizes(new int[] {5, 5, 7, 3}, 5);
        assertThat(sizes.labels()).containsExactly("3", "4", "5", "6", "7");
        assertThat(sizes.counts()).containsExactly(1, 0, 2, 0, 1);
        assertThat(sizes.barsBelowK()).isEqualTo(2);
    }

    @Test
    void sizesFarApartAreCountedByDoubling() {
        ClassSizes sizes = new ClassSizes(new int[] {1, 4, 5, 9, 10, 19, 20, 79}, 5);
        assertThat(sizes.labels()).containsExactly("1\u20134", "5\u20139", "10\u201319", "20\u201339", "40\u201379");
        assertThat(sizes.counts()).containsExactly(2, 2, 2, 1, 1);
        assertThat(sizes.barsBelowK()).isEqualTo(1);
    }

    @Test
    void everyClassIsCountedOnceAndOnItsSideOfK() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            int k = 1 + random.nextInt(20);
            int bound = 2 + random.nextInt(round % 2 == 0 ? 20 : 1_000_000);
            int[] rows = random.ints(1 + random.nextInt(40), 1, bound).toArray();
            ClassSizes sizes = new ClassSizes(rows, k);
            int few = 0;
            for (int size : rows) {
                few += size < k ? 1 : 0;
            }
            int left = sizes.counts().subList(0, sizes.barsBelowK()).stream()
                    .mapToInt(count -> count)
                    .sum();
            assertThat(left).isEqualTo(few);
            assertThat(sizes.counts().stream().mapToInt(count -> count).sum()).isEqualTo(rows.length);
        }
    }

    @Test
    void aClassHasRows() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassSizes(new int[] {3, 0}, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassSizes(new int[0], 2));
    }
}
