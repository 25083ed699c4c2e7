package org.phrkit.cli.shell;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The help of a command: the options that are used most stand first, and the others in named groups, as {@code
 * option-groups.txt} orders them, beside the class of the program if that has one.
 */
public final class CommandHelp extends Help {
    private static final String RESOURCE = "option-groups.txt";

    private static final String INDENT = "    ";

    public CommandHelp(CommandSpec command, ColorScheme colours) {
        super(command, colours);
    }

    /**
     * The options of a command in the order of its help, by the heading above them; those used most have an empty
     * heading. A command without groups has all its options there.
     */
    public static Map<String, List<OptionSpec>> groups(CommandSpec command) {
        Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
        List<OptionSpec> others = new ArrayList<>(command.options());
        for (String line : lines(command)) {
            int colon = line.indexOf(':');
            List<OptionSpec> options = Arrays.stream(
                            line.substring(colon + 1).strip().split(" ", -1))
                    .map(name -> Objects.requireNonNull(command.optionsMap().get(name), name))
                    .toList();
            groups.put(line.substring(0, Math.max(colon, 0)), options);
            others.removeAll(options);
        }
        groups.put(groups.isEmpty() ? "" : "Other options", others);
        return groups;
    }

    /** A command, and all commands below it. */
    public static List<CommandLine> withAllBelow(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(below -> all.addAll(withAllBelow(below)));
        return all;
    }

    /** What stands indented below the name of a command. */
    private static List<String> lines(CommandSpec command) {
        Object program = command.root().userObject();
        InputStream ofProgram = program == null ? null : program.getClass().getResourceAsStream(RESOURCE);
        try (InputStream resource = ofProgram == null ? CommandHelp.class.getResourceAsStream(RESOURCE) : ofProgram) {
            if (resource == null) {
                throw new FileNotFoundException(RESOURCE);
            }
            return new String(resource.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .dropWhile(line -> !line.equals(command.qualifiedName()))
                    .skip(1)
                    .takeWhile(line -> line.startsWith(INDENT))
                    .map(String::strip)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command with groups has too many options for its first line. */
    @Override
    public String synopsis(int headingLength) {
        return groups(commandSpec()).size() > 1 ? abbreviatedSynopsis() : super.synopsis(headingLength);
    }

    @Override
    public String optionList() {
        StringBuilder list = new StringBuilder();
        groups(commandSpec()).forEach((heading, options) -> {
            Layout layout = createDefaultLayout(); // of columns as wide as all options need
            layout.addAllOptions(options, parameterLabelRenderer());
            list.append(heading.isEmpty() ? "" : System.lineSeparator() + heading + ":" + System.lineSeparator())
                    .append(layout);
        });
        return list.toString();
    }
}
