package org.phrkit.transparency;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries that a client looks for in a log: those of one account's keys, its own or a contact's. The client
 * compares each new entry with the labels of the keys that it knows, 1 to n, and with the label of the next, n + 1.
 *
 * <p>To the owner of the keys, one that is {@link Kind#NEW} or there {@link Kind#AGAIN} is an alarm: somebody else put it
 * there. Of a contact, a new key is to be fetched; one that is there again is an alarm. A contact's n-th key is taken only
 * when {@link #indexOf} knows where it is.
 *
 * <p>Entries are looked at in order and none is left out: a watch knows how far it came. It is immutable but for the key,
 * which whoever made it closes.
 */
public final class KeyWatch {
    /** The most keys of an account. */
    public static final int MOST_KEYS = 1 << 16;

    private final LogKey key;
    private final int keyCount;
    private final long nextIndex;
    private final SortedMap<Integer, Long> found;

    /** What the entry of a label means. */
    public enum Kind {
        /** The first entry of a key that was known before. */
        EXPECTED,

        /** The entry of a key that was not known; it counts as known from here on. */
        NEW,

        /** One more entry of a key that has one. */
        AGAIN
    }

    /**
     * An entry that was found.
     *
     * @param number of the key, from 1
     * @param index of the entry, from 0
     * @param kind what it means
     */
    public record Sighting(int number, long index, Kind kind) {}

    /**
     * The outcome of looking through entries.
     *
     * @param watch that goes on behind them
     * @param sightings what was found, in order
     */
    public record Scan(KeyWatch watch, List<Sighting> sightings) {
        /**
         * Copies the list.
         *
         * @param watch that goes on behind them
         * @param sightings what was found, in order
         */
        public Scan {
            sightings = List.copyOf(sightings);
        }
    }

    /**
     * Looks through a log from its start.
     *
     * @param key the secret of the account's labels
     * @param keyCount n, how many keys the account is known to have
     * @throws IllegalArgumentException as the other constructor
     */
    public KeyWatch(LogKey key, int keyCount) {
        this(key, keyCount, 0, Map.of());
    }

    /**
     * Goes on where another one came to.
     *
     * @param key the secret of the account's labels
     * @param keyCount n, how many keys the account is known to have
     * @param nextIndex index of the first entry that was not looked at
     * @param found for the number of each key that has an entry, the index of its first
     * @throws IllegalArgumentException if there are more keys than {@link #MOST_KEYS}, or found ones that cannot be
     */
    public KeyWatch(LogKey key, int keyCount, long nextIndex, Map<Integer, Long> found) {
        if (keyCount < 0 || keyCount > MOST_KEYS) {
            throw new IllegalArgumentException("an account has 0 to " + MOST_KEYS + " keys, not " + keyCount);
        }
        if (nextIndex < 0
                || !found.keySet().stream().allMatch(number -> number >= 1 && number <= keyCount)
                || !found.values().stream().allMatch(index -> index >= 0 && index < nextIndex)) {
            throw new IllegalArgumentException("what was found is not in what was looked at");
        }
        this.key = key;
        this.keyCount = keyCount;
        this.nextIndex = nextIndex;
        this.found = Collections.unmodifiableSortedMap(new TreeMap<>(found));
    }

    /**
     * {@return the same after the owner made more keys}
     *
     * @param count how many keys the account has
     * @throws IllegalArgumentException if there are fewer than before, or too many
     */
    public KeyWatch withKeys(int count) {
        if (count < keyCount) {
            throw new IllegalArgumentException("an account that had " + keyCount + " keys has no fewer");
        }
        return new KeyWatch(key, count, nextIndex, found);
    }

    /**
     * Looks at entries. Takes an HMAC for each key, and a look into a table for each entry.
     *
     * @param entries those from {@link #nextIndex} on, as {@link TiledTree#entries} gives them
     * @return what was found, and where to go on
     */
    public Scan scan(List<LogEntry> entries) {
        Map<Label, Integer> numbers = new HashMap<>();
        for (int number = 1; number <= keyCount + 1; number++) {
            numbers.put(key.keyLabel(number), number);
        }
        int count = keyCount;
        SortedMap<Integer, Long> places = new TreeMap<>(found);
        List<Sighting> sightings = new ArrayList<>();
        long index = nextIndex;
        for (LogEntry entry : entries) {
            Integer number = numbers.get(entry.label());
            if (number != null) {
                boolean isNew = number > count;
                boolean isFirst = places.putIfAbsent(number, index) == null;
                sightings.add(new Sighting(number, index, isNew ? Kind.NEW : isFirst ? Kind.EXPECTED : Kind.AGAIN));
                if (isNew) {
                    count = number;
                    numbers.put(key.keyLabel(count + 1), count + 1);
                }
            }
            index++;
        }
        return new Scan(new KeyWatch(key, count, index, places), sightings);
    }

    /** {@return how many keys the account has, those among them that the log told of} */
    public int keyCount() {
        return keyCount;
    }

    /** {@return index of the first entry that was not looked at} */
    public long nextIndex() {
        return nextIndex;
    }

    /** {@return the index of the first entry of each key that has one, by the number of the key; cannot be changed} */
    public SortedMap<Integer, Long> found() {
        return found;
    }

    /**
     * {@return the index of the first entry of a key, if it has one}
     *
     * @param number the number of the key, from 1
     */
    public OptionalLong indexOf(int number) {
        Long index = found.get(number);
        return index == null ? OptionalLong.empty() : OptionalLong.of(index);
    }

    /** How many keys, and how far it came. */
    @Override
    public String toString() {
        return "KeyWatch[" + keyCount + " keys, " + nextIndex + " entries]";
    }
}
