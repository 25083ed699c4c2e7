package org.phrkit.server.reports;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.Revocations;
import org.phrkit.server.storage.StorageException;

/**
 * Reports: a header that changes with its readers, and a payload that never does. Who may read one is its owner, and
 * whoever has access whose window is open. For several threads at once.
 */
public final class Reports {
    /** How long a report that a device asked to erase can still be had by its owner. */
    public static final Duration ERASURE_DELAY = Duration.ofDays(3);

    /** The largest header, and the most readers beside the owner. */
    public static final int LARGEST_HEADER_BYTES = 1 << 16;

    private static final int MOST_READERS = 32;
    private static final int LARGEST_TITLE_BYTES = 1 << 16;

    private final Database database;
    private final Blobs blobs;
    private final Uploads uploads;
    private final Revocations revocations;
    private final Clock clock;
    private final Set<String> committing = ConcurrentHashMap.newKeySet();

    public Reports(Database database, Blobs blobs, Uploads uploads, Revocations revocations, Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.uploads = uploads;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * A reader whom the manifest names.
     *
     * @param signer the fingerprint of the reader's signing key
     * @param mayGrant whether he may pass the report on
     * @param notBefore in seconds since 1970
     * @param expires likewise; exclusive
     */
    public record Reader(String signer, boolean mayGrant, long notBefore, long expires) {}

    /**
     * What makes an upload a report.
     *
     * @param report the id that its manifest names
     * @param upload the id of the upload
     * @param sha256 of the payload, in hexadecimal
     * @param header of the age file
     * @param title an age file of its own, or nothing
     * @param expires when it is erased by itself, or nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Commit(
            String report,
            String upload,
            String sha256,
            byte[] header,
            byte @Nullable [] title,
            @Nullable Long expires,
            List<Reader> readers) {}

    /** A report as the database has it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Row(
            String id,
            String owner,
            long payloadBytes,
            String payloadSha256,
            byte[] header,
            long headerVersion,
            byte @Nullable [] title,
            long created,
            @Nullable Long expires,
            @Nullable Long eraseAfter) {
        /** The size of the age file. */
        public long sizeBytes() {
            return header.length + payloadBytes;
        }

        /** What If-Match compares. */
        public String etag() {
            return "\"" + headerVersion + "\"";
        }

        /** Whether the account left it here. */
        public boolean isOf(Caller caller) {
            return owner.equals(caller.account());
        }
    }

    private static final String ROW = "select id, owner, payload_bytes, payload_sha256, header, header_version, title,"
            + " created, expires, erase_after from report ";

    /** Makes an upload a report of the caller. When this returns, all of it is on the disk. */
    public Row commit(Caller caller, Commit commit) throws Problem, IOException {
        if (caller.role() == Role.ADMINISTRATOR) {
            throw new Problem(Problem.Kind.FORBIDDEN, "an administrator leaves no reports");
        }
        checkHeader(commit.header, commit.title);
        if (commit.readers.size() > MOST_READERS) {
            throw new Problem(Problem.Kind.TOO_LARGE, "a report has at most " + MOST_READERS + " readers");
        }
        if (!committing.add(commit.report)) {
            throw new Problem(Problem.Kind.LOCKED, "another request commits this report", 1);
        }
        try {
            return commitAlone(caller, commit);
        } finally {
            committing.remove(commit.report);
        }
    }

    private Row commitAlone(Caller caller, Commit commit) throws Problem, IOException {
        Optional<Row> before = find(commit.report);
        if (before.isPresent()) {
            return again(caller, commit, before.get());
        }
        if (revocations.isErased(commit.report)) {
            throw new Problem(Problem.Kind.GONE, "the report was erased, and its id is not used again");
        }
        Uploads.Upload upload = uploads.find(commit.upload);
        if (!upload.account().equals(caller.account())) {
            throw Problem.notFound();
        }
        if (!uploads.sha256(upload).equals(commit.sha256)) {
            throw new Problem(Problem.Kind.CONFLICT, "the upload does not have this SHA-256");
        }
        long now = clock.instant().getEpochSecond();
        // A payload without a row is removed at the next start; a row without a payload never is.
        blobs.keep(upload.id(), commit.report);
        Row row = database.write(handle -> insert(handle, caller, commit, upload, now));
        uploads.forget(upload);
        return row;
    }

