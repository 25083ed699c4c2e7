package org.phrkit.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.LogLine;
import org.phrkit.store.StoreFormatException;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.ConsistencyProof;
import org.phrkit.transparency.KeyWatch;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.MerkleHash;
import org.phrkit.transparency.NoteVerifierKey;
import org.phrkit.transparency.Tile;
import org.phrkit.transparency.TiledTree;
import org.phrkit.transparency.TransparencyException;

/**
 * The store's log, as one device sees it. What the store once showed here it cannot take back or change: each head that it
 * signs must extend the last one that was accepted, and whatever else it says of the log is checked against that. For
 * several threads at once, one after the other.
 */
public final class LogClient {
    private static final String SIZE_FIELD = "phr-log-size";
    private static final String CONSISTENCY_FIELD = "phr-log-consistency";
    private static final int KEPT_TILES = 256;

    private final StoreClient client;
    private final LogMemory memory;
    private final Map<Tile, byte[]> tiles = new LinkedHashMap<>();
    private Optional<KnownLog> known = Optional.empty();
    private Optional<KnownLog> watched = Optional.empty();
    private boolean isRead;
    private boolean wasNoticed;

    LogClient(StoreClient client, LogMemory memory) {
        this.client = client;
        this.memory = memory;
    }

    /**
     * A line that stands in the log.
     *
     * @param index of its entry, from 0
     * @param line what it says
     */
    public record Line(long index, LogLine line) {}

    /** What is wrong with the entry of a key of one's own. */
    public enum Alarm {
        /** The store put it there, and shows nothing that the owner's key signed for it. */
        NOT_MINE,
        /** One more entry for a key that has one. */
        TWICE,
        /** A recovery key added the device; whose that is, only its owner knows. */
        RECOVERY
    }

    /**
     * A key of one's own that somebody else may have put there.
     *
     * @param index of the entry
     * @param number of the key
     * @param alarm what is wrong
     */
    public record Alert(long index, int number, Alarm alarm) {}

    /**
     * What came into the log since it was last looked at.
     *
     * @param lines those about the account
     * @param alerts what its owner should ask about at once
     */
    public record News(List<Line> lines, List<Alert> alerts) {
        /** Copies the lists. */
        public News {
            lines = List.copyOf(lines);
            alerts = List.copyOf(alerts);
        }

        /** Whether there is nothing. */
        public boolean isEmpty() {
            return lines.isEmpty() && alerts.isEmpty();
        }
    }

    private Optional<KnownLog> known() throws IOException {
        if (!isRead) {
            Optional<String> text = memory.read();
            known = text.isEmpty() ? Optional.empty() : Optional.of(KnownLog.parse(text.get()));
            isRead = true;
        }
        return known;
    }

    private void keep(KnownLog next) throws IOException {
        if (known.isEmpty() || !known.get().equals(next)) {
            memory.keep(next.text());
        }
        known = Optional.of(next);
    }

    /** The last head that was accepted, to be carried to others. */
    public synchronized Optional<String> carried() throws IOException {
        return known().map(log -> log.checkpoint().note());
    }

    /** Looks at the log with the first answer, unless it has as many entries as it had. */
    synchronized void notice(HttpResponse<?> response) throws IOException {
        if (wasNoticed) {
            return;
        }
        wasNoticed = true;
        String size = response.headers().firstValue(SIZE_FIELD).orElse("");
        Optional<KnownLog> before = known();
        if (before.isEmpty()
                || !size.equals(Long.toString(before.get().checkpoint().head().size()))) {
            newest();
        }
    }

    /**
     * The head that the store shows now, which extends the one before.
     *
     * @throws StoreException.OtherHistory if it does not
     */
    public synchronized Checkpoint newest() throws IOException {
        Optional<KnownLog> before = known();
        if (before.isEmpty()) {
            NoteVerifierKey key = client.logKey();
            Checkpoint first = open(client.askQuietly(new Http.Ask("GET", "/v1/log/checkpoint")), key);
            keep(new KnownLog(key, first, 0, new TreeMap<>()));
            return first;
        }
        KnownLog last = before.get();
        long size = last.checkpoint().head().size();
        HttpResponse<InputStream> response = client.askQuietly(new Http.Ask("GET", "/v1/log/checkpoint?since=" + size));
        Checkpoint newest = open(response, last.key());
        if (!isProved(last.checkpoint(), newest, response)) {
            // The tiles say what is wrong.
            requireConsistent(last.checkpoint(), newest);
        }
        keep(last.with(newest));
        return newest;
    }

