package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {
    /** Around the ends of chunks, which double from 1024 to 65536. */
    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 1023, 1024, 1025, 3071, 3072, 3073, 130_047, 130_048, 130_049, 195_584, 195_585, 400_000})
    void keepWhatWasAdded(int count) {
        Ints ints = new Ints();
        Doubles doubles = new Doubles();
        for (int i = 0; i < count; i++) {
            ints.add(i);
            doubles.add(i / 4.0);
        }
        assertThat(ints.toArray()).isEqualTo(IntStream.range(0, count).toArray());
        assertThat(doubles.toArray())
                .isEqualTo(IntStream.range(0, count).mapToDouble(i -> i / 4.0).toArray());
    }
}
