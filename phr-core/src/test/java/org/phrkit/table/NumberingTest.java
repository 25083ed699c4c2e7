package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class NumberingTest {
    @Test
    void numbersKeysAsTheyAppear() {
        Seeds.forEach(100, random -> {
            Map<Long, Integer> known = new HashMap<>();
            Numbering numbering = new Numbering();
            int different = 1 + random.nextInt(3000);
            int shift = random.nextInt(54);
            for (int i = 0; i < 3000; i++) {
                long key = (long) (random.nextInt(different) - different / 3) << shift;
                assertThat(numbering.of(key)).isEqualTo(known.computeIfAbsent(key, any -> known.size()));
                assertThat(numbering.size()).isEqualTo(known.size());
            }
        });
    }
}
