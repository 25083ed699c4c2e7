package org.phrkit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.phrkit.cli.aggregate.Aggregate;
import org.phrkit.cli.exchange.Decrypt;
import org.phrkit.cli.exchange.Encrypt;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Leftovers;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.keys.ContactsCommands;
import org.phrkit.cli.keys.Keygen;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.shell.CommandHelp;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.UsageFailure;
import org.phrkit.cli.store.StoreCommands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code phr} command. */
@Command(
        name = "phr",
        headerHeading = "Encrypt a report to a doctor and to yourself:%n"
                + "  phr encrypt -R doctor.pub -R me.pub -o report.pdf.age report.pdf%n%n",
        description = "Exchange personal health records confidentially, and release health tables anonymously.",
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
            "70:a bug in phr",
            "141:standard output was closed before all was written"
        })
public final class Phr implements Runnable {
    /** No exit status: the arguments are read once more, to say what is wrong with them. */
    private static final int NOT_READ = -1;

    static {
        // Types that picocli looks for by name, and one of a library that is not here, which takes a tenth of a start.
        System.setProperty("picocli.converters.excludes", "java[.](time|sql|nio)[.].*");
        System.setProperty("picocli.disable.closures", "true");
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", description = "Print a stack trace with each error.", scope = ScopeType.INHERIT)
    private boolean debug;

    Phr() {
        this.spec = CommandSpec.create();
    }

    /** Runs a command and ends the program with its exit status. */
    public static void main(String[] args) {
        int status = run(args);
        if (System.out.checkError()) {
            Failure failure = whyNotWritten();
            report(failure);
            // Who reads only the beginning of an answer can still ask what it is.
            boolean isAnswered = failure.exitCode() == ExitCode.NO_READER && status != ExitCode.DONE;
            status = isAnswered ? status : failure.exitCode();
        }
        if (status != ExitCode.DONE) {
            // What returns ends with 0, and sooner: to exit, Java loads its logger.
            System.exit(status);
        }
    }

    /** The stream does not keep why something could not be written, so one line feed more is tried. */
    private static Failure whyNotWritten() {
        try {
            Output.standard().stream().write('\n');
            return new Failure(ExitCode.COULD_NOT, "standard output: cannot be written");
        } catch (IOException e) {
            return Failure.of(e);
        }
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
        if (args.length > 0 && commands().containsKey(args[0])) {
            Optional<CommandLine> quick = CommandModel.commandLine(
                    args[0], Objects.requireNonNull(commands().get(args[0])).get(), new CommandLine.Model.ISetter() {
                        @Override
                        public <T> T set(T value) {
                            phr.debug = true;
                            return value;
                        }
                    });
            if (quick.isPresent()) {
                quick.get().setParameterExceptionHandler((e, arguments) -> NOT_READ);
                int status = phr.execute(quick.get(), Arrays.copyOfRange(args, 1, args.length), args);
                if (status != NOT_READ) {
                    return status;
                }
                phr.debug = false;
            }
        }
        CommandLine commandLine = phr.commandLine(args);
        commandLine.setParameterExceptionHandler((e, arguments) -> phr.report(e, UsageFailure.of(e)));
        return phr.execute(commandLine, args, args);
    }

    /** @param all what was typed, of which {@code args} are those that the command takes */
    private int execute(CommandLine commandLine, String[] args, String... all) {
        commandLine.setExecutionExceptionHandler(
                (e, command, parsed) -> report(e, Failure.of(e).hintingAtLocale(all)));
        // What stands in a file is not to be taken for arguments, still less shown in an error.
        commandLine.setExpandAtFiles(false);
        commandLine.registerConverter(Path.class, Path::of);
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return report(e, Failure.of(e));
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

    /** Builds only the command that is asked for, because building all takes half of a start; help builds all. */
    private CommandLine commandLine(String... args) {
        Map<String, Supplier<Object>> commands = commands();
        if (args.length > 0 && commands.containsKey(args[0])) {
            return new CommandLine(this)
                    .addSubcommand(args[0], commands.get(args[0]).get())
                    .setHelpFactory(CommandHelp::new);
        }
        return complete(this);
    }

    /** The command with all those below it, for whoever describes it; to run it, {@link #main} is the way. */
    public static CommandLine described() {
        return complete(new Phr());
    }

    /** Builds all commands. */
    static CommandLine complete(Phr phr) {
        CommandLine commandLine = new CommandLine(phr);
        commands().forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        return commandLine.setHelpFactory(CommandHelp::new);
    }

    static Map<String, Supplier<Object>> commands() {
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
        report(failure);
        if (debug) {
            e.printStackTrace();
        }
        return failure.exitCode();
    }

    /** Reports a failure, unless it is that the reader of the output has gone. */
    private static void report(Failure failure) {
        if (failure.exitCode() != ExitCode.NO_READER) {
            Terminal.error(failure);
        }
    }

    /** The version, as the build wrote it down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"phr " + Build.VERSION};
        }
    }
}
