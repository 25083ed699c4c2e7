package org.phrkit.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.phrkit.cli.aggregate.Aggregate;
import org.phrkit.cli.exchange.Decrypt;
import org.phrkit.cli.exchange.Encrypt;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Leftovers;
import org.phrkit.cli.keys.ContactsCommands;
import org.phrkit.cli.keys.Keygen;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.store.StoreCommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code phr} command. */
@Command(
        name = "phr",
        description = "Exchange personal health records in secret, and release health tables anonymously.",
        mixinStandardHelpOptions = true,
        versionProvider = Phr.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:could not be done",
            "2:wrong usage, or a bad columns file",
            "3:the check ran, and the answer is no",
            "4:no key opens the file, or there are too few shares",
            "5:a file is malformed, or was tampered with",
            "70:a bug in phr"
        })
public final class Phr implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", description = "Print a stack trace with an error.", scope = ScopeType.INHERIT)
    private boolean debug;

    Phr() {
        this.spec = CommandSpec.create();
    }

    /** Runs a command and ends the program with its exit status. */
    public static void main(String[] args) {
        int status = run(args);
        if (System.out.checkError()) {
            Terminal.error(new Failure(ExitCode.COULD_NOT, "standard output: cannot be written"));
            status = ExitCode.COULD_NOT;
        }
        System.exit(status);
    }

    /** Runs a command to its exit status. Not for several at a time. */
    static int run(String... args) {
        Input.beginCommand();
        Leftovers.beginCommand();
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            // Asked by scripts, often: answered before the command line is built.
            System.out.println("phr " + Build.VERSION);
            return ExitCode.DONE;
        }
        if (args.length > 0 && args[0].equals("help")) {
            return run(helpOption(args));
        }
        Phr phr = new Phr();
        CommandLine commandLine = phr.commandLine(args);
        commandLine.setParameterExceptionHandler((e, arguments) -> phr.report(e, explain(e)));
        commandLine.setExecutionExceptionHandler(
                (e, command, parsed) -> phr.report(e, Failure.of(e).hintingAtLocale(args)));
        // What stands in a file is not to be taken for arguments, still less shown in an error.
        commandLine.setExpandAtFiles(false);
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            return phr.report(e, Failure.of(e));
        }
    }

    /** {@code phr help share split} is {@code phr share split --help}. */
    private static String[] helpOption(String... args) {
        if (args.length > 1 && !commands().containsKey(args[1])) {
            return new String[] {args[1]};
        }
        String[] asOption = Arrays.copyOfRange(args, 1, args.length + 1);
        asOption[args.length - 1] = "--help";
        return asOption;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Only the command that is asked for is built, which takes half of a start; help builds all. */
    private CommandLine commandLine(String... args) {
        Map<String, Supplier<Object>> commands = commands();
        if (args.length > 0 && commands.containsKey(args[0])) {
            return new CommandLine(this)
                    .addSubcommand(args[0], commands.get(args[0]).get());
        }
        return complete(this);
    }

    /** With all commands. */
    static CommandLine complete(Phr phr) {
        CommandLine commandLine = new CommandLine(phr);
        commands().forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        return commandLine;
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("keygen", Keygen::new);
        commands.put("contacts", ContactsCommands::new);
        commands.put("encrypt", Encrypt::new);
        commands.put("decrypt", Decrypt::new);
        commands.put("share", ShareCommands::new);
        commands.put("store", StoreCommands::new);
        commands.put("inspect", Inspect::new);
        commands.put("aggregate", Aggregate::new);
        commands.put("verify", VerifyCommands::new);
        commands.put("import", ImportCommands::new);
        commands.put("completion", Completion::new);
        return commands;
    }

    private int report(Throwable e, Failure failure) {
        Terminal.error(failure);
        if (debug) {
            e.printStackTrace();
        }
        return failure.exitCode();
    }

    private static Failure explain(ParameterException e) {
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
        if (e.getArgSpec() instanceof OptionSpec option && message.startsWith("Invalid value")) {
            // Here too, the value may be a secret.
            message = "the value of " + option.longestName() + " is not one that it takes" + taken(option);
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

    /** What an option takes, where its type says it. */
    private static String taken(OptionSpec option) {
        Class<?> type = option.type().isArray() || option.isMultiValue() ? option.auxiliaryTypes()[0] : option.type();
        if (type.isEnum()) {
            return ": it is one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == Double.class || type == double.class) {
            return ": it is a number, such as 2.5, without a sign behind it";
        }
        return type == Integer.class || type == int.class || type == Long.class || type == long.class
                ? ": it is a whole number"
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

    /** Whether they begin alike, or differ by one letter that is another, missing, or one too many, or by two that are swapped. */
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

    /** The version that the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"phr " + Build.VERSION};
        }
    }
}
