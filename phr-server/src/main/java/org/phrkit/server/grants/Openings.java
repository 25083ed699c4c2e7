package org.phrkit.server.grants;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.KeyRecipient;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.mediation.MediationException;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.mediation.StorePart;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.log.Log;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.PartKeys;
import org.phrkit.store.LogLine;
import org.phrkit.store.SignedRequest;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/**
 * Openings of reports by doctors, each counted and on the disk before it is answered. A question that was answered within a
 * day is answered again and counted once, so that a crash between the two loses none. For several threads at once.
 */
public final class Openings {
    /** How long a question is answered again. */
    public static final Duration ANSWERED_AGAIN_FOR = Duration.ofDays(1);

    /** The most openings of one device within an hour. */
    public static final int MOST_AN_HOUR = 300;

    /** The most openings of one grant. */
    public static final long MOST_A_GRANT = 10_000;

    private static final int HOUR_SECONDS = 3600;

    private final Database database;
    private final Accounts accounts;
    private final PartKeys keys;
    private final Log log;
    private final Clock clock;

    public Openings(Database database, Accounts accounts, PartKeys keys, Log log, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What a doctor is answered.
     *
     * @param report the id of the report
     * @param point R
     * @param recipient whom the stanza is to
     */
    public record Answer(String report, CurvePoint point, KeyRecipient recipient) {}

    /** What an opening needs, as one transaction found it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Granted(
            String part, byte[] encryptedPart, String report, byte[] encryptedReportPart, String recipient) {}

    /** The store's part and the report's, while a question is answered. */
    private static final class Opened implements AutoCloseable {
        private @Nullable Granted granted;
        private @Nullable StorePart part;
        private @Nullable ReportPart reportPart;

        Answer answer(CurvePoint question) {
            Granted found = Objects.requireNonNull(granted);
            ReportPart ofReport = Objects.requireNonNull(reportPart);
            try {
                return new Answer(
                        found.report,
                        Objects.requireNonNull(part).answer(ofReport, question),
                        ofReport.recipient(MediatedRecipient.parse(found.recipient)));
            } catch (MediationException e) {
                throw new IllegalStateException("the recipient of an account is none", e);
            }
        }

        @Override
        public void close() {
            if (part != null) {
                part.close();
            }
            if (reportPart != null) {
                reportPart.close();
            }
        }
    }

    /**
     * Answers a question.
     *
     * @param report the id, or nothing where the doctor has the file alone
     * @param asked as the device signed it, for the log
     * @throws Problem NOT_FOUND where the stanza was never granted to this doctor; GONE where it was and is no more;
     *     FORBIDDEN where it may not be opened now, or not by this device
     */
    public Answer open(Caller caller, Optional<String> report, Opening.Request request, SignedRequest asked)
            throws Problem {
        long now = clock.instant().getEpochSecond();
        try (Opened opened = new Opened()) {
            // What cannot be decrypted is not counted, and no change of the key comes between the two.
            database.write(handle -> {
                Granted found = granted(handle, caller, report, request.tag(), now);
                opened.granted = found;
                opened.part = Parts.decrypt(keys, found.encryptedPart, found.part);
                opened.reportPart = decrypt(caller, found);
                if (count(handle, caller, found, request, now)) {
                    log.opened(handle, line(handle, caller, found, asked));
                }
                return true;
            });
            return opened.answer(request.point());
        }
    }

    private ReportPart decrypt(Caller caller, Granted granted) throws Problem {
        byte[] secret = keys.decrypt(granted.encryptedReportPart, PartKeys.rowOfReport(granted.report, caller.signer()))
                .orElseThrow(() -> new Problem(Problem.Kind.GONE, "the store has lost the report's part of the key"));
        try {
            return ReportPart.of(secret);
        } catch (MediationException e) {
            throw new IllegalStateException("a key part in the database is malformed", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Counts a question, unless it was asked before. */
    private boolean count(Handle handle, Caller caller, Granted granted, Opening.Request request, long now)
            throws Problem {
        String point = request.point().toString();
        @Nullable
        String before = handle.createQuery(
                        "select report from opening where device = ? and point = ? and tag = ?" + " and at > ?")
                .bind(0, caller.device())
                .bind(1, point)
                .bind(2, request.tag())
                .bind(3, now - ANSWERED_AGAIN_FOR.toSeconds())
                .mapTo(String.class)
                .findFirst()
                .orElse(null);
        if (granted.report.equals(before)) {
            return false;
        }
        requireSome(handle, caller, now);
        if (handle.execute(
                        "update access set opens = opens + 1 where report = ? and reader = ? and opens < max_opens",
                        granted.report,
                        caller.signer())
                == 0) {
            throw new Problem(Problem.Kind.FORBIDDEN, "the grant has been opened as often as it may be");
        }
        handle.execute(
                "insert or replace into opening (device, point, report, tag, at) values (?, ?, ?, ?, ?)",
                caller.device(),
                point,
                granted.report,
                request.tag(),
                now);
        return true;
    }

    private LogLine.Opened line(Handle handle, Caller caller, Granted granted, SignedRequest asked) {
        String certificate = handle.createQuery("select certificate from device where public_key = ?")
                .bind(0, caller.device())
                .mapTo(String.class)
                .one();
        try {
            return new LogLine.Opened(
                    log.now(), granted.report, caller.signer(), asked, SignedStatement.parse(certificate));
        } catch (StoreFormatException e) {
            throw new IllegalStateException("a certificate in the database is malformed", e);
        }
    }

    private static void requireSome(Handle handle, Caller caller, long now) throws Problem {
        int within = handle.createQuery("select count(*) from opening where device = ? and at > ?")
                .bind(0, caller.device())
                .bind(1, now - HOUR_SECONDS)
                .mapTo(Integer.class)
                .one();
        if (within >= MOST_AN_HOUR) {
            throw new Problem(
                    Problem.Kind.TOO_MANY, "a device opens " + MOST_AN_HOUR + " times within an hour", HOUR_SECONDS);
        }
    }

    private Granted granted(Handle handle, Caller caller, Optional<String> report, String tag, long now)
            throws Problem {
        String recipient = accounts.mediated(handle, caller.account()).orElseThrow(Problem::notFound);
        return handle.createQuery("select part.id, part.encrypted, access.report, access.part from access"
                        + " join report on report.id = access.report"
                        + " join part on part.device = :device and part.account = :account and part.state = 'active'"
                        + " where access.reader = :reader and access.tag = :tag and access.part is not null"
                        + " and (:report is null or access.report = :report) and access.asleep = 0"
                        + " and access.not_before <= :now and access.expires > :now and report.erase_after is null"
                        + " and (report.expires is null or report.expires > :now)"
                        + " order by report.created, report.id limit 1")
                .bind("device", caller.device())
                .bind("account", caller.account())
                .bind("reader", caller.signer())
                .bind("tag", tag)
                .bind("report", report.orElse(null))
                .bind("now", now)
                .map((row, context) ->
                        new Granted(row.getString(1), row.getBytes(2), row.getString(3), row.getBytes(4), recipient))
                .findFirst()
                .orElseThrow(() -> refusal(handle, caller, report, tag, now));
    }

    /**
     * Why there is nothing to open. It tells of the caller's own device and of grants that were made to him, and of a stanza
     * that was not what it tells of one that does not exist.
     */
    private static Problem refusal(Handle handle, Caller caller, Optional<String> report, String tag, long now) {
        Optional<String> state = handle.createQuery("select state from part where device = ? and account = ?")
                .bind(0, caller.device())
                .bind(1, caller.account())
                .mapTo(String.class)
                .findFirst();
        if (state.isEmpty()) {
            return new Problem(Problem.Kind.FORBIDDEN, "the store no longer has a part of the key for this device");
        }
        if (!state.get().equals("active")) {
            return new Problem(Problem.Kind.FORBIDDEN, "this device sleeps until it is approved");
        }
        return handle.createQuery(
                        "select access.asleep, access.not_before > :now, access.expires > :now and access.part"
                                + " is null from access where access.reader = :reader and access.tag = :tag"
                                + " and (:report is null or access.report = :report) limit 1")
                .bind("reader", caller.signer())
                .bind("tag", tag)
                .bind("report", report.orElse(null))
                .bind("now", now)
                .map((row, context) -> refusal(row.getBoolean(1), row.getBoolean(2), row.getBoolean(3)))
                .findFirst()
                .orElseGet(() -> wasTakenBack(handle, caller, tag)
                        ? new Problem(Problem.Kind.GONE, "it was taken back, or erased")
                        : Problem.notFound());
    }

    private static Problem refusal(boolean isAsleep, boolean isEarly, boolean isWithoutPart) {
        if (isAsleep) {
            return new Problem(Problem.Kind.FORBIDDEN, "the grant sleeps until its patient confirms it");
        }
        if (isEarly) {
            return new Problem(Problem.Kind.FORBIDDEN, "the time of the grant has not begun");
        }
        return isWithoutPart
                ? new Problem(Problem.Kind.GONE, "the report's part of the key is gone: it must be granted again")
                : new Problem(Problem.Kind.GONE, "the time of the grant is over, or the report is being erased");
    }

    private static boolean wasTakenBack(Handle handle, Caller caller, String tag) {
        return handle.createQuery("select count(*) from taken_back where reader = ? and tag = ?")
                        .bind(0, caller.signer())
                        .bind(1, tag)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Forgets questions that are not answered again, and the parts of grants that are over. */
    public void sweep() throws Problem {
        long now = clock.instant().getEpochSecond();
        database.write(handle -> {
            handle.execute("delete from opening where at <= ?", now - ANSWERED_AGAIN_FOR.toSeconds());
            return handle.execute("update access set part = null where part is not null and expires <= ?", now);
        });
    }
}
