package org.phrkit.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.CardPlace;
import org.phrkit.store.CardProof;
import org.phrkit.store.LogLine;
import org.phrkit.store.Recovery;
import org.phrkit.store.SignedStatement;
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
import org.phrkit.transparency.TreeHead;

/**
 * The store's log, as one device sees it. What the store once showed here it cannot take back or change: each head that it
 * signs must extend the last one that was accepted, and whatever else it says of the log is checked against that. For
 * several threads at once, one after the other.
 */
public final class LogClient {
    private static final String HEAD_FIELD = "phr-log-head";
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
     * A line of the log.
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
        /** A recovery key added the device; this device does not know whose that is. */
        RECOVERY
    }

    /**
     * An entry for a key of the owner that somebody else may have made.
     *
     * @param index of the entry
     * @param number of the key
     * @param alarm what is wrong
     */
    public record Alert(long index, int number, Alarm alarm) {}

    /**
     * Another person, for whose keys the log is searched.
     *
     * @param logKey by which they are found
     * @param card where the card that is here stands in the log; nothing where its owner did not say
     */
    public record Contact(LogKey logKey, Optional<CardPlace> card) {}

    /** What is told of an entry of a key of somebody else. */
    public enum Sight {
        /** It was not there before: what came, changed or went, its owner alone is told. */
        NEW,
        /** There is one for this key already: others may be shown another key than this one's. */
        AGAIN,
        /** It is not that of the card that is here, which others are not shown, then. */
        OTHER,
        /** There is none for the card that is here. */
        MISSING
    }

    /**
     * A finding about a key of another person.
     *
     * @param contact the name that it was looked for under
     * @param number of the key
     * @param index of the entry; -1 where it is missing
     * @param sight what is told
     */
    public record ContactEntry(String contact, int number, long index, Sight sight) {}

    /**
     * The owner of this device.
     *
     * @param logKey by which the account's keys are found
     * @param signer the account's signing key
     * @param recovery its recovery key, where this device knows it
     * @param device the public key of this device, whose own coming is no news
     */
    public record Owner(
            Optional<LogKey> logKey, VerificationKey signer, Optional<VerificationKey> recovery, String device) {}

    /**
     * What was added to the log since the last look.
     *
     * @param lines those about the account
     * @param alerts what its owner should ask about at once
     * @param contacts entries of keys of others
     */
    public record News(List<Line> lines, List<Alert> alerts, List<ContactEntry> contacts) {
        /**
         * Copies the lists.
         *
         * @param lines those about the account
         * @param alerts what its owner should ask about at once
         * @param contacts entries of keys of others
         */
        public News {
            lines = List.copyOf(lines);
            alerts = List.copyOf(alerts);
            contacts = List.copyOf(contacts);
        }

        /** {@return whether nothing was added} */
        public boolean isEmpty() {
            return lines.isEmpty() && alerts.isEmpty() && contacts.isEmpty();
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

    /**
     * {@return the last accepted head, to be passed on to others}
     *
     * @throws IOException if reading or writing fails
     */
    public synchronized Optional<String> carried() throws IOException {
        return known().map(log -> log.checkpoint().note());
    }

    /** Looks at the log at the first answer, unless the store says that it has not changed. */
    synchronized void notice(HttpResponse<?> response) throws IOException {
        if (wasNoticed) {
            return;
        }
        wasNoticed = true;
        String shown = response.headers().firstValue(HEAD_FIELD).orElse("");
        Optional<TreeHead> before = known().map(log -> log.checkpoint().head());
        if (before.isEmpty()
                || !shown.equals(before.get().size() + " " + before.get().root())) {
            newest();
        }
    }

    /**
     * {@return the head that the store shows now, which extends the one before}
     *
     * @throws StoreException.OtherHistory if it does not
     */
    public synchronized Checkpoint newest() throws IOException {
        Optional<KnownLog> before = known();
        if (before.isEmpty()) {
            NoteVerifierKey key = client.logKey();
            Checkpoint first = open(client.askQuietly(new Http.Ask("GET", "/v1/log/checkpoint")), key);
            keep(KnownLog.first(key, first));
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
                path.add(MerkleHash.of(Base64.getDecoder().decode(hash)));
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
     * Compares the heads that others pass on with what the store shows here.
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
     * {@return the lines about the account, each checked against the tree}
     *
     * @param from index of the first entry that is asked about
     * @throws StoreException.OtherHistory if one is not what was logged
     */
    public synchronized List<Line> lines(long from) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Shown shown : checkedLines(from)) {
            lines.add(shown.line());
        }
        return lines;
    }

    /**
     * Where a card of the account's own stands in the log, for those to whom it is handed.
     *
     * @param card the signed card
     * @return nothing where the log has no entry of it
     * @throws StoreException.OtherHistory if a line is not what was logged
     */
    public synchronized Optional<CardProof> proofOf(SignedStatement card) throws IOException {
        List<CardProof.Entry> entries = new ArrayList<>();
        for (Shown shown : checkedLines(0)) {
            if (shown.parsed instanceof LogLine.KeyEvent event) {
                boolean isCard = event.what() == LogLine.KeyEvent.What.CARD;
                boolean isOfIt =
                        isCard && event.statement().map(SignedStatement::text).equals(Optional.of(card.text()));
                if (isCard) {
                    entries.clear();
                }
                if (isOfIt || (!isCard && !entries.isEmpty() && entries.size() < CardProof.MOST_ENTRIES)) {
                    entries.add(new CardProof.Entry(Base64.getEncoder().encodeToString(shown.salt), shown.text));
                }
            }
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(new CardProof(client.storeFingerprint(), entries));
    }

    private List<Shown> checkedLines(long from) throws IOException {
        List<Asked> asked = new ArrayList<>();
        boolean more = true;
        long next = from;
        while (more) {
            long first = next;
            JsonObject answer = Http.json(
                    client.askQuietly(new Http.Ask("GET", "/v1/log/lines?from=" + first)),
                    Set.of("lines", "more"),
                    Set.of());
            try {
                for (JsonObject each : answer.objects("lines", Set.of("index", "salt", "line"), Set.of())) {
                    long index = each.integer("index", next, Long.MAX_VALUE - 1);
                    asked.add(new Asked(index, StoreClient.base64(each.text("salt")), each.text("line")));
                    next = index + 1;
                }
                more = answer.truth("more");
            } catch (MalformedJsonException e) {
                throw Http.malformed(e);
            }
            if (more && next == first) {
                throw new StoreException.Malformed("the store's answer promises more lines of its log, and has none");
            }
        }
        // After the lines, so that it covers all of them.
        TiledTree tree = tree(newest());
        List<Shown> shown = new ArrayList<>();
        for (Asked each : asked) {
            shown.add(new Shown(each.index, each.salt, each.text, checked(tree, each)));
        }
        return shown;
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Shown(long index, byte[] salt, String text, LogLine parsed) {
        private Line line() {
            return new Line(index, parsed);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Asked(long index, byte[] salt, String text) {}

    private TiledTree tree(Checkpoint head) throws IOException {
        try {
            return TiledTree.open(head.head(), this::tile);
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        }
    }

    private static LogLine checked(TiledTree tree, Asked shown) throws IOException {
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
        } catch (IllegalArgumentException e) {
            throw new StoreException.Malformed("line " + shown.index + " of the store's log is no text");
        } catch (StoreFormatException e) {
            throw new StoreException.Malformed("line " + shown.index + " of the store's log " + e.problem());
        }
    }

    /**
     * Looks at all that was added to the log since the last time. It counts as looked at after {@link #seen}, but for what
     * is not as the card of a contact says.
     *
     * @param owner whose device this is
     * @param contacts by their names
     * @return what came
     * @throws IOException if reading or writing fails
     */
    public synchronized News watch(Owner owner, Map<String, Contact> contacts) throws IOException {
        long from = known().map(log -> log.own().entries()).orElse(0L);
        List<Line> lines = lines(from);
        KnownLog log = known().orElseThrow();
        List<ContactEntry> entries = new ArrayList<>();
        KnownLog next = lookedFor(log, contacts, entries);
        List<Alert> alerts = new ArrayList<>();
        if (owner.logKey.isEmpty()) {
            next = next.with(new KnownLog.Watched(
                    log.checkpoint().head().size(), log.own().keys()));
        } else {
            KeyWatch.Scan scan = scan(log, log.own(), owner.logKey.get());
            Map<Long, LogLine> byIndex = new HashMap<>();
            lines.forEach(line -> byIndex.put(line.index, line.line));
            for (KeyWatch.Sighting sighting : scan.sightings()) {
                alarm(sighting, Optional.ofNullable(byIndex.get(sighting.index())), owner)
                        .ifPresent(alarm -> alerts.add(new Alert(sighting.index(), sighting.number(), alarm)));
            }
            next = next.with(KnownLog.Watched.of(scan.watch()));
        }
        watched = Optional.of(next);
        return new News(lines, alerts, entries);
    }

    private KeyWatch.Scan scan(KnownLog log, KnownLog.Watched before, LogKey key) throws IOException {
        try {
            List<LogEntry> entries = tree(log.checkpoint())
                    .entries(before.entries(), log.checkpoint().head().size());
            return before.with(key).scan(entries);
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        }
    }

    /**
     * {@return entries of keys of others that came since {@link #watch} looked for them, or that are not what the card
     * of a contact says, before something is encrypted to them} Who is looked for the first time has those that are
     * there, but for those that came after the card that is here. Nothing that is told counts as looked at.
     *
     * @param contacts by their names
     * @throws IOException if reading or writing fails
     */
    public synchronized List<ContactEntry> lookFor(Map<String, Contact> contacts) throws IOException {
        if (contacts.isEmpty()) {
            return List.of();
        }
        newest();
        List<ContactEntry> entries = new ArrayList<>();
        KnownLog log = known().orElseThrow();
        KnownLog next = lookedFor(log, contacts, entries);
        Set<String> kept = new HashSet<>(log.contacts().keySet());
        Set<String> told = new HashSet<>();
        entries.forEach(entry -> told.add(entry.contact()));
        contacts.forEach((name, contact) -> {
            if (told.contains(name)) {
                kept.add(idOf(contact.logKey));
            }
        });
        for (Map.Entry<String, KnownLog.Watched> each : next.contacts().entrySet()) {
            if (!kept.contains(each.getKey())) {
                log = log.with(each.getKey(), each.getValue());
            }
        }
        keep(log);
        return List.copyOf(entries);
    }

    private KnownLog lookedFor(KnownLog log, Map<String, Contact> contacts, List<ContactEntry> entries)
            throws IOException {
        KnownLog next = log;
        for (Map.Entry<String, Contact> each : contacts.entrySet()) {
            String name = each.getKey();
            Contact contact = each.getValue();
            String id = idOf(contact.logKey);
            Optional<KnownLog.Watched> before =
                    Optional.ofNullable(log.contacts().get(id));
            KeyWatch.Scan scan = scan(log, before.orElse(KnownLog.Watched.NOTHING), contact.logKey);
            Optional<CardPlace> card =
                    contact.card.filter(place -> place.store().equals(client.storeFingerprint()));
            Optional<ContactEntry> wrong =
                    card.isEmpty() ? Optional.empty() : compared(name, card.get(), scan.watch(), log);
            wrong.ifPresent(entries::add);
            // Up to the last that its owner knew of, the card that is here is the newest.
            int last = wrong.isPresent() || card.isEmpty()
                    ? before.isPresent() ? 0 : KeyWatch.MOST_KEYS
                    : card.get().last();
            for (KeyWatch.Sighting sighting : scan.sightings()) {
                boolean isAgain = sighting.kind() == KeyWatch.Kind.AGAIN;
                if (isAgain || sighting.number() > last) {
                    entries.add(new ContactEntry(
                            name, sighting.number(), sighting.index(), isAgain ? Sight.AGAIN : Sight.NEW));
                }
            }
            next = next.with(id, KnownLog.Watched.of(scan.watch()));
        }
        return next;
    }

    /** What is told where the entries from that of a card on are not those that its owner was shown. */
    private Optional<ContactEntry> compared(String contact, CardPlace card, KeyWatch watch, KnownLog log)
            throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        try {
            TiledTree tree = tree(log.checkpoint());
            for (int number = card.number(); number <= card.last(); number++) {
                OptionalLong index = watch.indexOf(number);
                if (index.isEmpty()) {
                    return Optional.of(new ContactEntry(contact, number, -1, Sight.MISSING));
                }
                entries.add(tree.entry(index.getAsLong()));
            }
        } catch (TransparencyException e) {
            throw new StoreException.Malformed("the store's log does not hold together: " + e.problem());
        }
        long first = watch.indexOf(card.number()).orElseThrow();
        return card.isOf(entries)
                ? Optional.empty()
                : Optional.of(new ContactEntry(contact, card.number(), first, Sight.OTHER));
    }

    /** By what a contact is known again, without the secret itself. */
    private static String idOf(LogKey key) {
        return key.fingerprint().replace(" ", "");
    }

    private static Optional<Alarm> alarm(KeyWatch.Sighting sighting, Optional<LogLine> line, Owner owner) {
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
            event.verify(owner.signer);
            return event.what() == LogLine.KeyEvent.What.RECOVERED ? alarm(event, owner) : Optional.empty();
        } catch (StoreFormatException e) {
            return Optional.of(Alarm.NOT_MINE);
        }
    }

    /** Of a device that a recovery key added: the owner's own is no alarm, and another one is. */
    private static Optional<Alarm> alarm(LogLine.KeyEvent recovered, Owner owner) throws StoreFormatException {
        if (owner.recovery.isPresent()) {
            Recovery recovery = Recovery.of(recovered.statement().orElseThrow());
            return recovery.recovery().equals(owner.recovery.get()) ? Optional.empty() : Optional.of(Alarm.NOT_MINE);
        }
        return recovered.key().equals(owner.device) ? Optional.empty() : Optional.of(Alarm.RECOVERY);
    }

    /**
     * Keeps that what {@link #watch} found was told.
     *
     * @throws IOException if reading or writing fails
     */
    public synchronized void seen() throws IOException {
        if (watched.isPresent()) {
            keep(watched.get());
        }
    }
}
