package org.phrkit.server.grants;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import org.phrkit.report.GrantChain;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.ReportException;
import org.phrkit.report.SignedGrant;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.log.Log;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.reports.Mediated;
import org.phrkit.server.reports.Reports;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.PartKeys;
import org.phrkit.server.storage.Revocations;
import org.phrkit.server.storage.StorageException;
import org.phrkit.store.LogLine;

/**
 * Grants of reports. The store checks of each statement what can be checked without the manifest, which it cannot read;
 * its readers check the rest. With a grant all end that were made from it. For several threads at once.
 */
public final class Grants {
    /** The last second that a time can name, for what never expires. */
    public static final long NEVER = 253_402_300_799L;

    private static final Pattern STANZA = Pattern.compile("-> [^>]*?(?=\\n(?:-> |---))");

    private final Database database;
    private final Reports reports;
    private final Revocations revocations;
    private final PartKeys keys;
    private final Log log;
    private final Clock clock;

    public Grants(Database database, Reports reports, Revocations revocations, PartKeys keys, Log log, Clock clock) {
        this.database = database;
        this.reports = reports;
        this.revocations = revocations;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What a granter sends.
     *
     * @param ifMatch the tag of the header that the new one was made from
     * @param header with a stanza for the new reader
     * @param title encrypted to all readers, or nothing
     * @param statement as it was signed
     * @param signature of the statement
     * @param mediated how the reader opens it through the store, or nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Grant(
            String ifMatch,
            byte[] header,
            byte @Nullable [] title,
            String statement,
            String signature,
            @Nullable Mediated mediated) {}

    /**
     * Who may read a report.
     *
     * @param reader the fingerprint of the reader's signing key
     * @param granter likewise
     * @param mayGrant whether the reader may pass the report on
     * @param notBefore in seconds since 1970
     * @param expires likewise; exclusive
     * @param statement the chain of grants, or nothing for a reader whom the manifest names
     * @param tag of the stanza of a reader who opens through the store
     * @param opens how often he opened it
     * @param maxOpens how often he may
     */
    public record Access(
            String reader,
            String granter,
            boolean mayGrant,
            long notBefore,
            long expires,
            @Nullable String statement,
            @Nullable String tag,
            long opens,
            @Nullable Long maxOpens) {}

    private static final String ACCESS =
            "select reader, granter, may_grant, not_before, expires, statement, tag, opens, max_opens from access"
                    + " where report = ? ";

    /** Lets one more reader read a report; the payload stays as it is. */
    public Reports.Row grant(Caller caller, String report, Grant grant) throws Problem, IOException {
        // Who may not read it learns nothing of what is wrong with his statement.
        Reports.Row row = reports.readable(caller, report);
        SignedGrant signed = read(grant);
        GrantStatement statement = signed.statement();
        if (!statement.reportId().equals(report)) {
            throw Problem.malformed("the statement is of another report");
        }
        if (!statement.granter().fingerprintHex().equals(caller.signer())) {
            throw Problem.malformed("the statement is by another granter");
        }
        String reader = statement
                .reader()
                .signer()
                .map(key -> key.fingerprintHex())
                .orElseThrow(() -> Problem.malformed("the statement names no signing key of its reader"));
        if (reader.equals(caller.signer())) {
            throw new Problem(Problem.Kind.CONFLICT, "you cannot grant a report to yourself");
        }
        if (isOwner(row, reader)) {
            // With that grant all would end that were made by the owner.
            throw new Problem(Problem.Kind.CONFLICT, "the owner of a report needs no grant");
        }
        return revocations.change(
                database,
                () -> replaced(caller, reports.readable(caller, report), reader, grant, signed),
                handle -> insert(handle, caller, report, grant, signed));
    }

    private boolean isOwner(Reports.Row row, String reader) throws Problem {
        return database.read(handle -> handle.createQuery("select count(*) from account where id = ? and signer = ?")
                        .bind(0, row.owner())
                        .bind(1, reader)
                        .mapTo(Integer.class)
                        .one()
                > 0);
    }

    /**
     * What ends with a new grant: an older one to the same reader, with what was made from it, so that none outlives the
     * one it was made from. Nothing ends where the new one cannot be.
     */
    private List<Revocations.Line> replaced(
            Caller caller, Reports.Row row, String reader, Grant grant, SignedGrant signed) throws Problem {
        List<Access> all = all(row.id());
        chain(caller, row, all, signed);
        if (!row.etag().equals(grant.ifMatch)) {
            throw new Problem(Problem.Kind.CHANGED, "the header has changed: fetch it again");
        }
        if (!row.isOf(caller) && !stanzas(grant.header).containsAll(stanzas(row.header()))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "only the owner takes readers out of a header");
        }
        Optional<Access> before =
                all.stream().filter(access -> access.reader.equals(reader)).findFirst();
        long now = clock.instant().getEpochSecond();
        if (before.isEmpty()
                && all.stream().filter(access -> access.expires > now).count() >= Reports.MOST_READERS) {
            throw new Problem(
                    Problem.Kind.TOO_LARGE, "a report has at most " + Reports.MOST_READERS + " readers at once");
        }
        if (before.isPresent() && !row.isOf(caller) && !before.get().granter.equals(caller.signer())) {
            throw new Problem(Problem.Kind.CONFLICT, "somebody else granted it to this reader");
        }
        Reports.checkHeader(grant.header, grant.title);
        Reports.requireIn(grant.mediated, grant.header);
        database.read(handle -> {
            Mediated.requireFits(grant.mediated, handle, reader);
            return true;
        });
        return before.isPresent() ? lines(row.id(), from(all, reader)) : List.of();
    }

