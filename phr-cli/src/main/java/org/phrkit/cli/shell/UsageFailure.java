package org.phrkit.cli.shell;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The failure of a wrong command line. */
public final class UsageFailure {
    private UsageFailure() {}

    /** The one line, and where one is near what was typed, the option or command that may have been meant. */
    public static Failure of(ParameterException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        if (e instanceof UnmatchedArgumentException unmatched) {
            // What was typed may be a secret in the wrong place, so only an option's name is shown again.
            String argument = unmatched.getUnmatched().get(0);
            message = argument.startsWith("-")
                    ? "unknown option " + argument.replaceFirst(argument.startsWith("--") ? "=.*" : "(?<=^-.).*", "")
                    : e.getCommandLine().getParent() == null
                            ? "there is no such command"
                            : "there is one argument too many";
        }
        if (message.contains("InvalidPathException")) {
            return Failure.ofName();
        }
        if (e.getArgSpec() instanceof OptionSpec option && message.startsWith("Invalid value")) {
            // Here too, the value may be a secret.
            message = "the value of " + option.longestName() + " is not valid" + taken(option);
        } else if (message.startsWith("Expected parameter for option '")) {
            return new Failure(
                    ExitCode.USAGE,
                    "the value of " + message.split("'", 3)[1] + " is missing: an option follows",
                    "a file whose name begins with - is ./-NAME");
        } else if (message.contains("should be specified without")) {
            message = "an option that takes no value was given one";
        }
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String suggestion = suggestion(e);
        return new Failure(
                ExitCode.USAGE,
                message.isEmpty() ? "wrong usage" : Character.toLowerCase(message.charAt(0)) + message.substring(1),
                (suggestion.isEmpty() ? "" : "is " + suggestion + " meant? ") + "see " + command + " --help");
    }

    /** The values that an option takes, if its type tells. */
    private static String taken(OptionSpec option) {
        Class<?> type = option.type().isArray() || option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
        if (type.isEnum()) {
            return ": it must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == Double.class || type == double.class) {
            return ": it must be a number, such as 2.5, without a percent sign or unit";
        }
        return type == Integer.class || type == int.class || type == Long.class || type == long.class
                ? ": it must be a whole number"
                : "";
    }

    /** The command or option that is nearest to the one that there is not, if one is near. */
    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String typed = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        List<String> known = typed.startsWith("--")
                ? spec.options().stream().map(OptionSpec::longestName).toList()
                : List.copyOf(spec.subcommands().keySet());
        return known.stream()
                .filter(name -> typed.length() > 3 && areNear(typed, name))
                .findFirst()
                .orElse("");
    }

    /**
     * Whether they begin alike, or differ by one letter that is another, missing, or one too many, or by two that are
     * swapped.
     */
    private static boolean areNear(String typed, String name) {
        if (name.startsWith(typed) || typed.startsWith(name)) {
            return true;
        }
        int start = 0;
        while (start < Math.min(typed.length(), name.length()) && typed.charAt(start) == name.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < Math.min(typed.length(), name.length()) - start
                && typed.charAt(typed.length() - 1 - end) == name.charAt(name.length() - 1 - end)) {
            end++;
        }
        String one = typed.substring(start, typed.length() - end);
        String other = name.substring(start, name.length() - end);
        return (one.length() <= 1 && other.length() <= 1)
                || (one.length() == 2
                        && other.length() == 2
                        && one.charAt(0) == other.charAt(1)
                        && one.charAt(1) == other.charAt(0));
    }
}
