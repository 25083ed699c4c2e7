package org.phrkit.cli.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.client.LogClient;
import org.phrkit.store.LogLine;
import org.phrkit.store.StoreFormatException;

/** Lines of the store's log, as a user reads them. */
final class LogRows {
    private final List<Row> rows = new ArrayList<>();
    private final String store;
    private final String me;
    private final People people;

    /** @param store the fingerprint of the store's key */
    LogRows(String store, String me, People people) {
        this.store = store;
        this.me = me;
        this.people = people;
    }

    /**
     * One line.
     *
     * @param who a name, or what an unknown key is called
     * @param key the fingerprint, or the key that came or went
     * @param isProved of an opening, whether the reader's signature says so
     */
    private record Row(
            long index, String time, String what, String report, String who, String key, Optional<Boolean> isProved) {}

    void add(LogClient.Line line) {
        String time = line.line().time().toString();
        if (line.line() instanceof LogLine.Opened opened) {
            add(line.index(), time, "opened", opened.report(), opened.reader(), Optional.of(isProved(opened)));
        } else if (line.line() instanceof LogLine.Granted granted) {
            boolean isToMe = granted.reader().equals(me);
            add(
                    line.index(),
                    time,
                    isToMe ? "granted by" : "granted to",
                    granted.report(),
                    isToMe ? granted.granter() : granted.reader(),
                    Optional.empty());
        } else if (line.line() instanceof LogLine.TakenBack taken) {
            add(line.index(), time, "taken back from", taken.report(), taken.reader(), Optional.empty());
        } else if (line.line() instanceof LogLine.KeyEvent event) {
            rows.add(new Row(line.index(), time, what(event), "", "you", event.key(), Optional.empty()));
        } else {
            rows.add(new Row(line.index(), time, "the log began anew", "", "the store", "", Optional.empty()));
        }
    }

    private void add(
            long index, String time, String what, String report, String fingerprint, Optional<Boolean> isProved) {
        String who = fingerprint.equals(me) ? "you" : people.nameOf(fingerprint);
        rows.add(new Row(index, time, what, report, who, fingerprint, isProved));
    }

    private boolean isProved(LogLine.Opened opened) {
        try {
            opened.verify(store);
            return true;
        } catch (StoreFormatException e) {
            return false;
        }
    }

    private static String what(LogLine.KeyEvent event) {
        return switch (event.what()) {
            case CARD -> "card shown";
            case DEVICE -> "device added";
            case APPROVED -> "device approved";
            case REMOVED -> "device removed";
            case RECOVERED -> "device added by recovery";
        };
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Whether there is an opening that no signature proves. */
    boolean hasUnproved() {
        return rows.stream().anyMatch(row -> row.isProved.equals(Optional.of(false)));
    }

    void print() {
        if (rows.isEmpty()) {
            return;
        }
        TextTable table = new TextTable();
        for (Row row : rows) {
            String proof = row.isProved.equals(Optional.of(false)) ? " (no signature proves it)" : "";
            String which = row.report.isEmpty() ? shortened(row.key) : row.report;
            table.row(List.of(row.time, row.what, Terminal.shown(row.who) + proof, Terminal.shown(which)));
        }
        table.lines().forEach(System.out::println);
    }

    /** A post-quantum recipient fills a page. */
    private static String shortened(String key) {
        return key.length() <= 80 ? key : key.substring(0, 40) + "...";
    }

    void printCsv() {
        System.out.println("index,time,what,report,who,key,proved");
        for (Row row : rows) {
            System.out.println(row.index + "," + row.time + "," + row.what + "," + row.report + "," + quoted(row.who)
                    + "," + quoted(row.key) + ","
                    + row.isProved.map(Object::toString).orElse(""));
        }
    }

    private static String quoted(String cell) {
        return "\"" + Terminal.shown(cell).replace("\"", "\"\"") + "\"";
    }

    List<Map<String, Object>> members() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("index", row.index);
            members.put("time", row.time);
            members.put("what", row.what);
            if (!row.report.isEmpty()) {
                members.put("report", row.report);
            }
            members.put("who", row.who);
            members.put("key", row.key);
            row.isProved.ifPresent(proved -> members.put("proved", proved));
            all.add(members);
        }
        return all;
    }
}
