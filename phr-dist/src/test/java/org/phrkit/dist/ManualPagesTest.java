package org.phrkit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.phrkit.cli.Phr;
import org.phrkit.server.Server;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;

/** Help, manual pages and their examples say the same. */
class ManualPagesTest {
    private static final List<CommandLine> COMMANDS = List.of(Phr.described(), Server.described());

    private static List<CommandLine> all() {
        return COMMANDS.stream()
                .flatMap(command -> ManualPages.withAllBelow(command).stream())
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
    void eachCommandHasAnExample() throws IOException {
        Set<String> names = all().stream()
                .map(command -> command.getCommandSpec().qualifiedName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(new TreeSet<>(Example.all().keySet())).isEqualTo(names);
        Example.all().forEach((name, examples) -> {
            assertThat(examples).as(name).isNotEmpty();
            assertThat(examples).as(name).allSatisfy(example -> {
                assertThat(example.purpose()).endsWith(":");
                assertThat(example.lines()).isNotEmpty();
            });
            // A group of commands is shown by those below it.
            assertThat(examples.get(0).lines()).as(name).anyMatch(line -> line.contains(name));
        });
    }

    /** An option that was renamed is found here. */
    @Test
    void eachExampleIsParsed() throws IOException {
        List<String> refused = new ArrayList<>();
        Example.all().values().stream()
                .flatMap(List::stream)
                .flatMap(example -> example.lines().stream())
                .forEach(line -> refusal(line).ifPresent(problem -> refused.add(line + ": " + problem)));
        assertThat(refused).isEmpty();
    }

    private static Optional<String> refusal(String line) {
        Matcher typed =
                Pattern.compile("(?:^|[|(] ?|-- )(phr|phr-server) ([^)|]*)").matcher(line);
        if (!typed.find()) {
            return Optional.empty();
        }
        List<String> words = Pattern.compile("'([^']*)'|\\S+")
                .matcher(typed.group(2))
                .results()
                .map(word -> word.group(1) == null ? word.group() : word.group(1))
                .toList();
        CommandLine command = COMMANDS.get(typed.group(1).equals("phr") ? 0 : 1);
        try {
            command.parseArgs(words.toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void eachOptionIsInThePageOfItsCommand() throws IOException {
        ManualPages manual = new ManualPages("2026-11-22");
        for (CommandLine command : COMMANDS) {
            Map<String, String> pages = manual.of(command);
            for (CommandLine each : ManualPages.withAllBelow(command)) {
                String page = pages.getOrDefault(each.getCommandSpec().qualifiedName("-") + ".1", "");
                assertThat(page).contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH EXAMPLES\n", ".SH EXIT STATUS\n");
                each.getCommandSpec().options().forEach(option -> assertThat(page)
                        .contains(Roff.text(option.longestName()) + "\\fP"));
            }
        }
    }

    /** A line that begins with a full stop, or holds a backslash, is text. */
    @Test
    void textIsNoInstruction() {
        assertThat(Roff.text(".age \\ 'x' -o")).isEqualTo("\\&.age \\e \\(aqx\\(aq \\-o");
    }
}
