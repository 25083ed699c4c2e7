package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command prints the information loss that the literature has for the reference tables. */
class InformationLossIT {
    private static final List<String> TARRAGONA =
            List.of("9.3287", "16.9326", "19.5460", "22.4619", "26.3252", "27.5184", "29.6929", "31.2146", "33.1929");
    private static final List<String> CENSUS =
            List.of("3.1781", "5.6922", "7.4947", "9.0884", "10.3847", "11.5979", "12.3917", "13.2915", "14.1559");

    static Stream<Arguments> losses() {
        return IntStream.rangeClosed(2, 10)
                .boxed()
                .flatMap(k -> Stream.of(
                        Arguments.of("tarragona.csv", k, TARRAGONA.get(k - 2)),
                        Arguments.of("census.csv", k, CENSUS.get(k - 2))));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isPrintedByBothCommands(String name, int k, String expected, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path shared = Path.of(System.getProperty("phr.root")).resolve(System.getProperty("phr.shared"));
        Path table = shared.resolve("data").resolve(name);
        Peer.assume(Files.exists(table), "skipped: there is no " + table);
        String happened = Transcript.replay(
                """
                $ phr aggregate -k K --refine none --quasi $(head -n 1 TABLE | tr -d '"\\r') -o out.csv TABLE
                $ phr verify release -k K --original TABLE out.csv
                """.replace("TABLE", table.toAbsolutePath().normalize().toString())
                        .replace("K", Integer.toString(k)),
                folder);
        assertThat(happened.lines().filter(line -> line.startsWith("information loss")))
                .containsExactly("information loss  " + expected + " %", "information loss  " + expected + " %");
        assertThat(happened).contains("yes: the table is " + k + "-anonymous");
    }
}
