package org.phrkit.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.Invitation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code phr-server} command. */
@Command(
        name = "phr-server",
        description = "Run a store: patients leave encrypted reports there, doctors fetch them, and it can read none.",
        mixinStandardHelpOptions = true,
        versionProvider = Server.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {
            Server.Init.class,
            Server.Serve.class,
            Server.Invite.class,
            Server.AccountList.class,
            Server.Suspend.class,
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

    @Option(names = "--debug", description = "Print a stack trace with an error.", scope = ScopeType.INHERIT)
    private boolean debug;

    private Server() {}

    /** Runs a command and ends the program with its exit status. */
    public static void main(String[] args) {
        System.exit(run(args));
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

    /** The folder, and what stands in the place of its configuration. */
    static final class Folder {
        @Parameters(paramLabel = "DIR", description = "The folder of the store.")
        private Path folder = Path.of("");

        @Option(
                names = "--listen",
                paramLabel = "ADDRESS:PORT",
                description = "Where it listens: 127.0.0.1:8440 unless told.")
        private @Nullable String listen;

        @Option(
                names = "--origin",
                paramLabel = "URL",
                description =
                        "Where clients reach it: https://ADDRESS:PORT unless told; http:// on this machine alone.")
        private @Nullable String origin;

        @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificates in PEM, instead of its own.")
        private @Nullable String tlsCertificate;

        @Option(names = "--tls-key", paramLabel = "FILE", description = "The key of these certificates.")
        private @Nullable String tlsKey;

        @Option(
                names = "--second",
                paramLabel = "DIR2",
                description = "A folder on another disk for a second copy of the list of revocations and of the log.")
        private @Nullable String second;

        Path path() {
            return folder;
        }

        Configuration configuration() throws IOException, Refused {
            Properties options = new Properties();
            put(options, "listen", listen);
            put(options, "origin", origin);
            put(options, "tls-cert", absolute(tlsCertificate));
            put(options, "tls-key", absolute(tlsKey));
            put(options, "second", absolute(second));
            return Configuration.read(folder, options);
        }

        private static @Nullable String absolute(@Nullable String path) {
            return path == null ? null : Path.of(path).toAbsolutePath().toString();
        }

        private static void put(Properties options, String key, @Nullable String value) {
            if (value != null) {
                options.setProperty(key, value);
            }
        }

        Store open() throws IOException, Refused {
            return Store.open(folder, configuration());
        }
    }

    /** Makes a store. */
    @Command(
            name = "init",
            description = {
                "Make the folder of a store: its keys, its database, and the first administrator's invitation.",
                "Options given here are written to store.properties."
            })
    static final class Init implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Override
        public Integer call() throws IOException, Refused, Problem {
            Configuration configuration = folder.configuration();
            Store.make(folder.path());
            configuration.write(folder.path());
            try (Store store = folder.open()) {
                System.out.println(invitation(store, Role.ADMINISTRATOR));
            }
            System.err.println(
                    "phr-server: the invitation of the first administrator is above; phr store join takes it");
            return 0;
        }
    }

    private static String invitation(Store store, Role role) throws Problem {
        Accounts.NewInvitation invitation = store.accounts().invite(role);
        URI origin = store.configuration().origin();
        return new Invitation(
                        origin, invitation.code(), store.key().verificationKey().fingerprintHex())
                .exposeText();
    }

    /** Serves a store. */
    @Command(
            name = "serve",
            description = {
                "Serve a store until the process is asked to stop; then transfers that run have 30 seconds to finish.",
                "What it logs goes to standard error: routes, status, sizes and times; no names, keys or contents."
            })
    static final class Serve implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Override
        public Integer call() throws IOException, Refused, Problem, InterruptedException {
            Logs.lines();
            Configuration configuration = folder.configuration();
            if (configuration.second() == null) {
                warn(
                        "the list of revocations and the log stand on one disk alone; --second DIR2 writes them to another as well");
            }
            Serving serving = Serving.begin(folder.path(), configuration);
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                try {
                                    serving.close();
                                } catch (IOException e) {
                                    warn("it did not stop well");
                                }
                                stopped.countDown();
                            },
                            "stop"));
            System.err.println("phr-server: serves " + configuration.origin() + " on " + configuration.host() + ":"
                    + serving.port());
            stopped.await();
            return 0;
        }
    }

    /** Makes an invitation. */
    @Command(
            name = "invite",
            description = {
                "Print an invitation, good for seven days and one account.",
                "Hand it over in secret: whoever has it joins."
            })
    static final class Invite implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Parameters(index = "1", paramLabel = "ROLE", description = "patient, doctor or administrator.")
        private String role = "";

        @Override
        public Integer call() throws IOException, Refused, Problem {
            Role parsed = Role.of(role).orElseThrow(() -> new Refused("a role is patient, doctor or administrator"));
            try (Store store = folder.open()) {
                System.out.println(invitation(store, parsed));
            }
            return 0;
        }
    }

    /** Lists accounts. */
    @Command(
            name = "accounts",
            description = "List the accounts: id, role, fingerprint of the key, use, and whether suspended.")
    static final class AccountList implements Callable<Integer> {
        private static final int PAGE = 1000;

        @Mixin
        private Folder folder = new Folder();

        @Override
        public Integer call() throws IOException, Refused, Problem {
            try (Store store = folder.open()) {
                Accounts.Page page = store.accounts().all("", PAGE);
                page.accounts().forEach(AccountList::print);
                while (page.more()) {
                    String last =
                            page.accounts().get(page.accounts().size() - 1).id();
                    page = store.accounts().all(last, PAGE);
                    page.accounts().forEach(AccountList::print);
                }
            }
            return 0;
        }

        private static void print(Accounts.View account) {
            System.out.println(account.id() + "  " + account.role() + "  " + account.signer() + "  "
                    + account.usedBytes() + " of " + account.quotaBytes() + " bytes"
                    + (account.suspended() ? "  suspended" : ""));
        }
    }

    /** Shuts an account out. */
    @Command(name = "suspend", description = "Shut an account out at once, or with --lift let it in again.")
    static final class Suspend implements Callable<Integer> {
        @Mixin
        private Folder folder = new Folder();

        @Parameters(index = "1", paramLabel = "ACCOUNT", description = "Its id, as accounts prints it.")
        private String account = "";

        @Option(names = "--lift", description = "Let it in again.")
        private boolean lift;

        @Override
        public Integer call() throws IOException, Refused, Problem {
            try (Store store = folder.open()) {
                store.accounts().suspend(account, !lift);
            }
            return 0;
        }
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
