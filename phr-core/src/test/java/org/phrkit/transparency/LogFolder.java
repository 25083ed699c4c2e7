package org.phrkit.transparency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/** The files of a log by their paths, as a store keeps them; counts how many were read. */
final class LogFolder implements TileSource {
    final Map<String, byte[]> files = new HashMap<>();
    Frontier frontier = Frontier.EMPTY;
    int reads;

    /** A log of some entries, appended at once. */
    static LogFolder of(List<LogEntry> entries) {
        LogFolder folder = new LogFolder();
        folder.append(entries);
        return folder;
    }

    /** Entries that differ, the same for each seed. */
    static List<LogEntry> entries(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[LogEntry.SIZE_BYTES];
            random.nextBytes(bytes);
            entries.add(entry(bytes));
        }
        return entries;
    }

    static LogEntry entry(byte[] bytes) {
        try {
            return LogEntry.parse(bytes);
        } catch (TransparencyException e) {
            throw new AssertionError(e);
        }
    }

    static List<MerkleHash> hashes(List<LogEntry> entries) {
        return entries.stream().map(LogEntry::hash).toList();
    }

    /** Writes what there is to write, and says what it was. */
    List<TileFile> append(List<LogEntry> entries) {
        Frontier.Growth growth = frontier.append(entries);
        for (TileFile file : growth.files()) {
            if (files.put(file.tile().path(), file.bytes()) != null) {
                throw new AssertionError(file + " was there already");
            }
        }
        frontier = growth.frontier();
        return growth.files();
    }

    /** Deletes each partial tile for which there is the full one. */
    void deleteOutgrown() {
        files.keySet().removeIf(path -> path.contains(".p/") && files.containsKey(path.replaceAll("\\.p/.*", "")));
    }

    byte[] file(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    /** Flips bits of one byte. */
    void alter(String path, int at, int bits) {
        file(path)[at] ^= (byte) bits;
    }

    TreeHead head() {
        return frontier.head();
    }

    @Override
    public Optional<byte[]> read(Tile tile) {
        reads++;
        return Optional.ofNullable(files.get(tile.path()));
    }
}