    /** A client that got no answer asks once more. */
    private static Row again(Caller caller, Commit commit, Row before) throws Problem {
        if (before.isOf(caller) && before.payloadSha256.equals(commit.sha256)) {
            return before;
        }
        throw new Problem(Problem.Kind.CONFLICT, "the id is in use");
    }

    private static void checkHeader(byte[] header, byte @Nullable [] title) throws Problem {
        if (header.length > LARGEST_HEADER_BYTES) {
            throw new Problem(Problem.Kind.TOO_LARGE, "a header has at most " + LARGEST_HEADER_BYTES + " bytes");
        }
        if (title != null && title.length > LARGEST_TITLE_BYTES) {
            throw new Problem(Problem.Kind.TOO_LARGE, "a title has at most " + LARGEST_TITLE_BYTES + " bytes");
        }
        requireAgeHeader(header);
    }

    /** The header of an age file ends with a line that begins with {@code ---}, and has few readers. */
    private static void requireAgeHeader(byte[] header) throws Problem {
        String text = new String(header, java.nio.charset.StandardCharsets.US_ASCII);
        List<String> lines = List.of(text.split("\n", -1));
        boolean isHeader = lines.size() >= 4
                && lines.get(0).equals("age-encryption.org/v1")
                && lines.get(lines.size() - 1).isEmpty()
                && lines.get(lines.size() - 2).startsWith("--- ")
                && lines.stream().filter(line -> line.startsWith("--- ")).count() == 1;
        if (!isHeader) {
            throw Problem.malformed("the header is not one of an age file");
        }
        if (lines.stream().filter(line -> line.startsWith("-> ")).count() > 2L * MOST_READERS) {
            throw new Problem(Problem.Kind.TOO_LARGE, "the header has too many stanzas");
        }
    }

    private static Row insert(Handle handle, Caller caller, Commit commit, Uploads.Upload upload, long now)
            throws Problem {
        int inserted = handle.createUpdate("insert into report (id, owner, payload_bytes, payload_sha256, header,"
                        + " header_version, title, created, expires) values (:id, :owner, :size, :sha256, :header, 1,"
                        + " :title, :now, :expires) on conflict do nothing")
                .bind("id", commit.report)
                .bind("owner", caller.account())
                .bind("size", upload.sizeBytes())
                .bind("sha256", commit.sha256)
                .bind("header", commit.header)
                .bind("title", commit.title)
                .bind("now", now)
                .bind("expires", commit.expires)
                .execute();
        if (inserted == 0) {
            throw new Problem(Problem.Kind.CONFLICT, "the id is in use");
        }
        for (Reader reader : commit.readers) {
            handle.createUpdate("insert into access (report, reader, granter, may_grant, not_before, expires)"
                            + " values (:report, :reader, :granter, :mayGrant, :notBefore, :expires)")
                    .bind("report", commit.report)
                    .bind("reader", reader.signer)
                    .bind("granter", caller.signer())
                    .bind("mayGrant", reader.mayGrant)
                    .bind("notBefore", reader.notBefore)
                    .bind("expires", reader.expires)
                    .execute();
        }
        handle.execute("delete from upload where id = ?", upload.id());
        return row(handle, commit.report).orElseThrow();
    }

    private Optional<Row> find(String report) throws Problem {
        return database.read(handle -> row(handle, report));
    }

