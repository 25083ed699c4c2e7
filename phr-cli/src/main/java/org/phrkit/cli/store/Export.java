package org.phrkit.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.phrkit.cli.files.Folders;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.StoreClient;
import org.phrkit.report.GrantChain;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fetches all reports from the store. */
@Command(
        name = "export",
        headerHeading = "Fetch every report that is not in the folder yet:%n" + "  phr store export --new reports%n%n",
        description = {
            "Fetch all reports that you left or may read into a folder, still encrypted.",
            "A report is the file ID.age; where a grant made you its reader, the grant is ID.age.grant beside "
                    + "it. age and tar open reports without this program; README.txt in the folder says how."
        })
final class Export implements Callable<Integer> {
    private static final String README = """
            Each file ID.age is one report, encrypted to your key. To open one without phr:

                age --decrypt -i identity.key ID.age | tar -x

            identity.key is in the folder of the store on the device that made it: ~/.config/phr/store.
            manifest.json then names the sender and the files, and minisign checks its signature:

                minisign -V -P KEY -m manifest.json -x manifest.json.minisig

            where KEY is the sender's, RW..., as you know it from him. phr decrypt does all of this, and checks more.
            """;

    @Option(names = "--new", description = "Leave out reports that are already in the folder.")
    private boolean onlyNew;

    @Parameters(paramLabel = "DIR", description = "The folder, which is created if it is missing.")
    private Path target = Path.of("");

    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        Folders.make(target, true);
        int[] counts = new int[2];
        folder.at(client -> {
            try (SigningKey signing = folder.signing()) {
                for (StoreClient.Listed report : client.list()) {
                    counts[export(client, report, signing) ? 0 : 1]++;
                }
            }
            return true;
        });
        Path readme = target.resolve("README.txt");
        if (!Files.exists(readme)) {
            write(readme, README);
        }
        Terminal.say(counts[0] + (counts[0] == 1 ? " report" : " reports") + " fetched"
                + (counts[1] > 0 ? ", " + counts[1] + " there already" : ""));
        return ExitCode.DONE;
    }

    /** Returns whether it was fetched. */
    private boolean export(StoreClient client, StoreClient.Listed report, SigningKey signing) throws IOException {
        Path file = target.resolve(report.id() + ".age");
        if (Files.exists(file)) {
            if (onlyNew) {
                return false;
            }
            throw new Failure(ExitCode.COULD_NOT, file + ": already exists", "use --new to leave out what is there");
        }
        GrantChain grants = report.isOwn() ? GrantChain.NONE : Fetched.grants(client.readers(report.id()), signing);
        if (!grants.grants().isEmpty()) {
            // Before the report: one without its grants does not open.
            write(target.resolve(report.id() + ".age.grant"), grants.json());
        }
        try (Output out = Output.open(file.toString(), Output.Privacy.SHARED, Output.Replacing.NEVER)) {
            client.get(report.id(), out.stream());
            out.commit();
        }
        return true;
    }

    private static void write(Path file, String text) throws IOException {
        try (Output out = Output.open(file.toString(), Output.Privacy.SHARED, Output.Replacing.FORCED)) {
            out.stream().write(text.getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
    }
}
