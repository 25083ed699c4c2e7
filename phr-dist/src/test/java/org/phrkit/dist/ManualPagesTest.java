package org.phrkit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.phrkit.cli.shell.CommandHelp;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** Help, manual pages and their examples say the same. */
class ManualPagesTest {
    private static List<CommandLine> all() {
        return Typed.COMMANDS.stream()
                .flatMap(command -> CommandHelp.withAllBelow(command).stream())
                .toList();
    }

    @Test
    void eachOptionAndOperandIsDescribed() {
        Set<String> undescribed = new TreeSet<>();
        for (CommandLine command : all()) {
            String name = command.getCommandSpec().qualifiedName();
            for (ArgSpec argument : command.getCommandSpec().args()) {
                if (String.join("", argument.description()).isBlank()) {
                    undescribed.add(name + " " + argument.paramLabel());
                }
            }
            if (String.join("", command.getCommandSpec().usageMessage().description())
                    .isBlank()) {
                undescribed.add(name);
            }
        }
        assertThat(undescribed).isEmpty();
    }

    @Test
    void eachCommandHasExamplesOfItself() throws IOException {
        List<String> names = new ArrayList<>();
        for (CommandLine command : all()) {
            String name = command.getCommandSpec().qualifiedName();
            names.add(name);
            List<Example> examples = Example.of(command.getCommandSpec());
            assertThat(examples).as(name).allSatisfy(example -> {
                assertThat(example.purpose()).endsWith(":");
                assertThat(example.lines()).anyMatch(line -> line.contains(name));
                // man indents them by eleven columns.
                assertThat(example.lines()).allMatch(line -> line.length() <= 80 - 11);
            });
        }
        assertThat(names).containsAll(Example.further().keySet());
    }

    /** An option that was renamed is found here. */
    @Test
    void eachExampleIsParsed() throws IOException {
        List<String> refused = new ArrayList<>();
        for (CommandLine command : all()) {
            for (Example example : Example.of(command.getCommandSpec())) {
                Typed.in(String.join("\n", example.lines()))
                        .forEach(typed -> typed.refusal().ifPresent(refused::add));
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void eachOptionIsInThePageOfItsCommand() throws IOException {
        ManualPages manual = new ManualPages("1.2.3", "2026-11-22");
        for (CommandLine command : Typed.COMMANDS) {
            Map<String, String> pages = manual.of(command);
            for (CommandLine each : CommandHelp.withAllBelow(command)) {
                String page = pages.getOrDefault(each.getCommandSpec().qualifiedName("-") + ".1", "");
                assertThat(page)
                        .startsWith(".TH ")
                        .contains(" " + Roff.argument(command.getCommandName() + " 1.2.3") + " ");
                assertThat(page).contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH EXAMPLES\n", ".SH EXIT STATUS\n");
                each.getCommandSpec().options().forEach(option -> assertThat(page)
                        .contains(Roff.text(option.longestName()) + "\\fP"));
            }
        }
    }

    /** Of phr, this is tested beside its help. */
    @Test
    void helpOfTheServerBeginsWithAnExampleAndFits() {
        for (CommandLine command : CommandHelp.withAllBelow(Typed.COMMANDS.get(1))) {
            command.getCommandSpec().usageMessage().autoWidth(false);
            List<String> help =
                    command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines().toList();
            assertThat(help.get(0)).endsWith(":");
            assertThat(help.get(1) + " ")
                    .startsWith("  " + command.getCommandSpec().qualifiedName() + " ");
            assertThat(help).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    /** A line that begins with a full stop, or holds a backslash, is text. */
    @Test
    void textIsNoInstruction() {
        assertThat(Roff.text(".age \\ 'x' -o")).isEqualTo("\\&.age \\e \\(aqx\\(aq \\-o");
    }
}
