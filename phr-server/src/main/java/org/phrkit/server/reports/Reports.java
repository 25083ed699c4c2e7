package org.phrkit.server.reports;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.log.Log;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.PartKeys;
import org.phrkit.server.storage.Revocations;
import org.phrkit.server.storage.StorageException;
import org.phrkit.store.LogLine;

/**
 * Reports: a header that changes with its readers, and a payload that never does. Who may read one is its owner, and
 * whoever has access whose window is open. For several threads at once.
 */
public final class Reports {
    /** How long a report that a device asked to erase can still be had by its owner. */
    public static final Duration ERASURE_DELAY = Duration.ofDays(3);

    /** The largest header. */
    public static final int LARGEST_HEADER_BYTES = 1 << 16;

    /** The most readers beside the owner. */
    public static final int MOST_READERS = 32;

    private static final int LARGEST_TITLE_BYTES = 1 << 16;
    private static final int MOST_TITLE_BYTES = 1 << 22;

    private final Database database;
    private final Blobs blobs;
    private final Uploads uploads;
    private final Revocations revocations;
    private final PartKeys keys;
    private final Log log;
    private final Clock clock;
    private final Set<String> committing = ConcurrentHashMap.newKeySet();

    public Reports(
            Database database,
            Blobs blobs,
            Uploads uploads,
            Revocations revocations,
            PartKeys keys,
            Log log,
            Clock clock) {
        this.database = database;
        this.blobs = blobs;
        this.uploads = uploads;
        this.revocations = revocations;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A reader whom the manifest names.
     *
     * @param signer the fingerprint of the reader's signing key
     * @param mayGrant whether he may pass the report on
     * @param notBefore in seconds since 1970
     * @param expires likewise; exclusive
     * @param mediated how he opens it through the store, or nothing
     */
    public record Reader(
            String signer,
            boolean mayGrant,
            long notBefore,
            long expires,
            @Nullable Mediated mediated) {}

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
            String headerTag,
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
            return "\"" + headerTag + "\"";
        }

