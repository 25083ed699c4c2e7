package org.phrkit.cli.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.LogClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what the store's log says about the user. */
@Command(
        name = "log",
        headerHeading = "Show who opened your reports, and when:%n" + "  phr store log%n%n",
        description = {
            "Show what the store's log says about you: openings of your reports, grants, and keys.",
            "The log records who opened which of your reports and when, what was granted and taken back, and "
                    + "which of your keys came and went. Each line is checked against the log, and the log against what "
                    + "the store showed before. For each opening, the signature of the reader's device is checked; without "
                    + "a valid signature for one of them, the exit status is 3.",
            "A log cannot expose a store that opens a report together with a doctor and writes nothing down."
        })
final class StoreLog implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print CSV.")
    private boolean csv;

    @Override
    public Integer call() throws IOException {
        Failure.requireUsage(!json || !csv, "--json and --csv cannot be combined");
        StoreFolder folder = StoreFolder.ofUser();
        LogRows rows = new LogRows(folder.membership().store().fingerprintHex(), folder.fingerprint(), new People());
        List<LogClient.Line> lines = folder.at(client -> client.log().lines(0));
        lines.forEach(rows::add);
        if (json) {
            System.out.println(new Json().add("lines", rows.members()).text());
        } else if (csv) {
            rows.printCsv();
        } else {
            rows.print();
        }
        if (rows.hasUnproved()) {
            Terminal.warning("the store reports some openings without showing the reader's signature");
            return ExitCode.NO;
        }
        return ExitCode.DONE;
    }
}