    /** A report, whoever may read it. */
    public static Optional<Row> row(Handle handle, String report) {
        return handle.createQuery(ROW + "where id = ?")
                .bind(0, report)
                .map(ConstructorMapper.of(Row.class))
                .findFirst();
    }

    /**
     * A report that the caller may read now.
     *
     * @throws Problem NOT_FOUND if it is not there, or not for this caller
     */
    public Row readable(Caller caller, String report) throws Problem {
        long now = clock.instant().getEpochSecond();
        return database.read(handle -> {
            Row row = row(handle, report).orElseThrow(Problem::notFound);
            requireReadable(handle, caller, row, now);
            return row;
        });
    }

    private static void requireReadable(Handle handle, Caller caller, Row row, long now) throws Problem {
        if (row.expires != null && row.expires <= now) {
            throw Problem.notFound();
        }
        if (row.isOf(caller) && (row.eraseAfter == null || row.eraseAfter > now)) {
            return;
        }
        boolean isGranted = row.eraseAfter == null
                && handle.createQuery("select count(*) from access where report = ? and reader = ?"
                                        + " and not_before <= ? and expires > ? and asleep = 0")
                                .bind(0, row.id)
                                .bind(1, caller.signer())
                                .bind(2, now)
                                .bind(3, now)
                                .mapTo(Integer.class)
                                .one()
                        > 0;
        if (!isGranted) {
            throw Problem.notFound();
        }
    }

    /** A report of the caller's own. */
    public Row owned(Caller caller, String report) throws Problem {
        return Optional.of(readable(caller, report))
                .filter(row -> row.isOf(caller))
                .orElseThrow(Problem::notFound);
    }

    /**
     * The reports that the caller may read now, in the order of their ids.
     *
     * @param after the id before the first; empty for the beginning
     * @param most how many at most
     */
    public List<Row> list(Caller caller, String after, int most) throws Problem {
        long now = clock.instant().getEpochSecond();
        return database.read(handle -> handle.createQuery(ROW
                        + "where id > :after and (expires is null or expires > :now) and ((owner = :owner and"
                        + " (erase_after is null or erase_after > :now)) or (erase_after is null and id in (select"
                        + " report from access where reader = :reader and report > :after and not_before <= :now and"
                        + " expires > :now and asleep = 0))) order by id limit :most")
                .bind("after", after)
                .bind("owner", caller.account())
                .bind("reader", caller.signer())
                .bind("now", now)
                .bind("most", most)
                .map(ConstructorMapper.of(Row.class))
                .list());
    }

    /**
     * Puts another header, with other readers, in the place of one.
     *
     * @param ifMatch the tag of the header that the client saw
     * @throws Problem CHANGED if it is another one by now
     */
    public Row putHeader(Caller caller, String report, String ifMatch, byte[] header, byte @Nullable [] title)
            throws Problem {
        checkHeader(header, title);
        owned(caller, report);
        return database.write(handle -> replaceHeader(handle, report, ifMatch, header, title));
    }

    /** The change itself, as part of a larger one. */
    public static Row replaceHeader(
            Handle handle, String report, String ifMatch, byte[] header, byte @Nullable [] title) throws Problem {
        checkHeader(header, title);
        Row row = row(handle, report).orElseThrow(Problem::notFound);
        if (!row.etag().equals(ifMatch)) {
            throw new Problem(Problem.Kind.CHANGED, "the header is another one by now: fetch it again");
        }
        handle.createUpdate("update report set header = :header, header_version = header_version + 1,"
                        + " title = coalesce(:title, title) where id = :id")
                .bind("header", header)
                .bind("title", title)
                .bind("id", report)
                .execute();
        return row(handle, report).orElseThrow();
    }

