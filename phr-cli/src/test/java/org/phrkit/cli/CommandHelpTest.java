package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.cli.shell.CommandHelp;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class CommandHelpTest {
    static List<CommandSpec> commands() {
        return CommandHelp.withAllBelow(Phr.described()).stream()
                .map(CommandLine::getCommandSpec)
                .toList();
    }

    private static String help(CommandSpec command) {
        command.usageMessage().autoWidth(false);
        return command.commandLine().getUsageMessage(Ansi.OFF);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void beginsWithItsOwnExample(CommandSpec command) {
        List<String> lines = help(command).lines().toList();
        List<String> example =
                lines.stream().skip(1).takeWhile(line -> line.startsWith("  ")).toList();
        assertThat(lines.get(0)).endsWith(":");
        assertThat(example).anyMatch(line -> (line + " ").contains(command.qualifiedName() + " "));
        assertThat(lines.get(1 + example.size())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsEightyColumns(CommandSpec command) {
        assertThat(help(command).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void showsEachOptionOnceAndAtMostFiveAtFirst(CommandSpec command) {
        Map<String, List<OptionSpec>> groups = CommandHelp.groups(command);
        List<OptionSpec> shown = new ArrayList<>();
        groups.values().forEach(shown::addAll);
        assertThat(shown).containsExactlyInAnyOrderElementsOf(command.options());
        assertThat(groups.get(""))
                .as("those without a heading")
                .filteredOn(option -> !List.of("--help", "--version", "--debug").contains(option.longestName()))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(groups.getOrDefault("Other options", List.of())).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void namesTheGroups() {
        String help = help(commands().stream()
                .filter(command -> command.qualifiedName().equals("phr encrypt"))
                .findFirst()
                .orElseThrow());
        assertThat(help.lines()).containsSubsequence("Many files:", "Output:", "Other options:", "Exit status:");
    }
}
