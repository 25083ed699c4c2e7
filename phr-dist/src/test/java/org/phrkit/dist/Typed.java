package org.phrkit.dist;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.phrkit.cli.Phr;
import org.phrkit.server.Server;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * What is typed after {@code phr} or {@code phr-server}.
 *
 * @param program the first word
 * @param arguments the words behind it
 */
record Typed(String program, List<String> arguments) {
    /** Paths need the converter that phr registers when it runs. */
    static final List<CommandLine> COMMANDS = Stream.of(Phr.described(), Server.described())
            .map(command -> command.registerConverter(Path.class, Path::of))
            .toList();

    private static final List<String> PROGRAMS = List.of("phr", "./phr", "phr-server", "bin/phr-server");

    /** Another command, whose output stands in a line. */
    private static final Pattern INNER = Pattern.compile("[$<]\\(([^()]*)\\)");

    private static final Pattern PROMPT = Pattern.compile("^\\$ (.*)$", Pattern.MULTILINE);

    /** A number will do for most. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\w+");

    /** What a shell takes for a word, for the name of a file that it opens, for a remark, or for an end of a command. */
    private static final Pattern TOKEN =
            Pattern.compile("(?<file>[0-9]?(?:>>?|<)(?:&[0-9]|\\s*\\S+))|(?<remark>(?<!\\S)#[^\\n]*)|(?<end>[\\n;|&()])"
                    + "|(?<word>(?:'[^']*'|\"[^\"]*\"|[^\\s'\"<>;|&()])+)");

    Typed {
        arguments = List.copyOf(arguments);
    }

    /**
     * All of them in a few lines for a shell, which needs to know no more than the lines in our pages use. Where lines begin
     * with a prompt, the others are what is printed.
     */
    static List<Typed> in(String lines) {
        List<Typed> typed = new ArrayList<>();
        String rest = lines.replace("\\\n", " ");
        if (PROMPT.matcher(rest).find()) {
            rest = PROMPT.matcher(rest)
                    .results()
                    .map((MatchResult line) -> line.group(1))
                    .collect(Collectors.joining("\n"));
        }
        rest = VARIABLE.matcher(rest).replaceAll("7");
        for (Matcher inner = INNER.matcher(rest); inner.find(); inner = INNER.matcher(rest)) {
            typed.addAll(in(inner.group(1)));
            rest = rest.substring(0, inner.start()) + "OUTPUT" + rest.substring(inner.end());
        }
        List<String> words = new ArrayList<>();
        for (Matcher token = TOKEN.matcher(rest + "\n"); token.find(); ) {
            if (token.group("word") != null) {
                words.add(token.group("word").replaceAll("['\"]", ""));
            } else if (token.group("end") != null) {
                command(words).ifPresent(typed::add);
                words.clear();
            }
        }
        return typed;
    }

    /** A program stands first, or behind the two dashes of another one that starts it. */
    private static Optional<Typed> command(List<String> words) {
        int first = words.indexOf("--") + 1;
        return first < words.size() && PROGRAMS.contains(words.get(first))
                ? Optional.of(
                        new Typed(words.get(first).replaceFirst(".*/", ""), words.subList(first + 1, words.size())))
                : Optional.empty();
    }

    /** Why the program would refuse it, before it does anything. */
    Optional<String> refusal() {
        try {
            first().parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(this + ": " + e.getMessage());
        }
    }

    /** A command or an option that there is not, in what may be a part of a line. */
    Optional<String> unknown() {
        CommandLine command = first();
        for (String word : arguments) {
            CommandLine below = command.getSubcommands().get(word);
            boolean isOption = word.startsWith("-") && !word.equals("-");
            if (below != null) {
                command = below;
            } else if (isOption
                    ? !command.getCommandSpec().optionsMap().containsKey(word.replaceFirst("=.*", ""))
                    : !command.getSubcommands().isEmpty() && word.matches("[a-z-]+")) {
                return Optional.of(this + ": " + word);
            }
        }
        return Optional.empty();
    }

    private CommandLine first() {
        return COMMANDS.get(program.equals("phr") ? 0 : 1);
    }
}
