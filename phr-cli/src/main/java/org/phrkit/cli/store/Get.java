package org.phrkit.cli.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyIdentity;
import org.phrkit.cli.exchange.ReportOutput;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.StoreClient;
import org.phrkit.input.BadInputException;
import org.phrkit.report.GrantChain;
import org.phrkit.report.ReportReader;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches a report and opens it. */
@Command(
        name = "get",
        headerHeading = "Fetch a report, check it and open it:%n"
                + "  phr store get -o opened 0e5fa9c8d1b24b7e9c3a6d5f4e8b7a61%n%n",
        description = {
            "Fetch a report, open it, and check it.",
            "What is checked: the report's signature, that it has this id, that it is for you, and every file in "
                    + "it. A single file goes to -o FILE; several go to the new folder -o DIR.",
            "A report that you open together with the store needs -o with a new name: only opening it shows how "
                    + "many files it holds, and each opening is counted.",
            "The signer and whoever granted the report are shown under the names of your contacts."
        })
final class Get implements Callable<Integer> {
    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "The id of the report, as phr store list shows it.")
    private String report = "";

    @Override
    public Integer call() throws IOException {
        String id = StoreFolder.id(report);
        // An opening counts, and is not spent on a report that has no place to go to.
        outputOptions.check();
        StoreFolder folder = StoreFolder.ofUser();
        folder.at(client -> {
            fetch(client, folder, id);
            return true;
        });
        return ExitCode.DONE;
    }

    private void fetch(StoreClient client, StoreFolder folder, String id) throws IOException {
        People people = new People();
        try (KeyIdentity identity = folder.identity();
                SigningKey signing = folder.signing()) {
            StoreClient.Readers readers = client.readers(id);
            GrantChain grants = Fetched.grants(readers, signing);
            if (Fetched.isMediated(folder, readers)) {
                outputOptions.newFolder("each opening of this report is counted, and it may hold several files");
            }
            try (Identity opener = Fetched.identity(client, folder, id, readers, identity)) {
                client.get(id, in -> {
                    try (ReportReader opened =
                            Fetched.open(client, new BufferedInputStream(in), id, List.of(opener), signing, grants)) {
                        ReportOutput.write(opened, outputOptions);
                        people.announcement().of(opened, "").forEach(Terminal::say);
                    } catch (BadInputException e) {
                        throw Failure.of(e, "report " + id);
                    }
                });
            }
        }
    }
}
