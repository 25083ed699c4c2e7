package org.phrkit.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.phrkit.server.problem.Problem;

/**
 * The list of what was taken back and erased: one line each, {@code erase REPORT}, {@code revoke REPORT READER}, {@code
 * part ID} of a device's part of a key, {@code device KEY}, {@code suspend ACCOUNT} or {@code lift ACCOUNT}, with the first
 * 128 bits of the SHA-256 of all lines up to it. It is written to one or two files, and on the disk in all of them before
 * the database is told. No backup holds it and no restore rolls it back, so that a database restored from an older time
 * can be told what ended since. For several threads at once.
 */
public final class Revocations implements AutoCloseable {
    private static final int CHECK_DIGITS = 32;
    private static final String TAKEN_BACK =
            "insert into taken_back (reader, tag) select reader, tag from access where tag is not null and ";

    private final List<FileChannel> files;
    private final List<Line> lines;
    private final Set<String> erased = new HashSet<>();
    private String check;
    private long sizeBytes;
    private Ended ended = (handle, line) -> {};

    /**
     * One of the list.
     *
     * @param what erase, revoke, part, device, suspend or lift
     * @param id of the report, of the device's part or of the account; or the key of the device
     * @param reader the fingerprint of whose access was revoked; else nothing
     */
    public record Line(String what, String id, String reader) {
        private static final String ERASE = "erase";
        private static final String REVOKE = "revoke";
        private static final String PART = "part";
        private static final String DEVICE = "device";
        private static final String SUSPEND = "suspend";
        private static final String LIFT = "lift";
        private static final Set<String> OF_ONE = Set.of(ERASE, PART, DEVICE, SUSPEND, LIFT);

        /** A report is erased. */
        public static Line erase(String report) {
            return new Line(ERASE, report, "");
        }

        /** A reader's access to a report ends. */
        public static Line revoke(String report, String reader) {
            return new Line(REVOKE, report, reader);
        }

        /** A device's part of a key is deleted. */
        public static Line part(String id) {
            return new Line(PART, id, "");
        }

        /** A device is shut out, with its part. */
        public static Line device(String key) {
            return new Line(DEVICE, key, "");
        }

        /** An account is shut out, or let in again. */
        public static Line suspension(String account, boolean suspended) {
            return new Line(suspended ? SUSPEND : LIFT, account, "");
        }

        private static Optional<Line> parse(String[] words) {
            boolean isTwo = words.length == 3 && OF_ONE.contains(words[0]);
            boolean isThree = words.length == 4 && words[0].equals(REVOKE);
            return isTwo || isThree
                    ? Optional.of(new Line(words[0], words[1], isThree ? words[2] : ""))
                    : Optional.empty();
        }

        /** Whether a report was erased. */
        public boolean isErasure() {
            return what.equals(ERASE);
        }

        /** Whether a device's part of a key ended. */
        public boolean isPart() {
            return what.equals(PART);
        }

        /** Whether a reader's access ended. */
        public boolean isRevocation() {
            return what.equals(REVOKE);
        }

        private String text() {
            return what + " " + id + (reader.isEmpty() ? "" : " " + reader);
        }
    }

    private Revocations(List<FileChannel> files, List<Line> lines) {
        this.files = files;
        this.lines = lines;
        String text = text(lines, "");
        this.sizeBytes = text.length();
        this.check = checkOf(lines);
        lines.stream().filter(Line::isErasure).forEach(line -> erased.add(line.id));
    }

