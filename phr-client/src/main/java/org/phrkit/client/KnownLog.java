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
import org.phrkit.transparency.NoteVerifierKey;
import org.phrkit.transparency.TransparencyException;

/**
 * What a client knows of a log.
 *
 * @param key that signs its heads
 * @param checkpoint the last one that was accepted
 * @param watched how many entries were looked at for keys of the owner
 * @param keys the entry of each of them
 */
record KnownLog(NoteVerifierKey key, Checkpoint checkpoint, long watched, SortedMap<Integer, Long> keys) {
    private static final String TYPE = "phr/known-log/1";
    private static final Pattern KEY = Pattern.compile("([1-9][0-9]{0,8}):(0|[1-9][0-9]{0,14})");

    String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPE);
        members.put("key", key.toString());
        members.put("checkpoint", checkpoint.note());
        members.put("watched", watched);
        List<String> entries = new ArrayList<>();
        keys.forEach((number, index) -> entries.add(number + ":" + index));
        members.put("keys", entries);
        return JsonObject.write(members);
    }

    static KnownLog parse(String text) throws StoreException {
        try {
            JsonObject object = JsonObject.read(text, Set.of("type", "key", "checkpoint", "watched", "keys"), Set.of());
            if (!object.text("type").equals(TYPE)) {
                throw malformed();
            }
            NoteVerifierKey key = NoteVerifierKey.parse(object.text("key"));
            SortedMap<Integer, Long> keys = new TreeMap<>();
            for (String each : object.texts("keys")) {
                Matcher entry = KEY.matcher(each);
                if (!entry.matches()) {
                    throw malformed();
                }
                keys.put(Integer.parseInt(entry.group(1)), Long.parseLong(entry.group(2)));
            }
            return new KnownLog(
                    key,
                    Checkpoint.open(object.text("checkpoint"), key),
                    object.integer("watched", 0, Long.MAX_VALUE),
                    keys);
        } catch (MalformedJsonException | TransparencyException e) {
            throw malformed();
        }
    }

    private static StoreException malformed() {
        return new StoreException.Malformed("what is kept of the store's log is damaged");
    }

    KnownLog with(Checkpoint newest) {
        return new KnownLog(key, newest, watched, keys);
    }

    KnownLog with(long nowWatched, SortedMap<Integer, Long> nowKeys) {
        return new KnownLog(key, checkpoint, nowWatched, nowKeys);
    }
}
