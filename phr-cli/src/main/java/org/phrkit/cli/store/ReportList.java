package org.phrkit.cli.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.KeyIdentity;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.client.StoreClient;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the reports that one may read. */
@Command(
        name = "list",
        headerHeading = "List your reports, and those for you:%n" + "  phr store list%n%n",
        description = "Show the reports that you left and those that you may read: id, size, time and title.")
final class ReportList implements Callable<Integer> {
    private static final int LARGEST_TITLE_BYTES = 1 << 12;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        List<StoreClient.Listed> reports = folder.at(StoreClient::list);
        List<Map<String, Object>> members = new ArrayList<>();
        TextTable table = new TextTable().row(List.of("ID", "WHOSE", "BYTES", "SINCE", "TITLE"));
        try (KeyIdentity identity = folder.identity()) {
            for (StoreClient.Listed report : reports) {
                Optional<String> title = report.title().flatMap(encrypted -> opened(encrypted, identity));
                members.add(members(report, title));
                table.row(row(report, title));
            }
        }
        if (json) {
            System.out.println(new Json().add("reports", members).text());
        } else if (reports.isEmpty()) {
            Terminal.say("there are no reports for you");
        } else {
            table.lines().forEach(System.out::println);
        }
        return ExitCode.DONE;
    }

    private static List<String> row(StoreClient.Listed report, Optional<String> title) {
        String state = report.erased()
                .map(time -> " (erased at " + time + ")")
                .or(() -> report.expires().map(time -> " (until " + time + ")"))
                .orElse("");
        return List.of(
                report.id(),
                report.isOwn() ? "yours" : "for you",
                Long.toString(report.sizeBytes()),
                report.created().toString(),
                title.map(Terminal::shown).orElse("") + state);
    }

    private static Map<String, Object> members(StoreClient.Listed report, Optional<String> title) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", report.id());
        members.put("own", report.isOwn());
        members.put("bytes", report.sizeBytes());
        members.put("created", report.created().toString());
        report.expires().ifPresent(time -> members.put("expires", time.toString()));
        report.erased().ifPresent(time -> members.put("erased", time.toString()));
        title.ifPresent(text -> members.put("title", text));
        return members;
    }

    /** A title that does not open, or is none, is not shown: whoever may grant can put one there. */
    private static Optional<String> opened(byte[] encrypted, KeyIdentity identity) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Age.decrypt(List.of(identity), new ByteArrayInputStream(encrypted), out);
            return out.size() > LARGEST_TITLE_BYTES ? Optional.empty() : Optional.of(Utf8.text(out.toByteArray()));
        } catch (AgeException | NotUtf8Exception e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
