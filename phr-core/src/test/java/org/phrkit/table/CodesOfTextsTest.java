package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class CodesOfTextsTest {
    private static final String CHARACTERS = "01\u0000\u00ff\u0100a";

    @Test
    void textsHaveTheirCodes() {
        Seeds.forEach(100, random -> {
            List<String> first = List.of("", "0", "b".repeat(20));
            Map<String, Integer> known = new HashMap<>();
            first.forEach(text -> known.put(text, known.size()));
            CodesOfTexts codes = new CodesOfTexts(first);
            int remembered = 0;
            for (int i = 0; i < 2000; i++) {
                StringBuilder text = new StringBuilder();
                int length = random.nextInt(18);
                for (int j = 0; j < length; j++) {
                    text.append(CHARACTERS.charAt(random.nextInt(random.nextInt(8) == 0 ? CHARACTERS.length() : 2)));
                }
                char[] chars = ("x" + text + "y").toCharArray();
                int code = codes.remembered(chars, 1, chars.length - 1);
                int expected = known.getOrDefault(text.toString(), -1);
                assertThat(code).isIn(-1, expected);
                remembered += code >= 0 ? 1 : 0;
                assertThat(codes.of(text.toString())).isEqualTo(expected);
                if (expected < 0) {
                    known.put(text.toString(), known.size());
                    assertThat(codes.add(text.toString())).isEqualTo(known.size() - 1);
                }
                assertThat(codes.size()).isEqualTo(known.size());
            }
            assertThat(remembered).isPositive();
        });
    }

    /** As long as there are few, none is forgotten. */
    @Test
    void fewShortTextsAreAtHand() {
        CodesOfTexts codes = new CodesOfTexts(List.of());
        codes.add("");
        codes.add("\u00e9t\u00e9");
        codes.add("123456789.12345");
        assertThat(codes.remembered(new char[0], 0, 0)).isZero();
        assertThat(codes.remembered("\u00e9t\u00e9".toCharArray(), 0, 3)).isEqualTo(1);
        assertThat(codes.remembered("123456789.12345".toCharArray(), 0, 15)).isEqualTo(2);
        assertThat(codes.remembered("123456789.12345".toCharArray(), 0, 14)).isEqualTo(-1);
    }
}