        /** Whether the account left it here. */
        public boolean isOf(Caller caller) {
            return owner.equals(caller.account());
        }
    }

    private static final String ROW = "select id, owner, payload_bytes, payload_sha256, header, header_tag, title,"
            + " created, expires, erase_after from report ";

    /** Makes an upload a report of the caller. When this returns, all of it is on the disk. */
    public Row commit(Caller caller, Commit commit) throws Problem, IOException {
        if (caller.role() == Role.ADMINISTRATOR) {
            throw new Problem(Problem.Kind.FORBIDDEN, "an administrator leaves no reports");
        }
        checkHeader(commit.header, commit.title);
        for (Reader reader : commit.readers) {
            requireIn(reader.mediated, commit.header);
        }
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
        if (before.filter(row -> row.isOf(caller) && row.payloadSha256.equals(commit.sha256))
                .isPresent()) {
            // A client that got no answer asks once more.
            return before.get();
        }
        Uploads.Upload upload = uploads.find(commit.upload);
        if (!upload.account().equals(caller.account())) {
            throw Problem.notFound();
        }
        if (!uploads.sha256(upload).equals(commit.sha256)) {
            throw new Problem(Problem.Kind.CONFLICT, "the upload does not have this SHA-256");
        }
        if (before.isPresent() || revocations.isErased(commit.report)) {
            throw inUse();
        }
        long now = clock.instant().getEpochSecond();
        // A payload without a row is removed at the next start; a row without a payload never is.
        blobs.keep(upload.id(), commit.report);
        Row row;
        try {
            row = database.write(handle -> insert(handle, caller, commit, upload, now));
        } catch (Problem e) {
            blobs.deletePayload(commit.report);
            throw e;
        }
        uploads.forget(upload);
        return row;
    }

    /** Whether the report is there or was erased, nobody learns but its owner. */
    private static Problem inUse() {
        return new Problem(Problem.Kind.CONFLICT, "the id is in use, or was");
    }

    /** Refuses a header that is none, or too large. */
    public static void checkHeader(byte[] header, byte @Nullable [] title) throws Problem {
        if (header.length > LARGEST_HEADER_BYTES) {
            throw new Problem(Problem.Kind.TOO_LARGE, "a header has at most " + LARGEST_HEADER_BYTES + " bytes");
        }
        if (title != null && title.length > LARGEST_TITLE_BYTES) {
            throw new Problem(Problem.Kind.TOO_LARGE, "a title has at most " + LARGEST_TITLE_BYTES + " bytes");
        }
        requireAgeHeader(header);
    }

    /** Refuses a reader through the store whose stanza is not in the header. */
    public static void requireIn(@Nullable Mediated mediated, byte[] header) throws Problem {
        if (mediated != null) {
            mediated.requireIn(header);
        }
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

    private Row insert(Handle handle, Caller caller, Commit commit, Uploads.Upload upload, long now) throws Problem {
        int inserted = handle.createUpdate("insert into report (id, owner, payload_bytes, payload_sha256, header,"
                        + " header_tag, title, created, expires) values (:id, :owner, :size, :sha256, :header, :tag,"
                        + " :title, :now, :expires) on conflict do nothing")
                .bind("id", commit.report)
                .bind("owner", caller.account())
                .bind("size", upload.sizeBytes())
                .bind("sha256", commit.sha256)
                .bind("header", commit.header)
                .bind("tag", tag(commit.header))
                .bind("title", commit.title)
                .bind("now", now)
                .bind("expires", commit.expires)
                .execute();
        if (inserted == 0) {
            throw inUse();
        }
        if (handle.execute("delete from upload where id = ?", upload.id()) == 0) {
            throw Problem.notFound();
        }
        for (Reader reader : commit.readers) {
            Mediated.requireFits(reader.mediated, handle, reader.signer);
            handle.createUpdate("insert into access (report, reader, granter, may_grant, not_before, expires)"
                            + " values (:report, :reader, :granter, :mayGrant, :notBefore, :expires)")
                    .bind("report", commit.report)
                    .bind("reader", reader.signer)
                    .bind("granter", caller.signer())
                    .bind("mayGrant", reader.mayGrant)
                    .bind("notBefore", reader.notBefore)
                    .bind("expires", reader.expires)
                    .execute();
            log.granted(
                    handle,
                    new LogLine.Granted(log.now(), commit.report, reader.signer, caller.signer(), Optional.empty()));
            if (reader.mediated != null) {
                reader.mediated.keep(handle, keys, commit.report, reader.signer);
            }
        }
        return row(handle, commit.report).orElseThrow();
    }

    /** What tells a header from any other, even from those of a database that was restored from an older time. */
    private static String tag(byte[] header) {
        return Blobs.sha256(header).substring(0, 32);
    }

    private Optional<Row> find(String report) throws Problem {
        return database.read(handle -> row(handle, report));
    }

    /** A report, whoever may read it. */
    public static Optional<Row> row(Handle handle, String report) {
        return handle.createQuery(ROW + "where id = ?")
                .bind(0, report)
                .map((row, context) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getBytes(5),
                        row.getString(6),
                        row.getBytes(7),
                        row.getLong(8),
                        time(row, 9),
                        time(row, 10)))
                .findFirst();
    }

    /** Mappers by name and reflection took a tenth of the processor time of a store under load. */
    private static @Nullable Long time(ResultSet row, int column) throws SQLException {
        long time = row.getLong(column);
        return row.wasNull() ? null : time;
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

    /** Whether the caller may read a report now, as part of a larger change. */
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
     * A report in a list, without its header.
     *
     * @param own whether the account left it here
     * @param sizeBytes of the age file
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Listed(
            String id,
            boolean own,
            long sizeBytes,
            String headerTag,
            byte @Nullable [] title,
            long created,
            @Nullable Long expires,
            @Nullable Long eraseAfter) {}

    /** Some of the reports, and whether there may be others behind them. */
    public record Page(List<Listed> reports, boolean more) {}

    /**
     * The reports that the caller may read now, in the order of their ids: some, where titles are long.
     *
     * @param after the id before the first; empty for the beginning
     * @param most how many at most
     */
    public Page list(Caller caller, String after, int most) throws Problem {
        long now = clock.instant().getEpochSecond();
        return database.read(handle -> page(handle, caller, after, most, now));
    }

    // Two walks along an index each, and not one through the reports of all accounts.
    private static final String LISTED =
            " as own, length(header) + payload_bytes, header_tag, title, report.created, report.expires, erase_after from ";
    private static final String LIST = "select * from (select id, 1" + LISTED + "report where owner = :owner"
            + " and id > :after and (expires is null or expires > :now)"
            + " and (erase_after is null or erase_after > :now) order by id limit :most)"
            + " union all select * from (select id, 0" + LISTED + "access join report on report.id = access.report"
            + " where reader = :reader and access.report > :after and not_before <= :now and access.expires > :now"
            + " and asleep = 0 and owner <> :owner and erase_after is null"
            + " and (report.expires is null or report.expires > :now) order by access.report limit :most)"
            + " order by id limit :most";

    private static Page page(Handle handle, Caller caller, String after, int most, long now) {
        List<Listed> reports = new ArrayList<>();
        long titleBytes = 0;
        try (ResultIterator<Listed> rows = handle.createQuery(LIST)
                .bind("after", after)
                .bind("owner", caller.account())
                .bind("reader", caller.signer())
                .bind("now", now)
                .bind("most", most)
                .map((row, context) -> new Listed(
                        row.getString(1),
                        row.getBoolean(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getBytes(5),
                        row.getLong(6),
                        time(row, 7),
                        time(row, 8)))
                .iterator()) {
            while (rows.hasNext() && titleBytes < MOST_TITLE_BYTES) {
                Listed row = rows.next();
                reports.add(row);
                titleBytes += row.title == null ? 0 : row.title.length;
            }
            return new Page(reports, rows.hasNext() || reports.size() == most);
        }
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
        return revocations.change(database, List::of, handle -> replaceHeader(handle, report, ifMatch, header, title));
    }

    /** The change itself, as part of a larger one. */
    public static Row replaceHeader(
            Handle handle, String report, String ifMatch, byte[] header, byte @Nullable [] title) throws Problem {
        checkHeader(header, title);
        Row row = row(handle, report).orElseThrow(Problem::notFound);
        if (!row.etag().equals(ifMatch)) {
            throw new Problem(Problem.Kind.CHANGED, "the header has changed: fetch it again");
        }
        handle.createUpdate("update report set header = :header, header_tag = :tag,"
                        + " title = coalesce(:title, title) where id = :id")
                .bind("header", header)
                .bind("tag", tag(header))
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
        long eraseAfter = clock.instant().plus(ERASURE_DELAY).getEpochSecond();
        revocations.change(
                database,
                () -> readers(report),
                handle -> handle.execute("update report set erase_after = ? where id = ?", eraseAfter, report));
        return eraseAfter;
    }

    private List<Revocations.Line> readers(String report) throws Problem {
        return database.read(handle -> handle.createQuery("select reader from access where report = ?")
                .bind(0, report)
                .mapTo(String.class)
                .map(reader -> Revocations.Line.revoke(report, reader))
                .list());
    }

    /** Keeps a report that was to be erased; its readers are gone. */
    public void keep(Caller caller, String report) throws Problem {
        owned(caller, report);
        database.write(handle -> handle.execute("update report set erase_after = null where id = ?", report));
    }

    /** Erases a report for good: row, header, access and payload, once its line stands in the list of revocations. */
    public void erase(String report) throws Problem, IOException {
        revocations.change(database, () -> List.of(Revocations.Line.erase(report)), handle -> true);
        blobs.deletePayload(report);
        database.truncateLog();
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
        database.truncateLogIfDue();
    }

    /** How many lines of the list of revocations the database knows. */
    public int knownRevocations() {
        try {
            return Revocations.applied(database);
        } catch (Problem e) {
            throw new StorageException("the database cannot be read", e);
        }
    }

    /**
     * Does once more what the list of revocations says and this database does not know, as after a crash or where it was
     * restored from an older time; and removes payloads that no row knows.
     */
    public void catchUp() {
        try {
            revocations.change(database, List::of, handle -> true);
            removeUnknownPayloads();
        } catch (IOException | Problem e) {
            throw new StorageException("the database cannot be brought up to the list of revocations", e);
        }
    }

    private void removeUnknownPayloads() throws Problem, IOException {
        Set<String> known = new HashSet<>(ids());
        for (String report : blobs.allPayloads()) {
            if (!known.contains(report)) {
                blobs.deletePayload(report);
            }
        }
    }

    /**
     * Each report whose payload is missing or altered, and each payload of one that was erased. What changes meanwhile, as
     * beside a process that serves, is no fault; nor is a payload of a commit that was not answered, which the next start
     * removes.
     */
    public List<String> faults() throws Problem, IOException {
        List<String> faults = new ArrayList<>();
        for (String report : ids()) {
            Optional<Row> row = find(report);
            boolean isWhole = row.isEmpty() || blobs.payloadSha256(report).equals(row.get().payloadSha256);
            if (!isWhole && find(report).isPresent()) {
                faults.add("report " + report + ": its payload is missing or altered");
            }
            if (revocations.isErased(report)) {
                faults.add("report " + report + ": it was erased, and is there again");
            }
        }
        for (String payload : blobs.allPayloads()) {
            if (revocations.isErased(payload) && find(payload).isEmpty()) {
                faults.add("payload " + payload + ": its report was erased");
            }
        }
        return faults;
    }

    /**
     * Ends reports whose payload is not there, as where one was erased while a backup was made and no list of revocations
     * says so any more.
     *
     * @return how many
     */
    public int endThoseWithoutPayload() throws Problem, IOException {
        Set<String> payloads = new HashSet<>(blobs.allPayloads());
        int ended = 0;
        for (String report : ids()) {
            if (!payloads.contains(report)) {
                erase(report);
                ended++;
            }
        }
        return ended;
    }

    private List<String> ids() throws Problem {
        return database.read(handle ->
                handle.createQuery("select id from report").mapTo(String.class).list());
    }
}
