package org.phrkit.server;

import java.io.IOException;
import org.phrkit.server.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code phr-server} command. */
@Command(
        name = "phr-server",
        headerHeading = "Make a store for clients on this machine, and serve it:%n"
                + "  phr-server init /srv/phr%n"
                + "  phr-server serve /srv/phr%n%n",
        description =
                "Run a store: patients leave encrypted reports there and doctors fetch them; the store can read none.",
        mixinStandardHelpOptions = true,
        versionProvider = Server.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {
            Init.class,
            Serve.class,
            Invite.class,
            AccountList.class,
            Suspend.class,
            PageList.class,
            Backups.Backup.class,
            Backups.Restore.class,
            Backups.Check.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:could not be done",
            "2:wrong usage, or a bad configuration",
            "3:the check ran, and the answer is no",
            "70:a bug in phr-server"
        })
public final class Server implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--debug", description = "Print a stack trace with each error.", scope = ScopeType.INHERIT)
    private boolean debug;

    private Server() {}

    /** Runs a command and ends the program with its exit status. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** The command with all those below it, for whoever describes it; to run it, {@link #main} is the way. */
    public static CommandLine described() {
        return new CommandLine(new Server());
    }

    static int run(String... args) {
        Logs.quiet();
        Server server = new Server();
        CommandLine commandLine = new CommandLine(server);
        commandLine.setExpandAtFiles(false);
        commandLine.setParameterExceptionHandler((e, arguments) -> {
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
            return error(
                    2, Character.toLowerCase(message.charAt(0)) + message.substring(1), "see " + command + " --help");
        });
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> {
            if (server.debug) {
                e.printStackTrace();
            }
            return explain(e);
        });
        return commandLine.execute(args);
    }

    private static int explain(Exception e) {
        if (e instanceof Refused refused) {
            return error(2, String.valueOf(refused.getMessage()), refused.hint());
        }
        if (e instanceof Problem problem) {
            return error(1, problem.detail(), "");
        }
        if (e instanceof java.nio.file.NoSuchFileException file) {
            return error(1, file.getFile() + ": no such file", "");
        }
        if (e instanceof java.nio.file.FileSystemException file) {
            String reason = file.getReason() == null ? "cannot be used" : file.getReason();
            return error(1, file.getFile() + ": " + reason, "");
        }
        if (e instanceof IOException) {
            return error(1, e.getMessage() == null ? "reading or writing failed" : e.getMessage(), "");
        }
        return error(70, "a bug in phr-server: " + e.getClass().getSimpleName(), "run it again with --debug");
    }

    private static int error(int status, String problem, String hint) {
        System.err.println("phr-server: error: " + problem);
        if (!hint.isEmpty()) {
            System.err.println("phr-server: hint: " + hint);
        }
        return status;
    }

    static void warn(String text) {
        System.err.println("phr-server: warning: " + text);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Server.class.getPackage().getImplementationVersion();
            return new String[] {"phr-server " + (version == null ? "of a build" : version)};
        }
    }
}
