package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelsTest {
    @Test
    void sharesAreOfTheRowsBeforeAndAfter() {
        Levels levels = new Levels(List.of("a", "b", "c"), new int[] {1, 3, 0}, new int[] {1, 1, 8});
        assertThat(levels.names()).containsExactly("a", "b", "c");
        assertThat(levels.before()).containsExactly(25.0, 75.0, 0.0);
        assertThat(levels.after()).containsExactly(10.0, 10.0, 80.0);
    }

    @Test
    void twelveLevelsAreShownAndOfMoreTheElevenMostFrequent() {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m");
        int[] twelve = Collections.nCopies(12, 5).stream().mapToInt(i -> i).toArray();
        assertThat(new Levels(names.subList(0, 12), twelve, twelve).names()).isEqualTo(names.subList(0, 12));
        int[] before = {1, 5, 5, 5, 5, 5, 1, 5, 5, 5, 5, 5, 8};
        int[] after = {7, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 0};
        Levels levels = new Levels(names, before, after);
        assertThat(levels.names()).containsExactly("b", "c", "d", "e", "f", "h", "i", "j", "k", "l", "m", "2 others");
        assertThat(levels.before()).hasSize(12).startsWith(5 / 0.6).endsWith(8 / 0.6, 2 / 0.6);
        assertThat(levels.after()).hasSize(12).startsWith(5.0).endsWith(0.0, 50.0);
    }

    @Test
    void thereAreRowsBeforeAndAfter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Levels(List.of("a", "b"), new int[] {1, 1}, new int[] {1}))
                .withMessage("each level needs a count before and a count after");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Levels(List.of("a"), new int[] {0}, new int[] {1}))
                .withMessage("levels need rows before and after");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Levels(List.of("a"), new int[] {1}, new int[] {0}))
                .withMessage("levels need rows before and after");
    }

    /** More rows than an int holds. */
    @Test
    void countsAreAddedWithoutOverflow() {
        int[] counts = {Integer.MAX_VALUE, Integer.MAX_VALUE};
        assertThat(new Levels(List.of("a", "b"), counts, counts).before()).containsExactly(50.0, 50.0);
    }

    @Test
    void percentHasOneDecimal() {
        assertThat(Levels.percent(0)).isEqualTo("0.0");
        assertThat(Levels.percent(8.35)).isEqualTo("8.4");
        assertThat(Levels.percent(99.96)).isEqualTo("100.0");
    }
}
