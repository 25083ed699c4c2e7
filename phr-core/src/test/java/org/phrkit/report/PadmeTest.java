package org.phrkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class PadmeTest {
    private static int floorLog2(long value) {
        int exponent = 0;
        while (value >= 2) {
            value /= 2;
            exponent++;
        }
        return exponent;
    }

    /** As the paper says it: up, until all digits behind the first ones are zero. */
    private static long slowly(long size) {
        int exponent = floorLog2(size);
        int kept = floorLog2(exponent) + 1;
        long unit = 1;
        for (int i = 0; i < exponent - kept; i++) {
            unit *= 2;
        }
        long padded = size;
        while (padded % unit != 0) {
            padded++;
        }
        return padded;
    }

    @Test
    void sizesAreThoseOfThePaper() {
        for (long size = 2; size < 5000; size++) {
            assertThat(Padme.padded(size)).as("of %d", size).isEqualTo(slowly(size));
        }
        for (long[] pair : new long[][] {{0, 0}, {1, 1}, {2, 2}, {8, 8}, {9, 10}, {10_240, 10_240}, {10_241, 10_752}}) {
            assertThat(Padme.padded(pair[0])).isEqualTo(pair[1]);
        }
        assertThatThrownBy(() -> Padme.padded(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void aSizeGrowsByAtMostTwelvePerCentAndKeepsItsOrder() {
        Seeds.forEach(2000, random -> {
            long size = random.nextLong(1, 1L << random.nextInt(1, 60));
            long padded = Padme.padded(size);
            assertThat(padded).isBetween(size, size + size * 12 / 100 + 1);
            assertThat(Padme.padded(padded)).isEqualTo(padded);
            assertThat(Padme.padded(size + 1)).isGreaterThanOrEqualTo(padded);
        });
    }

    /** Blocks of tar: whole ones stay whole. */
    @Test
    void archivesStayWholeBlocksOfFewSizes() {
        Set<Long> sizes = LongStream.rangeClosed(1, 10_000)
                .map(records -> Padme.padded(records * 10_240))
                .boxed()
                .collect(Collectors.toSet());
        assertThat(sizes).allMatch(size -> size % 512 == 0).hasSizeLessThan(350);
    }
}
