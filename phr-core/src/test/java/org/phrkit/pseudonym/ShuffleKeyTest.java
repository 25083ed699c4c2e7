package org.phrkit.pseudonym;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleKeyTest {
    private static ShuffleKey key(String digits) throws Exception {
        return ShuffleKey.read(new ByteArrayInputStream((digits + "\n").getBytes(US_ASCII)));
    }

    /** By hmac of Python 3: sorted(range(8), key=lambda i: hmac.digest(key, i.to_bytes(8, "big"), "sha256")). */
    @Test
    void agreesWithPython() throws Exception {
        try (ShuffleKey key = key("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")) {
            assertThat(key.order(8)).containsExactly(5, 6, 3, 0, 1, 7, 4, 2);
        }
    }

    @Test
    void anOrderHasEachRowOnceAndIsThatOfTheKey() throws Exception {
        try (ShuffleKey key = ShuffleKey.random(new SecureRandom());
                ShuffleKey other = ShuffleKey.random(new SecureRandom())) {
            int[] order = key.order(10_000);
            assertThat(Arrays.stream(order).sorted().toArray())
                    .isEqualTo(IntStream.range(0, 10_000).toArray());
            assertThat(key.order(10_000)).isEqualTo(order);
            assertThat(other.order(10_000)).isNotEqualTo(order);
            assertThat(key.order(0)).isEmpty();
            assertThatThrownBy(() -> key.order(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /**
     * Pearson's chi-square of all 24 orders of four rows over 24,000 keys, against the point that one in a thousand fair
     * shuffles passes at 23 degrees of freedom.
     */
    @Test
    void everyOrderIsAsLikelyAsEveryOther() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        Map<List<Integer>, Integer> counts = new HashMap<>();
        byte[] bytes = new byte[32];
        for (int i = 0; i < 24_000; i++) {
            random.nextBytes(bytes);
            try (ShuffleKey key = key(HexFormat.of().formatHex(bytes))) {
                counts.merge(Arrays.stream(key.order(4)).boxed().toList(), 1, Integer::sum);
            }
        }
        assertThat(counts).hasSize(24);
        double chiSquare = counts.values().stream()
                .mapToDouble(count -> (count - 1000.0) * (count - 1000.0) / 1000)
                .sum();
        assertThat(chiSquare).isLessThan(49.73);
    }

    @Test
    void aKeyIsReadAsThatOfPseudonymsAndNotShown() throws Exception {
        assertThatThrownBy(() -> key("48151623")).isInstanceOf(PseudonymKeyException.class);
        ShuffleKey key = key("00".repeat(32));
        assertThat(key).hasToString("ShuffleKey");
        key.close();
        assertThatThrownBy(() -> key.order(2)).isInstanceOf(IllegalStateException.class);
    }
}
