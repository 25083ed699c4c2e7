package org.phrkit.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.phrkit.cli.shell.CommandHelp;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The scripts from which bash, zsh and fish learn the words of a command, and which files an option takes. */
public final class Completions {
    /**
     * How the names of the files end that an option or operand takes. Other files are offered if no name ends so; fish,
     * which knows one ending, offers those with the first ending first.
     */
    private static final Map<String, List<String>> ENDINGS = Map.of(
            "COLUMNS.csv", List.of(".csv"),
            "IN.csv", List.of(".csv", ".tsv", ".xlsx"),
            "INPUT.csv", List.of(".csv", ".tsv", ".xlsx"),
            "RELEASE.csv", List.of(".csv", ".tsv"),
            "OUT.html", List.of(".html"),
            "shares.json", List.of(".json"),
            "SHAREFILE", List.of(".txt"),
            "KEYFILE", List.of(".key"),
            "SIGNING_KEY", List.of(".key"),
            "SIGNER", List.of(".pub"));

    /** The endings that depend on the command or the option and not only on the label. */
    private static final Map<String, List<String>> OF_COMMANDS = Map.of(
            "phr decrypt INPUT", List.of(".age"),
            "phr share grant INPUT", List.of(".age"),
            "phr verify file FILE", List.of(".age"),
            "phr verify release --manifest", List.of(".json"),
            "phr aggregate --manifest", List.of(".json"),
            "phr contacts add KEY", List.of(".card", ".pub"),
            "--recipients-file", List.of(".pub"),
            "--recovery-key", List.of(".key"),
            "--grant", List.of(".grant"),
            "--population", List.of(".csv", ".tsv", ".xlsx"));

    private static final List<String> FOLDERS = List.of("DIR", "DIR2", "BACKUP");
    private static final List<String> FILES = List.of("FILE", "INPUT", "KEY", "CONTACTS", "INVITATION", "LIST");

    private Completions() {}

    private static final String BASH = """
            # Proposes files whose names end so, and folders.
            FUNCTION_files() {
              local ending IFS=$'\\n'
              compopt -o filenames 2>/dev/null
              for ending; do
                COMPREPLY+=($(compgen -f -X "!*$ending" -- "$cur"))
              done
              [ ${#COMPREPLY[@]} -eq 0 ] || FUNCTION_folders
            }

            FUNCTION_folders() {
              local IFS=$'\\n'
              compopt -o filenames 2>/dev/null
              COMPREPLY+=($(compgen -d -- "$cur"))
            }

            FUNCTION_words() {
              COMPREPLY+=($(compgen -W "$1" -- "$cur"))
            }

            FUNCTION() {
              local cur=${COMP_WORDS[COMP_CWORD]} at=COMMAND before= i word
              COMPREPLY=()
              for ((i = 1; i < COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                # To bash, --option=value is three words.
                [ "$word" = = ] && continue
                before=$word
                case "$at $word" in
                  BELOW) at="$at $word" ;;
                esac
              done
              [ "$cur" = = ] && cur=
              case "$at $before" in
            VALUES
                *) FUNCTION_other ;;
              esac
            }

            # Proposes options, commands and operands.
            FUNCTION_other() {
              case "$at:$cur" in
            OTHERS
              esac
            }

            complete -o default -F FUNCTION COMMAND
            """;

    /**
     * A function that walks over the words to find the command. It proposes the values of the option before, else options
     * or commands and operands. Where it proposes nothing, bash proposes files.
     */
    public static String bash(CommandLine command) {
        List<CommandLine> all = CommandHelp.withAllBelow(command);
        List<String> values = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (CommandLine each : all) {
            CommandSpec spec = each.getCommandSpec();
            String at = spec.qualifiedName();
            for (OptionSpec option : spec.options()) {
                if (takesValue(option)) {
                    values.add(
                            bashCase(Stream.of(option.names()).map(name -> at + " " + name), bashAction(spec, option)));
                }
            }
            Stream<String> operands = spec.positionalParameters().stream().map(operand -> bashAction(spec, operand));
            others.add("    '" + at + ":-'*) " + bashWords(spec.optionsMap().keySet()) + " ;;");
            others.add("    '" + at + ":'*) "
                    + (each.getSubcommands().isEmpty()
                            ? operands.distinct().collect(Collectors.joining("; "))
                            : bashWords(each.getSubcommands().keySet()))
                    + " ;;");
        }
        Stream<String> below =
                all.stream().skip(1).map(each -> "'" + each.getCommandSpec().qualifiedName() + "'");
        return BASH.replace("VALUES", String.join("\n", values))
                .replace("OTHERS", String.join("\n", others))
                .replace("BELOW", below.collect(Collectors.joining(" | ")))
                .replace("FUNCTION", bashFunction(command.getCommandSpec()))
                .replace("COMMAND", command.getCommandName());
    }