    /**
     * Opens the list, which stands in all of these files; one that is shorter, as after a crash, is completed from the
     * longest.
     *
     * @throws IOException if a line was altered, or two files hold different lists
     */
    public static Revocations open(List<Path> paths) throws IOException {
        List<List<Line>> found = new ArrayList<>();
        for (Path path : paths) {
            found.add(read(path));
        }
        List<Line> longest = longest(paths, found);
        String text = text(longest, "");
        List<FileChannel> files = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            List<Line> there = found.get(i);
            OwnFile.touch(paths.get(i));
            FileChannel file = FileChannel.open(paths.get(i), StandardOpenOption.WRITE);
            int wholeBytes = text(there, "").length();
            write(file, text.substring(wholeBytes), wholeBytes);
            files.add(file);
        }
        return new Revocations(files, new ArrayList<>(longest));
    }

    /**
     * The list as it is now, to look at beside a process that writes it.
     *
     * @throws IOException as {@link #open}
     */
    public static Revocations look(List<Path> paths) throws IOException {
        List<List<Line>> found = new ArrayList<>();
        for (Path path : paths) {
            found.add(read(path));
        }
        return new Revocations(List.of(), longest(paths, found));
    }

    private static List<Line> longest(List<Path> paths, List<List<Line>> found) throws IOException {
        List<Line> longest = found.get(0);
        for (List<Line> each : found) {
            longest = each.size() > longest.size() ? each : longest;
        }
        for (int i = 0; i < paths.size(); i++) {
            List<Line> there = found.get(i);
            if (!longest.subList(0, there.size()).equals(there)) {
                throw new IOException(paths.get(i) + ": is another list of revocations");
            }
        }
        return longest;
    }

    /** The lines of a file, up to one that a crash cut off. */
    private static List<Line> read(Path path) throws IOException {
        List<Line> lines = new ArrayList<>();
        if (!Files.exists(path)) {
            return lines;
        }
        String text = Files.readString(path, StandardCharsets.US_ASCII);
        String check = "";
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            String[] parts = text.substring(from, end).split(" ", -1);
            Optional<Line> parsed = Line.parse(parts);
            if (parsed.isEmpty()) {
                throw new IOException(path + ":" + (lines.size() + 1) + ": is not a revocation");
            }
            Line line = parsed.get();
            check = next(check, line);
            if (!check.equals(parts[parts.length - 1])) {
                throw new IOException(path + ":" + (lines.size() + 1) + ": the list was altered here or before");
            }
            lines.add(line);
            from = end + 1;
        }
        return lines;
    }

    private static String next(String check, Line line) {
        byte[] hash = Blobs.startSha256().digest((check + line.text()).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(hash).substring(0, CHECK_DIGITS);
    }

    private static String checkOf(List<Line> lines) {
        String check = "";
        for (Line line : lines) {
            check = next(check, line);
        }
        return check;
    }

    private static String text(List<Line> lines, String before) {
        StringBuilder text = new StringBuilder();
        String check = before;
        for (Line line : lines) {
            check = next(check, line);
            text.append(line.text()).append(' ').append(check).append('\n');
        }
        return text.toString();
    }

    /** Writes at a place, where a crash or a full disk may have left part of a line, and to the disk. */
    private static void write(FileChannel file, String text, long position) throws IOException {
        file.truncate(position);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            file.write(bytes, position + bytes.position());
        }
        file.force(true);
    }

    /** Is told what ends, before it does, in the same transaction. */
    @FunctionalInterface
    public interface Ended {
        void with(Handle handle, Line line);
    }

    /** Says who is told. */
    public synchronized void tell(Ended listener) {
        ended = listener;
    }

    /** Finds out what ends. */
    @FunctionalInterface
    public interface Ending {
        List<Line> lines() throws Problem;
    }

    /**
     * Changes who may read what. What ends is found out, written to the list, and done in the database, with what else is
     * to be done there; when this returns, all of it is on the disk. One change at a time, so that nothing is granted
     * through somebody whose own access ends meanwhile. Where the database fails, the lines stand all the same, and the
     * next change, or the next start, does what they say.
     */
    public synchronized <T> T change(Database database, Ending ending, Database.Work<T> work) throws Problem {
        add(ending.lines());
        int known = applied(database);
        int count = lines.size();
        List<Line> missed = List.copyOf(lines.subList(Math.min(known, count), count));
        Ended listener = ended;
        if (!missed.isEmpty()) {
            // What ended must not be read from the log of changes.
            database.truncateSoon();
        }
        return database.write(handle -> {
            for (Line line : missed) {
                listener.with(handle, line);
                apply(handle, line);
            }
            handle.execute("update applied set revocations = ?", count);
            return work.with(handle);
        });
    }

    /** How many lines a database knows. */
    public static int applied(Database database) throws Problem {
        return database.read(handle -> handle.createQuery("select revocations from applied")
                .mapTo(Integer.class)
                .one());
    }

    private static void apply(Handle handle, Line line) {
        switch (line.what) {
            case Line.ERASE -> {
                handle.execute(TAKEN_BACK + "report = ? on conflict do nothing", line.id);
                handle.execute("delete from access where report = ?", line.id);
                handle.execute("delete from report where id = ?", line.id);
            }
            case Line.REVOKE -> {
                handle.execute(TAKEN_BACK + "report = ? and reader = ? on conflict do nothing", line.id, line.reader);
                handle.execute("delete from access where report = ? and reader = ?", line.id, line.reader);
            }
            case Line.DEVICE -> {
                handle.execute("delete from part where device = ?", line.id);
                handle.execute("delete from device where public_key = ?", line.id);
            }
            case Line.SUSPEND, Line.LIFT -> {
                // What was wished meanwhile, and is in no line yet, stays.
                int suspended = line.what.equals(Line.SUSPEND) ? 1 : 0;
                handle.execute(
                        "update account set suspended = ?, suspension_asked = nullif(suspension_asked, ?) where id = ?",
                        suspended,
                        suspended,
                        line.id);
            }
            default -> handle.execute("delete from part where id = ?", line.id);
        }
    }

    private void add(List<Line> more) {
        if (files.isEmpty()) {
            throw new IllegalStateException("the list was opened to look at it");
        }
        if (more.isEmpty()) {
            return;
        }
        String text = text(more, check);
        try {
            for (FileChannel file : files) {
                write(file, text, sizeBytes);
            }
        } catch (IOException e) {
            throw new StorageException("the list of revocations cannot be written", e);
        }
        for (Line line : more) {
            check = next(check, line);
            lines.add(line);
            if (line.isErasure()) {
                erased.add(line.id);
            }
        }
        sizeBytes += text.length();
    }

    /** How many lines there are. */
    public synchronized int count() {
        return lines.size();
    }

    /** Whether a report was erased once: its id is never used again. */
    public synchronized boolean isErased(String report) {
        return erased.contains(report);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel file : files) {
            file.close();
        }
    }
}
