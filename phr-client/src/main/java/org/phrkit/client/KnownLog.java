package org.phrkit.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.KeyWatch;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.NoteVerifierKey;
import org.phrkit.transparency.TransparencyException;

/**
 * What a client knows of a log.
 *
 * @param key that signs its heads
 * @param checkpoint the last one that was accepted
 * @param own how far it was looked through for the keys of the owner
 * @param contacts likewise for those of others, by the hash of their log key
 */
record KnownLog(NoteVerifierKey key, Checkpoint checkpoint, Watched own, SortedMap<String, Watched> contacts) {
    private static final String TYPE = "phr/known-log/1";
    private static final Pattern KEY = Pattern.compile("([1-9][0-9]{0,8}):(0|[1-9][0-9]{0,14})");
    private static final Pattern CONTACT = Pattern.compile("([0-9a-f]{32}) (0|[1-9][0-9]{0,14})((?: [0-9]+:[0-9]+)*)");

    /**
     * How far a log was searched for the keys of one account.
     *
     * @param entries how many were looked at
     * @param keys the entry of each key
     */
    record Watched(long entries, SortedMap<Integer, Long> keys) {
        static final Watched NOTHING = new Watched(0, new TreeMap<>());

        KeyWatch with(LogKey secret) {
            return new KeyWatch(secret, keys.isEmpty() ? 0 : keys.lastKey(), entries, keys);
        }

        static Watched of(KeyWatch watch) {
            return new Watched(watch.nextIndex(), watch.found());
        }

        private List<String> texts() {
            List<String> texts = new ArrayList<>();
            keys.forEach((number, index) -> texts.add(number + ":" + index));
            return texts;
        }

        private static Watched parse(long entries, List<String> texts) throws StoreException {
            SortedMap<Integer, Long> keys = new TreeMap<>();
            for (String each : texts) {
                Matcher entry = KEY.matcher(each);
                if (!entry.matches()) {
                    throw malformed();
                }
                long index = Long.parseLong(entry.group(2));
                if (index >= entries) {
                    throw malformed();
                }
                int number = Integer.parseInt(entry.group(1));
                if (number > KeyWatch.MOST_KEYS) {
                    throw malformed();
                }
                keys.put(number, index);
            }
            return new Watched(entries, keys);
        }
    }

    String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE);
        members.put("key", key.toString());
        members.put("checkpoint", checkpoint.note());
        members.put("watched", own.entries);
        members.put("keys", own.texts());
        List<String> others = new ArrayList<>();
        contacts.forEach((id, watched) -> {
            List<String> words = new ArrayList<>(List.of(id, Long.toString(watched.entries)));
            words.addAll(watched.texts());
            others.add(String.join(" ", words));
        });
        members.put("contacts", others);
        return JsonObject.write(members);
    }

    static KnownLog parse(String text) throws StoreException {
        try {
            JsonObject object =
                    JsonObject.read(text, Set.of("type", "key", "checkpoint", "watched", "keys"), Set.of("contacts"));
            if (!object.text("type").equals(TYPE)) {
                throw malformed();
            }
            NoteVerifierKey key = NoteVerifierKey.parse(object.text("key"));
            SortedMap<String, Watched> contacts = new TreeMap<>();
            for (String each : object.has("contacts") ? object.texts("contacts") : List.<String>of()) {
                Matcher contact = CONTACT.matcher(each);
                if (!contact.matches()) {
                    throw malformed();
                }
                String keys = contact.group(3).strip();
                contacts.put(
                        contact.group(1),
                        Watched.parse(
                                Long.parseLong(contact.group(2)),
                                keys.isEmpty() ? List.of() : List.of(keys.split(" ", -1))));
            }
            Checkpoint checkpoint = Checkpoint.open(object.text("checkpoint"), key);
            long size = checkpoint.head().size();
            if (contacts.values().stream().anyMatch(watched -> watched.entries > size)) {
                throw malformed();
            }
            return new KnownLog(
                    key, checkpoint, Watched.parse(object.integer("watched", 0, size), object.texts("keys")), contacts);
        } catch (MalformedJsonException | TransparencyException e) {
            throw malformed();
        }
    }

    private static StoreException malformed() {
        return new StoreException.Malformed("what is kept of the store's log is damaged");
    }

    static KnownLog first(NoteVerifierKey key, Checkpoint checkpoint) {
        return new KnownLog(key, checkpoint, Watched.NOTHING, new TreeMap<>());
    }

    KnownLog with(Checkpoint newest) {
        return new KnownLog(key, newest, own, contacts);
    }

    KnownLog with(Watched now) {
        return new KnownLog(key, checkpoint, now, contacts);
    }

    KnownLog with(String contact, Watched now) {
        SortedMap<String, Watched> more = new TreeMap<>(contacts);
        more.put(contact, now);
        return new KnownLog(key, checkpoint, own, more);
    }
}
