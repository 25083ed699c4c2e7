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
        description = {
            "Take a report back from a contact, and from all to whom he passed it on; or from all readers.",
            "The store hands it out to them no more. Who fetched it before still has it; one who opens reports together with "
                    + "the store cannot open it any more."
        })
final class Revoke implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The id of the report, as list shows it.")
    private String report = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "CONTACT", description = "From whom; from all unless named.")
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