    private static SignedGrant read(Grant grant) throws Problem, IOException {
        try {
            return SignedGrant.read(grant.statement, grant.signature);
        } catch (ReportException e) {
            throw Problem.malformed("the statement: " + e.problem());
        }
    }

    /** The grants through which the new reader has the report: those of the caller, and the new one. */
    private static GrantChain chain(Caller caller, Reports.Row row, List<Access> all, SignedGrant signed)
            throws Problem {
        try {
            if (row.isOf(caller)) {
                return GrantChain.NONE.plus(signed);
            }
            Access mine = all.stream()
                    .filter(access -> access.reader.equals(caller.signer()))
                    .findFirst()
                    .orElseThrow(Problem::notFound);
            if (!mine.mayGrant) {
                throw new Problem(Problem.Kind.FORBIDDEN, "the report was granted without the right to pass it on");
            }
            GrantStatement.Window window = signed.statement().window();
            if (window.notBefore().getEpochSecond() < mine.notBefore || expires(window) > mine.expires) {
                throw new Problem(Problem.Kind.FORBIDDEN, "the grant reaches beyond the time of the one before it");
            }
            String text = mine.statement;
            return (text == null ? GrantChain.NONE : GrantChain.parse(text)).plus(signed);
        } catch (ReportException e) {
            throw new Problem(Problem.Kind.FORBIDDEN, e.problem());
        } catch (IOException e) {
            throw new StorageException("a chain of grants cannot be read", e);
        }
    }

    private static long expires(GrantStatement.Window window) {
        return window.expires()
                .map(end -> Math.min(end.getEpochSecond(), NEVER))
                .orElse(NEVER);
    }