    private static String bashCase(Stream<String> words, String action) {
        return words.collect(Collectors.joining("' | '", "    '", "') ")) + action + " ;;";
    }

    private static String bashFunction(CommandSpec spec) {
        return "_" + spec.root().name().replace('-', '_');
    }

    private static String bashAction(CommandSpec spec, ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return bashWords(words(argument));
        }
        if (FOLDERS.contains(argument.paramLabel())) {
            return "FUNCTION_folders";
        }
        List<String> endings = endings(spec, argument);
        return endings.isEmpty() ? ":" : "FUNCTION_files " + String.join(" ", endings);
    }

    private static String bashWords(Collection<String> words) {
        return "FUNCTION_words '" + String.join(" ", words) + "'";
    }

    /** A function for each command, named by all its words, in the terms of zsh's {@code _arguments}. */
    public static String zsh(CommandLine command) {
        StringBuilder script = new StringBuilder("#compdef " + command.getCommandName() + "\n");
        for (CommandLine each : CommandHelp.withAllBelow(command)) {
            CommandSpec spec = each.getCommandSpec();
            script.append('\n').append(zshFunction(spec)).append("() {\n");
            List<String> lines = new ArrayList<>();
            for (OptionSpec option : spec.options()) {
                boolean repeats = option.isMultiValue();
                for (String name : option.names()) {
                    lines.add(quoted((repeats ? "*" : "(" + String.join(" ", option.names()) + ")") + name
                            + (takesValue(option) ? name.startsWith("--") ? "=" : "+" : "") + "["
                            + brief(option).replace("[", "\\[").replace("]", "\\]") + "]"
                            + (takesValue(option) ? ":" + label(option) + ":" + zshAction(spec, option) : "")));
                }
            }
            if (each.getSubcommands().isEmpty()) {
                for (PositionalParamSpec operand : spec.positionalParameters()) {
                    lines.add(quoted((operand.arity().max() > 1 || operand.isMultiValue() ? "*:" : ":") + label(operand)
                            + ":" + zshAction(spec, operand)));
                }
                script.append("  _arguments -s -S ")
                        .append(String.join(" \\\n    ", lines))
                        .append("\n}\n");
                continue;
            }
            List<String> names = new ArrayList<>();
            StringBuilder cases = new StringBuilder();
            each.getSubcommands().forEach((name, below) -> {
                names.add(quoted(name + ":" + first(below.getCommandSpec())));
                cases.append("        ")
                        .append(name)
                        .append(") ")
                        .append(zshFunction(below.getCommandSpec()))
                        .append(" ;;\n");
            });
            lines.add("'1:command:->command'");
            lines.add("'*::argument:->argument'");
            script.append("  local context state state_descr line\n  typeset -A opt_args\n  local -a commands=(\n    ")
                    .append(String.join("\n    ", names))
                    .append("\n  )\n  _arguments -S ")
                    .append(String.join(" \\\n    ", lines))
                    .append("\n  case $state in\n    command) _describe command commands ;;\n    argument)\n")
                    .append("      case $words[1] in\n")
                    .append(cases)
                    .append("      esac ;;\n  esac\n}\n");
        }
        String first = zshFunction(command.getCommandSpec());
        return script.append("\nif [ \"$funcstack[1]\" = ")
                .append(first)
                .append(" ]; then\n  ")
                .append(first)
                .append(
                        " \"$@\"\nelse\n  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }\n  compdef ")
                .append(first)
                .append(' ')
                .append(command.getCommandName())
                .append("\nfi\n")
                .toString();
    }

    private static String zshFunction(CommandSpec spec) {
        return "_" + spec.qualifiedName("_");
    }

    private static String zshAction(CommandSpec spec, ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            List<String> words = words(argument);
            return "(" + String.join(" ", words) + ")";
        }
        if (FOLDERS.contains(argument.paramLabel())) {
            return "_files -/";
        }
        List<String> endings = endings(spec, argument);
        if (!endings.isEmpty()) {
            String pattern = endings.size() == 1 ? endings.get(0) : "(" + String.join("|", endings) + ")";
            return "_files -g \"*" + pattern + "\"";
        }
        return FILES.contains(argument.paramLabel()) ? "_files" : "";
    }

    /** One line for each word, with the words before it as the condition. */
    public static String fish(CommandLine command) {
        String name = command.getCommandName();
        String test = "__" + name.replace('-', '_') + "_at";
        StringBuilder script = new StringBuilder();
        script.append(
                        "# True behind these words, whatever options stand between them, and where no other command follows.\n")
                .append("function ")
                .append(test)
                .append("\n    set -l words (commandline -opc | string match -v -- '-*')\n")
                .append("    set -l above $argv[1]\n    set -l below (string split -n ' ' -- $argv[2])\n")
                .append("    set -l count (count (string split ' ' -- $above))\n")
                .append("    test \"$words[1..$count]\" = \"$above\"; or return 1\n")
                .append("    set -l next (math $count + 1)\n")
                .append("    test (count $words) -lt $next; or not contains -- \"$words[$next]\" $below\nend\n\n")
                .append("complete -c ")
                .append(name)
                .append(" -e\n");
        for (CommandLine each : CommandHelp.withAllBelow(command)) {
            CommandSpec spec = each.getCommandSpec();
            String below = String.join(" ", each.getSubcommands().keySet());
            String line =
                    "complete -c " + name + " -n " + quoted(test + " '" + spec.qualifiedName() + "' '" + below + "'");
            each.getSubcommands().forEach((word, sub) -> script.append(line)
                    .append(" -f -a ")
                    .append(word)
                    .append(" -d ")
                    .append(quoted(first(sub.getCommandSpec())))
                    .append('\n'));
            for (OptionSpec option : spec.options()) {
                script.append(line);
                for (String optionName : option.names()) {
                    script.append(optionName.startsWith("--") ? " -l " : " -s ")
                            .append(optionName.replaceFirst("^--?", ""));
                }
                if (takesValue(option)) {
                    script.append(fishValue(spec, option));
                }
                script.append(" -d ").append(quoted(brief(option))).append('\n');
            }
            for (PositionalParamSpec operand : spec.positionalParameters()) {
                String value =
                        fishValue(spec, operand).replaceFirst("^ -x", " -f").replaceFirst("^ -r", " ");
                script.append(line).append(value).append('\n');
            }
        }
        return script.toString();
    }

    private static String fishValue(CommandSpec spec, ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return " -x -a " + quoted(String.join(" ", words(argument)));
        }
        if (FOLDERS.contains(argument.paramLabel())) {
            return " -x -a '(__fish_complete_directories)'";
        }
        List<String> endings = endings(spec, argument);
        if (!endings.isEmpty()) {
            return " -x -k -a '(__fish_complete_suffix " + endings.get(0) + ")'";
        }
        return FILES.contains(argument.paramLabel()) ? " -r -F" : " -x";
    }

    private static List<String> endings(CommandSpec spec, ArgSpec argument) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        List<String> ofOption = OF_COMMANDS.getOrDefault(name, ENDINGS.getOrDefault(argument.paramLabel(), List.of()));
        return OF_COMMANDS.getOrDefault(spec.qualifiedName() + " " + name, ofOption);
    }

    private static List<String> words(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        Iterable<String> candidates = argument.completionCandidates();
        (candidates == null ? Collections.<String>emptyList() : candidates).forEach(words::add);
        return words;
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static String label(ArgSpec argument) {
        return argument.paramLabel().replace(":", " of ");
    }

    /** The first sentence. */
    private static String brief(ArgSpec argument) {
        return String.join(" ", argument.description()).split("(?<=[^.])[.;](?: |$)", 2)[0];
    }

    private static String first(CommandSpec command) {
        return command.usageMessage().description()[0].split("(?<=[^.])[.;](?: |$)", 2)[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
