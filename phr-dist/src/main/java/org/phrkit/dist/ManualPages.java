package org.phrkit.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.phrkit.cli.Phr;
import org.phrkit.cli.shell.CommandHelp;
import org.phrkit.server.Server;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Manual pages (man, section 1) of the commands and of all commands below them: a page for each, made of what its
 * {@code --help} says and of the examples in {@code examples.txt}.
 */
final class ManualPages {
    /** The width of a synopsis before man breaks its lines. */
    private static final int ONE_LINE = 10_000;

    private final String version;
    private final String date;

    /** Of a version, made on a date; both are shown at the foot of each page. */
    ManualPages(String version, String date) {
        this.version = version;
        this.date = date;
    }

    /** Writes the pages of each command into a folder of its name: {@code FOLDER VERSION DATE}. */
    public static void main(String[] args) throws IOException {
        for (CommandLine command : List.of(Phr.described(), Server.described())) {
            Path folder = Files.createDirectories(Path.of(args[0], command.getCommandName()));
            for (Map.Entry<String, String> page : new ManualPages(args[1], args[2].substring(0, 10))
                    .of(command)
                    .entrySet()) {
                Files.writeString(folder.resolve(page.getKey()), page.getValue());
            }
        }
    }

    /** The pages of a command and of those below it, by the name of their file. */
    Map<String, String> of(CommandLine command) throws IOException {
        Map<String, String> pages = new LinkedHashMap<>();
        for (CommandLine each : CommandHelp.withAllBelow(command)) {
            pages.put(fileName(each), page(each));
        }
        return pages;
    }

    private static String fileName(CommandLine command) {
        return pageName(command.getCommandSpec()) + ".1";
    }

    private static String pageName(CommandSpec command) {
        return command.qualifiedName("-");
    }

    private String page(CommandLine command) throws IOException {
        CommandSpec spec = command.getCommandSpec();
        String[] description = spec.usageMessage().description();
        StringBuilder page = new StringBuilder();
        page.append(".TH ")
                .append(Roff.argument(pageName(spec).toUpperCase(Locale.ROOT)))
                .append(" 1 ")
                .append(Roff.argument(date))
                .append(' ')
                .append(Roff.argument(spec.root().name() + " " + version))
                .append(' ')
                .append(Roff.argument("PHR Toolkit"))
                .append("\n.nh\n.ad l\n");
        page.append(".SH NAME\n")
                .append(Roff.text(pageName(spec)))
                .append(" \\- ")
                .append(Roff.text(firstSentence(description[0])))
                .append('\n');
        page.append(".SH SYNOPSIS\n").append(synopsis(command));
        page.append(".SH DESCRIPTION\n");
        for (String paragraph : description) {
            page.append(".PP\n").append(Roff.text(paragraph)).append('\n');
        }
        page.append(operands(spec)).append(options(spec)).append(commands(command));
        page.append(Example.of(spec).stream().map(Example::roff).collect(Collectors.joining("", ".SH EXAMPLES\n", "")));
        page.append(".SH EXIT STATUS\n");
        spec.root().usageMessage().exitCodeList().forEach((status, meaning) -> page.append(entry(status, meaning)));
        return page.append(seeAlso(command)).toString();
    }

    /** As it follows a name and a dash: in lower case, without a full stop. */
    private static String firstSentence(String description) {
        String sentence = description.split("(?<=[^.])\\.( |$)|:", 2)[0];
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
    }

    /** Continued lines stand below the first word behind the command. */
    private static String synopsis(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        int width = spec.usageMessage().width();
        boolean adjusts = spec.usageMessage().autoWidth();
        spec.usageMessage().autoWidth(false).width(ONE_LINE);
        String synopsis = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF)).synopsis(0);
        spec.usageMessage().width(width).autoWidth(adjusts);
        String arguments =
                synopsis.strip().substring(spec.qualifiedName().length()).strip();
        return ".TP\n\\fB" + Roff.text(spec.qualifiedName()) + "\\fP\n" + Roff.text(arguments) + "\n";
    }

    private static String operands(CommandSpec spec) {
        StringBuilder operands = new StringBuilder();
        for (PositionalParamSpec operand : spec.positionalParameters()) {
            operands.append(".TP\n\\fI").append(Roff.text(operand.paramLabel())).append("\\fP\n");
            operands.append(description(operand));
        }
        return operands.isEmpty() ? "" : ".SH OPERANDS\n" + operands;
    }

    private static String options(CommandSpec spec) {
        StringBuilder options = new StringBuilder(".SH OPTIONS\n");
        CommandHelp.groups(spec).forEach((heading, group) -> {
            options.append(heading.isEmpty() ? "" : ".SS " + Roff.argument(heading) + "\n");
            group.forEach(option -> options.append(option(option)));
        });
        return options.toString();
    }

    private static String option(OptionSpec option) {
        String names = List.of(option.names()).stream()
                .map(name -> "\\fB" + Roff.text(name) + "\\fP")
                .collect(Collectors.joining(", "));
        String value = option.arity().max() > 0
                ? (option.longestName().startsWith("--") ? "=" : " ") + "\\fI" + Roff.text(option.paramLabel()) + "\\fP"
                : "";
        return ".TP\n" + names + value + "\n" + description(option);
    }

    private static String description(ArgSpec argument) {
        return Roff.text(String.join(" ", argument.description())) + "\n";
    }

    private static String commands(CommandLine command) {
        StringBuilder commands = new StringBuilder();
        command.getSubcommands().forEach((name, below) -> {
            String description = below.getCommandSpec().usageMessage().description()[0];
            commands.append(entry(name, description));
        });
        return commands.isEmpty() ? "" : ".SH COMMANDS\n" + commands;
    }

    private static String entry(String what, String meaning) {
        return ".TP\n\\fB" + Roff.text(what) + "\\fP\n" + Roff.text(meaning) + "\n";
    }

    /** The command above, and those below; of the first command, also the programs it works with. */
    private static String seeAlso(CommandLine command) {
        List<String> names = new ArrayList<>();
        CommandLine above = command.getParent();
        if (above != null) {
            names.add(pageName(above.getCommandSpec()));
            above.getSubcommands().values().stream()
                    .filter(sibling -> sibling != command)
                    .map(sibling -> pageName(sibling.getCommandSpec()))
                    .forEach(names::add);
        }
        command.getSubcommands().values().forEach(below -> names.add(pageName(below.getCommandSpec())));
        names.sort(Comparator.naturalOrder());
        if (above == null) {
            names.add(command.getCommandName().equals("phr") ? "age" : "phr");
        }
        return names.stream()
                .map(name -> "\\fB" + Roff.text(name) + "\\fP(1)")
                .collect(Collectors.joining(",\n", ".SH SEE ALSO\n", "\n"));
    }
}
