package org.phrkit.spark;

import org.phrkit.cli.aggregate.Aggregate;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.shell.CommandHelp;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.UsageFailure;
import org.phrkit.cli.verify.VerifyRelease;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code phr-spark} command. */
@Command(
        name = "phr-spark",
        headerHeading = "Release a table in parts, on all cores of this machine:%n"
                + "  phr-spark aggregate -k 5 -c columns.csv parts/ -o release/%n%n",
        description = "Release tables anonymously that are too large for one machine, on Apache Spark.",
        mixinStandardHelpOptions = true,
        versionProvider = PhrSpark.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:could not be done",
            "2:wrong usage, or a bad columns file",
            "3:the check ran, and the answer is no",
            "5:a file is malformed, or was tampered with",
            "70:a bug in phr"
        },
        subcommands = {AggregateCommand.class, VerifyCommand.class})
public final class PhrSpark implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--debug", description = "Print a stack trace with an error.", scope = ScopeType.INHERIT)
    private boolean debug;

    PhrSpark() {}

    /**
     * Runs a command and ends the program with its exit status.
     *
     * @param args the command, its options and its files
     */
    public static void main(String[] args) {
        System.setProperty("phr.program", "phr-spark");
        int status = run(args);
        if (System.out.checkError()) {
            Terminal.error(new Failure(ExitCode.COULD_NOT, "standard output: cannot be written"));
            status = ExitCode.COULD_NOT;
        }
        // spark-submit waits for threads of a cluster manager, unless this is said.
        System.exit(status);
    }

    /** The command as its help shows it. */
    static CommandLine described(PhrSpark program) {
        return new CommandLine(program).setHelpFactory(CommandHelp::new);
    }

    /** Runs a command to its exit status. Not for several at a time. */
    static int run(String... args) {
        Input.beginCommand();
        PhrSpark program = new PhrSpark();
        CommandLine commandLine = described(program);
        commandLine.setParameterExceptionHandler((e, arguments) -> program.report(e, explain(e)));
        commandLine.setExecutionExceptionHandler((e, command, parsed) ->
                program.report(e, Failure.of(Problem.explained(e)).hintingAtLocale(args)));
        // What stands in a file is not to be taken for arguments, still less shown in an error.
        commandLine.setExpandAtFiles(false);
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            return program.report(e, Failure.of(e));
        }
    }

    private static Failure explain(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            boolean isAggregate = e.getCommandLine().getCommandName().equals("aggregate");
            String option = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
            if (new CommandLine(isAggregate ? new Aggregate() : new VerifyRelease())
                    .getCommandSpec()
                    .optionsMap()
                    .containsKey(option)) {
                return new Failure(
                        ExitCode.USAGE,
                        option + " is for one machine",
                        (isAggregate ? "phr aggregate" : "phr verify release") + " has it");
            }
        }
        return UsageFailure.of(e);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private int report(Throwable e, Failure failure) {
        Terminal.error(failure);
        if (debug) {
            e.printStackTrace();
        }
        return failure.exitCode();
    }

    /** The version that the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"phr-spark " + Build.VERSION};
        }
    }
}