    private Checkpoint open(HttpResponse<InputStream> response, NoteVerifierKey key) throws IOException {
        String note = new String(Http.bytes(response), StandardCharsets.UTF_8);
        try {
            return Checkpoint.open(note, key);
        } catch (TransparencyException e) {
            if (!client.logKey().equals(key)) {
                throw new StoreException.OtherHistory(
                        "the store keeps another log than before: its heads are signed by another key", List.of(note));
            }
            throw new StoreException.Malformed("the head of the store's log " + e.problem());
        }
    }

    private static boolean isProved(Checkpoint before, Checkpoint newest, HttpResponse<?> response) {
        List<MerkleHash> path = new ArrayList<>();
        try {
            String field = response.headers().firstValue(CONSISTENCY_FIELD).orElse("");
            for (String hash : field.isEmpty() ? new String[0] : field.split(",", -1)) {
                path.add(MerkleHash.of(java.util.Base64.getDecoder().decode(hash)));
            }
            return new ConsistencyProof(before.head().size(), newest.head().size(), path)
                    .proves(before.head(), newest.head());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void requireConsistent(Checkpoint before, Checkpoint newest) throws IOException {
        try {
            before.requireConsistent(newest, this::tile);
        } catch (TransparencyException e) {
            throw new StoreException.OtherHistory(
                    "the store has rewritten its log: " + e.problem(), List.of(before.note(), newest.note()));
        }
    }

    private Optional<byte[]> tile(Tile tile) throws IOException {
        byte[] known = tiles.get(tile);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            byte[] bytes = Http.bytes(client.askQuietly(new Http.Ask("GET", "/v1/log/" + tile.path())));
            if (tiles.size() == KEPT_TILES) {
                tiles.remove(tiles.keySet().iterator().next());
            }
            tiles.put(tile, bytes);
            return Optional.of(bytes);
        } catch (StoreException.Refused e) {
            if (e.kind().equals("not-found")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Compares what others carry with what the store shows here.
     *
     * @param carried heads of some log, from reports and grants; those of others, or of nobody, are passed over
     * @throws StoreException.OtherHistory if the store has shown them another history
     */
    public synchronized void compare(List<String> carried) throws IOException {
        for (String note : carried) {
            Checkpoint mine = known().isEmpty() ? newest() : known().get().checkpoint();
            Checkpoint theirs;
            try {
                theirs = Checkpoint.open(note, known().orElseThrow().key());
            } catch (TransparencyException e) {
                continue;
            }
            if (theirs.head().size() > mine.head().size()) {
                mine = newest();
            }
            compare(mine, theirs);
        }
    }

    private void compare(Checkpoint mine, Checkpoint theirs) throws IOException {
        Checkpoint.View view;
        try {
            view = mine.compare(theirs, this::tile);
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        }
        if (view != Checkpoint.View.CONSISTENT) {
            throw new StoreException.OtherHistory(
                    view == Checkpoint.View.SPLIT
                            ? "the store has shown another log to who sent this"
                            : "the store hides entries of its log that it has shown to who sent this",
                    List.of(mine.note(), theirs.note()));
        }
    }

    /**
     * The lines about the account, each checked against the tree.
     *
     * @param from index of the first entry that is asked about
     * @throws StoreException.OtherHistory if one is not what was logged
     */
    public synchronized List<Line> lines(long from) throws IOException {
        List<Shown> shown = new ArrayList<>();
        boolean more = true;
        long next = from;
        while (more) {
            JsonObject answer = Http.json(
                    client.askQuietly(new Http.Ask("GET", "/v1/log/lines?from=" + next)),
                    Set.of("lines", "more"),
                    Set.of());
            try {
                for (JsonObject each : answer.objects("lines", Set.of("index", "salt", "line"), Set.of())) {
                    long index = each.integer("index", next, Long.MAX_VALUE - 1);
                    shown.add(new Shown(index, StoreClient.base64(each.text("salt")), each.text("line")));
                    next = index + 1;
                }
                more = answer.truth("more");
            } catch (MalformedJsonException e) {
                throw Http.malformed(e);
            }
        }
        // After the lines, so that it covers all of them.
        TiledTree tree = tree(newest());
        List<Line> lines = new ArrayList<>();
        for (Shown line : shown) {
            lines.add(new Line(line.index, checked(tree, line)));
        }
        return lines;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Shown(long index, byte[] salt, String text) {}

    private TiledTree tree(Checkpoint head) throws IOException {
        try {
            return TiledTree.open(head.head(), this::tile);
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        }
    }

    private static LogLine checked(TiledTree tree, Shown shown) throws IOException {
        try {
            boolean isLogged = shown.index < tree.head().size()
                    && shown.salt.length == LogEntry.SALT_SIZE_BYTES
                    && tree.entry(shown.index).isOf(shown.salt, shown.text);
            if (!isLogged) {
                throw new StoreException.OtherHistory(
                        "line " + shown.index + " of the store's log is not the one that was logged", List.of());
            }
            return LogLine.parse(shown.text);
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        } catch (StoreFormatException e) {
            throw new StoreException.Malformed("line " + shown.index + " of the store's log " + e.problem());
        }
    }

    /**
     * Looks at all that came into the log since the last time. It counts as looked at after {@link #seen}.
     *
     * @param key by which the account's keys are found
     * @param signer the account's signing key
     * @param device the public key of this device, whose own coming is no news
     */
    public synchronized News watch(Optional<LogKey> key, VerificationKey signer, String device) throws IOException {
        long from = known().map(KnownLog::watched).orElse(0L);
        List<Line> lines = lines(from);
        KnownLog log = known().orElseThrow();
        long size = log.checkpoint().head().size();
        if (key.isEmpty()) {
            watched = Optional.of(log.with(size, log.keys()));
            return new News(lines, List.of());
        }
        int count = log.keys().isEmpty() ? 0 : log.keys().lastKey();
        List<LogEntry> entries;
        try {
            entries = tree(log.checkpoint()).entries(from, size);
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        }
        KeyWatch.Scan scan = new KeyWatch(key.get(), count, from, log.keys()).scan(entries);
        Map<Long, LogLine> byIndex = new HashMap<>();
        lines.forEach(line -> byIndex.put(line.index, line.line));
        List<Alert> alerts = new ArrayList<>();
        for (KeyWatch.Sighting sighting : scan.sightings()) {
            alarm(sighting, Optional.ofNullable(byIndex.get(sighting.index())), signer, device)
                    .ifPresent(alarm -> alerts.add(new Alert(sighting.index(), sighting.number(), alarm)));
        }
        watched = Optional.of(log.with(size, scan.watch().found()));
        return new News(lines, alerts);
    }

    private static Optional<Alarm> alarm(
            KeyWatch.Sighting sighting, Optional<LogLine> line, VerificationKey signer, String device) {
        if (sighting.kind() == KeyWatch.Kind.AGAIN) {
            return Optional.of(Alarm.TWICE);
        }
        if (line.isEmpty() || !(line.get() instanceof LogLine.KeyEvent event) || event.number() != sighting.number()) {
            return Optional.of(Alarm.NOT_MINE);
        }
        boolean takesAway =
                event.what() == LogLine.KeyEvent.What.REMOVED || event.what() == LogLine.KeyEvent.What.APPROVED;
        if (takesAway) {
            return Optional.empty();
        }
        try {
            event.verify(signer);
        } catch (StoreFormatException e) {
            return Optional.of(Alarm.NOT_MINE);
        }
        boolean isByRecovery =
                event.what() == LogLine.KeyEvent.What.RECOVERED && !event.key().equals(device);
        return isByRecovery ? Optional.of(Alarm.RECOVERY) : Optional.empty();
    }

    /** Keeps that what {@link #watch} found was told. */
    public synchronized void seen() throws IOException {
        if (watched.isPresent()) {
            keep(watched.get());
        }
    }
}
