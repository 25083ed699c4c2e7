package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void markupInTextIsShownAsText() {
        assertThat(Markup.escape("<script>alert(\"a\" & 'b')</script>"))
                .isEqualTo("&lt;script&gt;alert(&quot;a&quot; &amp; &#39;b&#39;)&lt;/script&gt;");
    }

    @Test
    void whatTurnsTheTextAroundItOrIsNoCharacterIsReplaced() {
        assertThat(Markup.escape("a\u202Eb\u2066c\u0000d\u0085e\uD800f\uFFFEg"))
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg");
        assertThat(Markup.escape("a\tb\nc")).isEqualTo("a b c");
        assertThat(Markup.escape("\u00e4\u4e2d\uD83D\uDE00")).isEqualTo("\u00e4\u4e2d\uD83D\uDE00");
    }

    @Test
    void aShortenedTextKeepsWholeCharacters() {
        assertThat(Markup.shorten("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Markup.shorten("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 3))
                .isEqualTo("\uD83D\uDE00\uD83D\uDE00\u2026");
    }

    @Test
    void coordinatesAreRoundedToTwoDecimals() {
        assertThat(Markup.number(0)).isEqualTo("0");
        assertThat(Markup.number(-0.001)).isEqualTo("0");
        assertThat(Markup.number(-0.05)).isEqualTo("-0.05");
        assertThat(Markup.number(12.5)).isEqualTo("12.5");
        assertThat(Markup.number(100.07)).isEqualTo("100.07");
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double value = (random.nextDouble() - 0.5) * 2000;
            BigDecimal expected = new BigDecimal(value).setScale(2, RoundingMode.HALF_UP);
            assertThat(new BigDecimal(Markup.number(value))).isEqualByComparingTo(expected);
        }
    }
}
