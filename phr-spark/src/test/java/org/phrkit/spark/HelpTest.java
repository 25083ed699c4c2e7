package org.phrkit.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.cli.shell.CommandHelp;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** As the help of phr. */
class HelpTest {
    static List<CommandSpec> commands() {
        return CommandHelp.withAllBelow(PhrSpark.described(new PhrSpark())).stream()
                .map(CommandLine::getCommandSpec)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void beginsWithAnExampleAndFitsEightyColumns(CommandSpec command) {
        command.usageMessage().autoWidth(false);
        List<String> lines =
                command.commandLine().getUsageMessage(Ansi.OFF).lines().toList();
        assertThat(lines.get(0)).endsWith(":");
        assertThat(lines.get(1) + " ").startsWith("  " + command.qualifiedName() + " ");
        assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void showsEachOptionOnceAndAtMostFiveAtFirst(CommandSpec command) {
        Map<String, List<OptionSpec>> groups = CommandHelp.groups(command);
        List<OptionSpec> shown = new ArrayList<>();
        groups.values().forEach(shown::addAll);
        assertThat(shown).containsExactlyInAnyOrderElementsOf(command.options());
        assertThat(groups.get(""))
                .filteredOn(option -> !List.of("--help", "--version", "--debug").contains(option.longestName()))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(groups.getOrDefault("Other options", List.of())).hasSizeLessThanOrEqualTo(3);
    }
}