    /**
     * Ends all access but the owner's at once, and the rest in 72 hours.
     *
     * @return when it is erased, in seconds since 1970
     */
    public long eraseLater(Caller caller, String report) throws Problem {
        Row row = owned(caller, report);
        if (row.eraseAfter != null) {
            return row.eraseAfter;
        }
        List<String> readers = database.read(handle -> handle.createQuery("select reader from access where report = ?")
                .bind(0, report)
                .mapTo(String.class)
                .list());
        long eraseAfter = clock.instant().plus(ERASURE_DELAY).getEpochSecond();
        revocations.add(
                readers.stream()
                        .map(reader -> new Revocations.Line(report, reader))
                        .toList(),
                database,
                handle -> {
                    handle.execute("delete from access where report = ?", report);
                    return handle.execute("update report set erase_after = ? where id = ?", eraseAfter, report);
                });
        return eraseAfter;
    }

    /** Keeps a report that was to be erased; its readers are gone. */
    public void keep(Caller caller, String report) throws Problem {
        owned(caller, report);
        database.write(handle -> handle.execute("update report set erase_after = null where id = ?", report));
    }

    /** Erases a report for good: row, header, access and payload, once its line stands in the list of revocations. */
    public void erase(String report) throws Problem, IOException {
        revocations.add(List.of(new Revocations.Line(report, "")), database, handle -> eraseRows(handle, report));
        blobs.deletePayload(report);
        database.truncateLog();
    }

    private static int eraseRows(Handle handle, String report) {
        handle.execute("delete from access where report = ?", report);
        return handle.execute("delete from report where id = ?", report);
    }

    /** Erases what expired, and what was to be erased by now. */
    public void sweep() throws Problem, IOException {
        long now = clock.instant().getEpochSecond();
        List<String> due = database.read(
                handle -> handle.createQuery("select id from report where expires <= :now or erase_after <= :now")
                        .bind("now", now)
                        .mapTo(String.class)
                        .list());
        for (String report : due) {
            erase(report);
        }
    }

    /**
     * Does once more what the list of revocations says and this database does not know, as after a crash or where it was
     * restored from an older time; and removes payloads that no row knows.
     */
    public void catchUp() {
        try {
            int known = database.read(handle -> handle.createQuery("select revocations from applied")
                    .mapTo(Integer.class)
                    .one());
            List<Revocations.Line> missed = revocations.from(Math.min(known, revocations.count()));
            revocations.add(List.of(), database, handle -> {
                missed.forEach(line -> apply(handle, line));
                return true;
            });
            removeUnknownPayloads();
        } catch (IOException | Problem e) {
            throw new StorageException("the database cannot be brought up to the list of revocations", e);
        }
    }

    private static void apply(Handle handle, Revocations.Line line) {
        if (line.isErasure()) {
            eraseRows(handle, line.report());
        } else {
            handle.execute("delete from access where report = ? and reader = ?", line.report(), line.reader());
        }
    }

    private void removeUnknownPayloads() throws Problem, IOException {
        Set<String> known = new HashSet<>(database.read(handle ->
                handle.createQuery("select id from report").mapTo(String.class).list()));
        for (String report : blobs.allPayloads()) {
            if (!known.contains(report)) {
                blobs.deletePayload(report);
            }
        }
    }

    /** Each report whose payload is missing, of another size, or altered, and each payload of no report. */
    public List<String> faults() throws Problem, IOException {
        List<String> faults = new ArrayList<>();
        Set<String> known = new HashSet<>();
        List<Row> all = database.read(handle ->
                handle.createQuery(ROW).map(ConstructorMapper.of(Row.class)).list());
        for (Row row : all) {
            known.add(row.id);
            if (!blobs.payloadSha256(row.id).equals(row.payloadSha256)) {
                faults.add("report " + row.id + ": its payload is missing or altered");
            }
            if (revocations.isErased(row.id)) {
                faults.add("report " + row.id + ": it was erased, and is there again");
            }
        }
        for (String payload : blobs.allPayloads()) {
            if (!known.contains(payload)) {
                faults.add("payload " + payload + ": there is no report of this id");
            }
        }
        return faults;
    }
}
