package org.phrkit.server.log;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.Revocations;
import org.phrkit.server.storage.StorageException;
import org.phrkit.store.LogLine;
import org.phrkit.store.SignedStatement;
import org.phrkit.transparency.Label;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.TransparencyException;

/**
 * What is written into the log: with the change that it tells of, in one transaction, so that neither is without the other.
 * Behind the transaction and before the answer the tree grows ({@link LogTree}). For several threads at once.
 */
public final class Log {
    /** The most lines that are read at once. */
    public static final int MOST_LINES = 200;

    private static final int MOST_LINES_CHARACTERS = 1 << 20;
    private static final String EVERYBODY = "*";

    private final Clock clock;
    private final SecureRandom random;

    public Log(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * A line as whom it is about sees it.
     *
     * @param index of its entry, from 0
     * @param salt 32 bytes
     * @param line as {@link LogLine#parse} reads it
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Line(long index, byte[] salt, String line) {}

    /** Some lines, and whether there may be others behind them. */
    public record Page(List<Line> lines, boolean more) {}

    /** The time that a line is given. */
    public Instant now() {
        return clock.instant();
    }

    /** A report was opened. */
    public void opened(Handle handle, LogLine.Opened line) {
        String owner = ownerOf(handle, line.report()).orElse(null);
        insert(handle, Label.random(random), line, line.report(), owner, line.reader(), null);
    }

    private static Optional<String> ownerOf(Handle handle, String report) {
        return handle.createQuery("select owner from report where id = ?")
                .bind(0, report)
                .mapTo(String.class)
                .findFirst();
    }

    /** A report was granted. */
    public void granted(Handle handle, LogLine.Granted line) {
        String owner = ownerOf(handle, line.report()).orElse(null);
        insert(handle, Label.random(random), line, line.report(), owner, line.reader(), line.granter());
    }

    /** What the list of revocations ends, where it was not over before. */
    public void ended(Handle handle, Revocations.Line ended) {
        if (ended.isErasure()) {
            handle.execute(
                    "update entry set salt = null, line = null, report = null, owner = null, reader = null,"
                            + " granter = null where report = ?",
                    ended.id());
        } else if (ended.isRevocation()) {
            Optional<String> granter = handle.createQuery("select granter from access where report = ? and reader = ?")
                    .bind(0, ended.id())
                    .bind(1, ended.reader())
                    .mapTo(String.class)
                    .findFirst();
            granter.ifPresent(who -> insert(
                    handle,
                    Label.random(random),
                    new LogLine.TakenBack(now(), ended.id(), ended.reader()),
                    ended.id(),
                    ownerOf(handle, ended.id()).orElse(null),
                    ended.reader(),
                    who));
        } else if (ended.isPart()) {
            partEnded(handle, ended.id());
        }
    }

    private void partEnded(Handle handle, String part) {
        handle.createQuery("select account, device from part where id = ?")
                .bind(0, part)
                .map((row, context) -> new String[] {row.getString(1), row.getString(2)})
                .findFirst()
                .ifPresent(row -> key(handle, row[0], LogLine.KeyEvent.What.REMOVED, row[1], Optional.empty()));
    }

    /**
     * A key of an account came, changed or went.
     *
     * @param key which one
     * @param statement by which the owner wanted it
     */
    public void key(
            Handle handle,
            String account,
            LogLine.KeyEvent.What what,
            String key,
            Optional<SignedStatement> statement) {
        String secret = handle.createQuery("select log_key from account where id = ? and log_key is not null")
                .bind(0, account)
                .mapTo(String.class)
                .findFirst()
                .orElse(null);
        long number = 1
                + handle.createQuery("select log_keys from account where id = ?")
                        .bind(0, account)
                        .mapTo(Long.class)
                        .one();
        LogLine line = new LogLine.KeyEvent(now(), number, what, key, statement);
        insert(handle, secret == null ? Label.random(random) : label(secret, number), line, null, account, null, null);
        if (secret != null) {
            handle.execute("update account set log_keys = ? where id = ?", number, account);
        }
    }

    private static Label label(String secret, long number) {
        try (LogKey key = LogKey.parse(secret)) {
            return key.keyLabel(number);
        } catch (TransparencyException e) {
            throw new StorageException("a log key in the database is malformed", e);
        }
    }

    /** The log began anew; all are told. */
    public void began(Handle handle, List<String> heads) {
        insert(handle, Label.random(random), new LogLine.Began(now(), heads), null, EVERYBODY, null, null);
    }

    private void insert(
            Handle handle,
            Label label,
            LogLine line,
            @Nullable String report,
            @Nullable String owner,
            @Nullable String reader,
            @Nullable String granter) {
        String text = line.json();
        byte[] salt = LogEntry.newSalt(random);
        handle.createUpdate("insert into entry (number, bytes, salt, line, report, owner, reader, granter) values"
                        + " ((select coalesce(max(number) + 1, 0) from entry), :bytes, :salt, :line, :report, :owner,"
                        + " :reader, :granter)")
                .bind("bytes", LogEntry.of(label, salt, text).bytes())
                .bind("salt", salt)
                .bind("line", text)
                .bind("report", report)
                .bind("owner", owner)
                .bind("reader", reader)
                .bind("granter", granter)
                .execute();
    }

    /**
     * The lines about somebody, in their order.
     *
     * @param account whose reports and keys they are about
     * @param signer the fingerprint of her key, for what others granted her
     * @param from index of the first entry that is looked at
     */
    public static Page lines(Database database, String account, String signer, long from) throws Problem {
        List<Line> found = database.read(handle -> handle.createQuery("select number, salt, line from entry"
                        + " where number >= :from and line is not null and (owner = :account or owner = '" + EVERYBODY
                        + "' or reader = :signer or granter = :signer) order by number limit :most")
                .bind("from", from)
                .bind("account", account)
                .bind("signer", signer)
                .bind("most", MOST_LINES)
                .map((row, context) -> new Line(row.getLong(1), row.getBytes(2), row.getString(3)))
                .list());
        List<Line> lines = new ArrayList<>();
        int characters = 0;
        for (Line line : found) {
            characters += line.line.length();
            if (characters > MOST_LINES_CHARACTERS && !lines.isEmpty()) {
                return new Page(lines, true);
            }
            lines.add(line);
        }
        return new Page(lines, found.size() == MOST_LINES);
    }
}
