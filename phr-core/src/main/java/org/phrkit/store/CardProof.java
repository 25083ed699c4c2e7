package org.phrkit.store;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.transparency.KeyWatch;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.LogKey;

/**
 * Where a card stands in the log of a store: the line of its entry, and those of its owner's keys that came after it, as
 * the store showed them to the owner. It travels beside the card, is not signed, and changes nothing of what the card says:
 * who takes the card compares the entries of the log with these lines, and so finds out whether the store shows him the card
 * that it shows its owner.
 *
 * @param store the fingerprint of the key of the store, 32 hexadecimal digits
 * @param entries that of the card first, at most {@link #MOST_ENTRIES}
 */
public record CardProof(String store, List<Entry> entries) {
    /** The most entries: those behind them are looked at as new ones are. */
    public static final int MOST_ENTRIES = 16;

    static final Set<String> MEMBERS = Set.of("store", "entries");

    private static final Set<String> MEMBERS_OF_ENTRY = Set.of("salt", "line");

    /**
     * Copies the list.
     *
     * @param store the fingerprint of the key of the store, 32 hexadecimal digits
     * @param entries that of the card first, at most {@link #MOST_ENTRIES}
     */
    public CardProof {
        entries = List.copyOf(entries);
    }

    /**
     * A line of the log.
     *
     * @param salt 32 bytes, in base64
     * @param line as the store wrote it
     */
    public record Entry(String salt, String line) {
        private LogLine.KeyEvent event() throws StoreFormatException {
            if (LogLine.parse(line) instanceof LogLine.KeyEvent event && event.number() <= KeyWatch.MOST_KEYS) {
                return event;
            }
            throw malformed();
        }

        private LogEntry logged(LogKey key) throws StoreFormatException {
            try {
                return LogEntry.of(
                        key.keyLabel(event().number()), Base64.getDecoder().decode(salt), line);
            } catch (IllegalArgumentException e) {
                // No base64, no salt, or no text.
                throw malformed();
            }
        }
    }

    private static StoreFormatException malformed() {
        return new StoreFormatException("what it says of the store's log is not of this card");
    }

    /** The members of its JSON. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("store", store);
        List<Map<String, String>> all = new ArrayList<>();
        for (Entry entry : entries) {
            Map<String, String> each = new LinkedHashMap<>();
            each.put("salt", entry.salt);
            each.put("line", entry.line);
            all.add(each);
        }
        members.put("entries", all);
        return members;
    }

    static CardProof of(JsonObject object) throws MalformedJsonException {
        List<Entry> entries = new ArrayList<>();
        for (JsonObject each : object.objects("entries", MEMBERS_OF_ENTRY, Set.of())) {
            entries.add(new Entry(each.text("salt"), each.text("line")));
        }
        return new CardProof(object.text("store"), entries);
    }

    /**
     * Checks that the lines are of a card and of what came after it, and that none of them is of a later card.
     *
     * @param signed the statement with its signature
     * @return what is to stand in the log
     * @throws StoreFormatException if they are not
     */
    public CardPlace of(SignedStatement signed) throws StoreFormatException {
        ContactCard card = ContactCard.of(signed);
        if (card.logKey().isEmpty() || entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw malformed();
        }
        long first = entries.get(0).event().number();
        List<LogEntry> logged = new ArrayList<>();
        for (Entry entry : entries) {
            LogLine.KeyEvent event = entry.event();
            boolean isCard = event.what() == LogLine.KeyEvent.What.CARD;
            if (event.number() != first + logged.size() || isCard != logged.isEmpty()) {
                throw malformed();
            }
            logged.add(entry.logged(card.logKey().get()));
        }
        LogLine.KeyEvent shown = entries.get(0).event();
        shown.verify(card.signer());
        if (!shown.statement().orElseThrow().text().equals(signed.text())) {
            throw malformed();
        }
        return CardPlace.of(store, (int) first, logged);
    }
}
