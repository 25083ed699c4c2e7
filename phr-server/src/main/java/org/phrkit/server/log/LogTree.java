package org.phrkit.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.StorageException;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.Frontier;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.MerkleHash;
import org.phrkit.transparency.NoteSigningKey;
import org.phrkit.transparency.NoteVerifierKey;
import org.phrkit.transparency.Tile;
import org.phrkit.transparency.TiledTree;
import org.phrkit.transparency.TransparencyException;
import org.phrkit.transparency.TreeHead;

/**
 * The tree of the log, in one or two folders. It grows behind each commit of the database by the entries that were
 * committed, and is on the disk in all folders before anybody is answered; where that fails, or a crash comes between, the
 * next commit or the next start makes up for it. No backup holds it and no restore rolls it back: what a database of an
 * older time does not know, it is told. For several threads at once.
 */
public final class LogTree implements AutoCloseable {
    /** The name of the folder, in that of the store and in the second one. */
    public static final String FOLDER = "log";

    private static final int AT_ONCE = 4096;

    private final List<LogFolder> folders;
    private final NoteSigningKey key;
    private Frontier frontier = Frontier.EMPTY;
    private volatile Checkpoint checkpoint;

    private LogTree(List<LogFolder> folders, NoteSigningKey key) {
        this.folders = folders;
        this.key = key;
        this.checkpoint = Checkpoint.sign(TreeHead.EMPTY, key);
    }

    /**
     * Opens the log that stands in all of these folders. One that has less, as after a crash, is completed from the other
     * one, and all of them from the database; the database from them.
     *
     * @throws IOException if the folders or the database hold different logs, or a folder less than it once signed
     */
    public static LogTree open(List<Path> folders, NoteSigningKey key, Database database) throws IOException, Problem {
        LogTree tree = new LogTree(folders.stream().map(LogFolder::new).toList(), key);
        Optional<Checkpoint> signed = tree.newestCheckpoint();
        tree.resume(signed);
        tree.exchange(database);
        if (signed.isPresent() && !tree.holds(signed.get())) {
            throw new IOException(folders.get(0) + ": the log is not the one that it signed the head of");
        }
        tree.sign();
        return tree;
    }

    private Optional<Checkpoint> newestCheckpoint() throws IOException {
        Optional<Checkpoint> newest = Optional.empty();
        for (LogFolder folder : folders) {
            Optional<Checkpoint> found = read(folder, key.verifierKey());
            if (found.isPresent()
                    && (newest.isEmpty()
                            || found.get().head().size() > newest.get().head().size())) {
                newest = found;
            }
        }
        return newest;
    }

    /** A crash of the machine may leave any bytes in the place of one. */
    private static Optional<Checkpoint> read(LogFolder folder, NoteVerifierKey key) throws IOException {
        Optional<String> note = folder.checkpoint();
        try {
            return note.isEmpty() ? Optional.empty() : Optional.of(Checkpoint.open(note.get(), key));
        } catch (TransparencyException e) {
            return Optional.empty();
        }
    }

    /** Takes up what is in the folders, and brings the shorter one up to the longer one. */
    private void resume(Optional<Checkpoint> signed) throws IOException {
        LogFolder longest = folders.get(0);
        for (LogFolder folder : folders) {
            longest = folder.size() > longest.size() ? folder : longest;
        }
        long size = longest.size();
        if (signed.isPresent()
                && signed.get().head().size() <= size
                && allHave(signed.get().head())) {
            frontier = Frontier.resume(signed.get().head(), longest::read);
        }
        for (long from = frontier.head().size(); from < size; from += AT_ONCE) {
            append(longest.entries(from, Math.min(size, from + AT_ONCE)), longest);
        }
    }

    /** Hashes are not forced to the disk: where a crash took some, all are made again of the entries. */
    private boolean allHave(TreeHead head) throws IOException {
        for (LogFolder folder : folders) {
            try {
                Frontier.resume(head, folder::read);
            } catch (TransparencyException e) {
                return false;
            }
        }
        return true;
    }

    /** @param source whose entries they are; that they stand in the others as well is checked, where they do */
    private void append(List<LogEntry> entries, LogFolder source) throws IOException {
        long before = frontier.head().size();
        for (LogFolder folder : folders) {
            long end = Math.min(before + entries.size(), folder.size());
            if (folder != source && end > before) {
                requireSame(folder, folder.entries(before, end), entries);
            }
        }
        grow(entries);
    }

    private static void requireSame(Object place, List<LogEntry> there, List<LogEntry> entries) throws IOException {
        int count = Math.min(there.size(), entries.size());
        if (!there.subList(0, count).equals(entries.subList(0, count))) {
            throw new IOException(place + ": is another log");
        }
    }

    private void grow(List<LogEntry> entries) throws IOException {
        long before = frontier.head().size();
        Frontier.Growth growth = frontier.append(entries);
        for (LogFolder folder : folders) {
            folder.write(growth.files(), before);
        }
        frontier = growth.frontier();
    }

    /** Tells the database what it does not know, or takes from it what the folders have not. */
    private void exchange(Database database) throws IOException, Problem {
        long size = frontier.head().size();
        long known = known(database);
        long both = Math.min(size, known);
        if (both > 0) {
            List<LogEntry> last = database.read(handle -> stored(handle, both - 1, 1));
            requireSame("the database", last, folders.get(0).entries(both - 1, both));
        }
        for (long from = known; from < size; from += AT_ONCE) {
            List<LogEntry> entries = folders.get(0).entries(from, Math.min(size, from + AT_ONCE));
            long first = from;
            database.write(handle -> {
                for (int i = 0; i < entries.size(); i++) {
                    handle.execute(
                            "insert into entry (number, bytes) values (?, ?)",
                            first + i,
                            entries.get(i).bytes());
                }
                return true;
            });
        }
        for (long from = size; from < known; from += AT_ONCE) {
            long first = from;
            grow(database.read(handle -> stored(handle, first, AT_ONCE)));
        }
    }

