package org.phrkit.cli.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a report. */
@Command(
        name = "rm",
        headerHeading = "Erase a report:%n" + "  phr store rm 0e5fa9c8d1b24b7e9c3a6d5f4e8b7a61%n%n",
        description = {
            "Erase a report: nobody else can read it from now on, and it is gone after 72 hours.",
            "With the recovery key it is gone at once. Within the 72 hours, --undo keeps the report, but its "
                    + "readers do not come back."
        })
final class Remove implements Callable<Integer> {
    @Option(
            names = "--recovery-key",
            paramLabel = "FILE",
            description = "Erase at once, with the recovery key that phr store join made.")
    private @Nullable Path recovery;

    @Option(names = "--undo", description = "Keep a report that was to be erased.")
    private boolean undo;

    @Parameters(paramLabel = "ID", description = "The id of the report, as phr store list shows it.")
    private String report = "";

    @Override
    public Integer call() throws IOException {
        Failure.requireUsage(!undo || recovery == null, "--undo and --recovery-key cannot be combined");
        String id = StoreFolder.id(report);
        StoreFolder folder = StoreFolder.ofUser();
        Path keyFile = recovery;
        if (undo) {
            folder.at(client -> {
                client.keep(id);
                return true;
            });
            Terminal.say("kept");
        } else if (keyFile == null) {
            Instant when = folder.at(client -> client.erase(id));
            Terminal.say("only you can still read it; it will be erased at " + when);
        } else {
            try (SigningKey key = StoreFolder.signingKey(keyFile)) {
                folder.at(client -> {
                    client.erase(id, key);
                    return true;
                });
            }
            Terminal.say("erased");
        }
        return ExitCode.DONE;
    }
}