    private Reports.Row insert(Handle handle, Caller caller, String report, Grant grant, SignedGrant signed)
            throws Problem {
        GrantStatement statement = signed.statement();
        Reports.Row row = Reports.row(handle, report).orElseThrow(Problem::notFound);
        GrantChain chain = chain(caller, row, all(handle, report), signed);
        String reader = statement.reader().signer().orElseThrow().fingerprintHex();
        Mediated.requireFits(grant.mediated, handle, reader);
        Reports.Row changed = Reports.replaceHeader(handle, report, grant.ifMatch, grant.header, grant.title);
        handle.createUpdate("insert into access (report, reader, granter, may_grant, not_before, expires, statement)"
                        + " values (:report, :reader, :granter, :mayGrant, :notBefore, :expires, :statement)"
                        + " on conflict (report, reader) do update set granter = excluded.granter, may_grant ="
                        + " excluded.may_grant, not_before = excluded.not_before, expires = excluded.expires,"
                        + " statement = excluded.statement, asleep = 0, tag = null, part = null, max_opens = null,"
                        + " opens = 0")
                .bind("report", report)
                .bind("reader", reader)
                .bind("granter", caller.signer())
                .bind("mayGrant", statement.reader().mayGrant())
                .bind("notBefore", statement.window().notBefore().getEpochSecond())
                .bind("expires", expires(statement.window()))
                .bind("statement", chain.json())
                .execute();
        String sha256 = Blobs.sha256(signed.text().getBytes(StandardCharsets.UTF_8));
        log.granted(handle, new LogLine.Granted(log.now(), report, reader, caller.signer(), Optional.of(sha256)));
        if (grant.mediated != null) {
            grant.mediated.keep(handle, keys, report, reader);
        }
        return changed;
    }

    /** The stanzas of a header, each as it is written. */
    static Set<String> stanzas(byte[] header) {
        Set<String> stanzas = new HashSet<>();
        Matcher each = STANZA.matcher(new String(header, StandardCharsets.US_ASCII));
        while (each.find()) {
            stanzas.add(each.group());
        }
        return stanzas;
    }

    private List<Access> all(String report) throws Problem {
        return database.read(handle -> all(handle, report));
    }

    private static List<Access> all(Handle handle, String report) {
        return handle.createQuery(ACCESS + "order by reader")
                .bind(0, report)
                .map(ConstructorMapper.of(Access.class))
                .list();
    }

    /** A reader, and all who have the report through him. */
    private static Set<String> from(List<Access> all, String reader) {
        Set<String> found = new LinkedHashSet<>(Set.of(reader));
        Deque<String> next = new ArrayDeque<>(found);
        while (!next.isEmpty()) {
            String granter = next.remove();
            for (Access access : all) {
                if (access.granter.equals(granter) && found.add(access.reader)) {
                    next.add(access.reader);
                }
            }
        }
        return found;
    }

    /** Who may read a report: all for its owner; for a reader, himself and those to whom he granted it. */
    public List<Access> visible(Caller caller, String report) throws Problem {
        Reports.Row row = reports.readable(caller, report);
        return all(report).stream()
                .filter(access -> row.isOf(caller)
                        || access.reader.equals(caller.signer())
                        || access.granter.equals(caller.signer()))
                .toList();
    }

    /**
     * Ends the access of a reader, and of all who have it through him: no header is handed out any more.
     *
     * @throws Problem NOT_FOUND if the caller neither owns the report nor granted it to this reader
     */
    public void revoke(Caller caller, String report, String reader) throws Problem {
        revocations.change(database, () -> ended(caller, report, reader), handle -> true);
    }

    private List<Revocations.Line> ended(Caller caller, String report, String reader) throws Problem {
        boolean isOwner = reports.readable(caller, report).isOf(caller);
        List<Access> all = all(report);
        if (all.stream()
                .noneMatch(access ->
                        access.reader.equals(reader) && (isOwner || access.granter.equals(caller.signer())))) {
            throw Problem.notFound();
        }
        return lines(report, from(all, reader));
    }

    /** Ends the access of all readers but the owner. */
    public void revokeAll(Caller caller, String report) throws Problem {
        revocations.change(
                database,
                () -> {
                    reports.owned(caller, report);
                    return lines(
                            report, all(report).stream().map(Access::reader).toList());
                },
                handle -> true);
    }

    private static List<Revocations.Line> lines(String report, Collection<String> readers) {
        return readers.stream()
                .map(reader -> Revocations.Line.revoke(report, reader))
                .toList();
    }
}