    /** How many entries a database knows. */
    public static long known(Database database) throws Problem {
        return database.read(handle -> handle.createQuery("select coalesce(max(number) + 1, 0) from entry")
                .mapTo(Long.class)
                .one());
    }

    /** How many entries a folder has. */
    public static long size(Path folder) throws IOException {
        return new LogFolder(folder).size();
    }

    /** The folder with the most entries. */
    public static Optional<Path> longest(List<Path> folders) throws IOException {
        Optional<Path> longest = Optional.empty();
        for (Path folder : folders) {
            if (longest.isEmpty() || size(folder) > size(longest.get())) {
                longest = Optional.of(folder);
            }
        }
        return longest;
    }

    private static List<LogEntry> stored(Handle handle, long from, int most) {
        return handle.createQuery("select bytes from entry where number >= ? order by number limit ?")
                .bind(0, from)
                .bind(1, most)
                .map((row, context) -> parsed(row.getBytes(1)))
                .list();
    }

    private static LogEntry parsed(byte[] bytes) {
        try {
            return LogEntry.parse(bytes);
        } catch (TransparencyException e) {
            throw new StorageException("an entry in the database is malformed", e);
        }
    }

    private boolean holds(Checkpoint signed) throws IOException {
        TreeHead head = frontier.head();
        return head.size() >= signed.head().size()
                && TiledTree.open(head, folders.get(0)::read)
                        .rootOf(signed.head().size())
                        .equals(signed.head().root());
    }

    private void sign() throws IOException {
        Checkpoint next = Checkpoint.sign(frontier.head(), key);
        for (LogFolder folder : folders) {
            folder.keep(next.note());
        }
        checkpoint = next;
    }

    /** Grows by what was committed: for {@link Database#afterCommit}, and its one thread. */
    public void settle(Handle handle) throws IOException {
        List<LogEntry> more = stored(handle, frontier.head().size(), AT_ONCE);
        while (!more.isEmpty()) {
            grow(more);
            more = stored(handle, frontier.head().size(), AT_ONCE);
        }
        if (frontier.head().size() > checkpoint.head().size()) {
            sign();
        }
    }

    /** The signed head of now. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** A tile of the log as it is now; nothing where it has none such. */
    public Optional<byte[]> tile(Tile tile) throws IOException {
        return tile.isIn(checkpoint.head().size()) ? folders.get(0).read(tile) : Optional.empty();
    }

    /**
     * Proves that the log of a checkpoint extends that of fewer entries.
     *
     * @return nothing where there were more
     */
    public Optional<List<MerkleHash>> consistency(Checkpoint newest, long before) throws IOException {
        if (before > newest.head().size()) {
            return Optional.empty();
        }
        return Optional.of(TiledTree.open(newest.head(), folders.get(0)::read)
                .consistency(before)
                .path());
    }

    /** Forgets the key. */
    @Override
    public void close() {
        key.close();
    }

    /**
     * What is wrong with the log: in each folder, tiles and entries against the checkpoint, and each row of the database
     * against its entry. What comes meanwhile, beside a process that serves, is no fault.
     */
    public static List<String> faults(List<Path> places, NoteVerifierKey key, Database database)
            throws IOException, Problem {
        List<String> faults = new ArrayList<>();
        for (Path place : places) {
            LogFolder folder = new LogFolder(place);
            Optional<Checkpoint> signed = read(folder, key);
            if (signed.isEmpty()) {
                faults.add(place + ": the log has no checkpoint that its key signed");
                continue;
            }
            try {
                faults.addAll(faults(TiledTree.open(signed.get().head(), folder::read), database));
            } catch (IOException e) {
                faults.add(place + ": " + e.getMessage());
            }
        }
        return faults;
    }

    private static List<String> faults(TiledTree tree, Database database) throws IOException, Problem {
        List<String> faults = new ArrayList<>();
        long size = tree.head().size();
        for (long from = 0; from < size; from += AT_ONCE) {
            List<LogEntry> entries = tree.entries(from, Math.min(size, from + AT_ONCE));
            long first = from;
            List<Row> rows = database.read(handle -> handle.createQuery(
                            "select number, bytes, salt, line from entry where number >= ? and number < ?"
                                    + " order by number")
                    .bind(0, first)
                    .bind(1, first + entries.size())
                    .map((row, context) ->
                            new Row(row.getLong(1), parsed(row.getBytes(2)), row.getBytes(3), row.getString(4)))
                    .list());
            if (rows.size() < entries.size()) {
                faults.add("entries " + first + " to " + (first + entries.size() - 1)
                        + " of the log: the database lacks some of them");
            }
            for (Row row : rows) {
                faultOf(row, entries.get((int) (row.number - first))).ifPresent(faults::add);
            }
        }
        return faults;
    }

    private static Optional<String> faultOf(Row row, LogEntry entry) {
        String line = row.line;
        byte[] salt = row.salt;
        if (!row.entry.equals(entry)) {
            return Optional.of("entry " + row.number + " of the log: the database has another one");
        }
        boolean isErased = line == null && salt == null;
        return isErased || (line != null && salt != null && entry.isOf(salt, line))
                ? Optional.empty()
                : Optional.of("entry " + row.number + " of the log: its line was altered");
    }

    /** An entry as the database has it; without line and salt where they were erased. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(
            long number,
            LogEntry entry,
            byte @Nullable [] salt,
            @Nullable String line) {}
}
