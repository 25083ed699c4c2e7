package org.phrkit.cli.store;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.report.Reader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends the access of readers. */
@Command(
        name = "revoke",
        headerHeading = "Take a report back from a doctor:%n"
                + "  phr store revoke 0e5fa9c8d1b24b7e9c3a6d5f4e8b7a61 doctor-b%n%n",
        description = {
            "Take a report back from a contact and from everyone to whom the contact passed it on, or from all "
                    + "readers.",
            "The store no longer hands the report out to them. Whoever fetched it before still has it; whoever "
                    + "opens reports together with the store can no longer open it."
        })
final class Revoke implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The id of the report, as phr store list shows it.")
    private String report = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONTACT",
            description = "The contact to take it back from. Default: all readers.")
    private @Nullable String contact;

    @Override
    public Integer call() throws IOException {
        String id = StoreFolder.id(report);
        String name = contact;
        if (name == null) {
            StoreFolder.ofUser().at(client -> {
                client.revokeAll(id);
                return true;
            });
            Terminal.say("taken back from all readers");
        } else {
            Reader reader = new People().reader(name, false);
            StoreFolder.ofUser().at(client -> {
                client.revoke(id, reader.signer().orElseThrow().fingerprintHex());
                return true;
            });
            Terminal.say("taken back from " + name);
        }
        return ExitCode.DONE;
    }
}
