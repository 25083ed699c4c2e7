package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The command prints the information loss that the literature has for the reference tables. */
class InformationLossIT {
    private static final String UNSEEN = "-anonymous in rows; whether rows are persons cannot be seen in this file";

    private static final List<String> TARRAGONA =
            List.of("9.3287", "16.9326", "19.5460", "22.4619", "26.3252", "27.5184", "29.6929", "31.2146", "33.1929");
    private static final List<String> CENSUS =
            List.of("3.1781", "5.6922", "7.4947", "9.0884", "10.3847", "11.5979", "12.3917", "13.2915", "14.1559");

    static Stream<Arguments> losses() {
        return Stream.of(Arguments.of("tarragona.csv", TARRAGONA), Arguments.of("census.csv", CENSUS));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isPrintedByBothCommands(String name, List<String> losses, @TempDir Path folder)
            throws IOException, InterruptedException {
        Path shared = Path.of(System.getProperty("phr.root")).resolve(System.getProperty("phr.shared"));
        Path table = shared.resolve("data").resolve(name);
        Peer.assume(Files.exists(table), "skipped: there is no " + table);
        Files.copy(table, folder.resolve("in.csv"));
        String header = Files.readAllLines(table).get(0).replace("\"", "");
        StringBuilder commands = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int k = 2; k < 2 + losses.size(); k++) {
            commands.append(
                    "$ phr aggregate -k %1$d --refine none --quasi %2$s -f -o out.csv in.csv\n".formatted(k, header));
            commands.append("$ phr verify release -k %1$d --original in.csv out.csv\n".formatted(k));
            String loss = "information loss  " + losses.get(k - 2) + " %";
            expected.addAll(List.of(loss, "yes: the table is " + k + UNSEEN, loss));
        }
        String happened = Transcript.replayInOneJvm(commands.toString(), folder);
        assertThat(happened.lines().filter(line -> line.startsWith("information loss") || line.startsWith("yes: ")))
                .isEqualTo(expected);
    }
}
