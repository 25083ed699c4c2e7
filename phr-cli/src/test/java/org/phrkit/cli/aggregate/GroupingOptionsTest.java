package org.phrkit.cli.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GroupingOptionsTest {
    private static Map<String, Object> parameters(int k, String... words) {
        GroupingOptions options = new GroupingOptions();
        new CommandLine(options).parseArgs(words);
        return options.parameters(k);
    }

    /** Larger groups take longer to be built again. */
    @Test
    void aSearchIsOfAboutAMinuteUnlessToldOtherwise() {
        assertThat(parameters(2, "--refine", "search"))
                .containsEntry("iterations", 10_000_000)
                .containsEntry("seed", 1L);
        assertThat(parameters(10, "--refine", "search")).containsEntry("iterations", 1_000_000);
        assertThat(parameters(2, "--refine", "search", "--iterations", "7", "--seed", "9"))
                .containsEntry("iterations", 7)
                .containsEntry("seed", 9L);
        assertThat(parameters(2)).containsEntry("refine", "descent").doesNotContainKeys("iterations", "seed");
    }
}
