package org.phrkit.server.grants;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.DeviceFactor;
import org.phrkit.mediation.MediationException;
import org.phrkit.mediation.ReportPart;
import org.phrkit.mediation.StorePart;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.log.Log;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.PartKeys;
import org.phrkit.server.storage.Revocations;
import org.phrkit.store.LogLine;
import org.phrkit.store.Recovery;
import org.phrkit.store.SignedStatement;

/**
 * The store's parts of the keys of doctors. The first belongs to no device: its other part is kept on paper, and from it, or
 * from that of another device, the part for each device is made. Each is tested once by who has the other part, and good
 * for openings once the recipient was published, or the device approved. For several threads at once.
 */
public final class Parts {
    /** In the place of the key of a device: the part on paper. */
    private static final String RECOVERY = "recovery";

    private static final String NEW = "new";
    private static final String TESTED = "tested";
    private static final String ASLEEP = "asleep";
    private static final String ACTIVE = "active";

    private final Database database;
    private final Accounts accounts;
    private final Revocations revocations;
    private final PartKeys keys;
    private final Log log;
    private final Clock clock;
    private final SecureRandom random;

    public Parts(
            Database database,
            Accounts accounts,
            Revocations revocations,
            PartKeys keys,
            Log log,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        this.accounts = accounts;
        this.revocations = revocations;
        this.keys = keys;
        this.log = log;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What a doctor is told of a new part.
     *
     * @param id of the row, 32 hexadecimal digits
     * @param point S at enrolment, Y for another device
     */
    public record Made(String id, CurvePoint point) {}

    /**
     * A part as its doctor sees it.
     *
     * @param device the key whose questions it answers
     * @param state new, tested, asleep or active
     */
    public record View(String id, String device, String state, long created) {}

    /** A row. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(String id, String account, String device, String madeBy, byte[] encrypted, String state) {}

    private static final String ROW = "select id, account, device, made_by, encrypted, state from part ";

    private static Row mapped(ResultSet row, StatementContext context) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getBytes(5),
                row.getString(6));
    }

    private static Optional<Row> row(Handle handle, String id) {
        return handle.createQuery(ROW + "where id = ?")
                .bind(0, id)
                .map(Parts::mapped)
                .findFirst();
    }

    private static Row owned(Handle handle, Caller caller, String id) throws Problem {
        return row(handle, id)
                .filter(row -> row.account.equals(caller.account()))
                .orElseThrow(Problem::notFound);
    }

    /** Draws the first part of a doctor. What was drawn before and never published is forgotten. */
    public Made enrol(Caller caller) throws Problem {
        String id = accounts.newId();
        try (StorePart part = StorePart.generate(random)) {
            revocations.change(database, List::of, handle -> {
                handle.execute("delete from part where account = ? and state in ('new', 'tested')", caller.account());
                if (count(handle, "account", caller.account()) > 0) {
                    throw new Problem(Problem.Kind.CONFLICT, "the account is enrolled: add the device from another");
                }
                insert(handle, caller.account(), caller.device(), id, RECOVERY, part);
                return true;
            });
            return new Made(id, part.point());
        }
    }

    private static int count(Handle handle, String column, String value) {
        return handle.createQuery("select count(*) from part where " + column + " = ?")
                .bind(0, value)
                .mapTo(Integer.class)
                .one();
    }

    private void insert(Handle handle, String account, String madeBy, String id, String device, StorePart part) {
        byte[] secret = part.exposeBytes();
        handle.createUpdate("insert into part (id, account, device, made_by, encrypted, state, created)"
                        + " values (:id, :account, :device, :madeBy, :encrypted, :state, :now)")
                .bind("id", id)
                .bind("account", account)
                .bind("device", device)
                .bind("madeBy", madeBy)
                .bind("encrypted", keys.encrypt(secret, PartKeys.rowOfDevice(id)))
                .bind("state", NEW)
                .bind("now", clock.instant().getEpochSecond())
                .execute();
        Arrays.fill(secret, (byte) 0);
    }

    /**
     * Makes the part for a device, of that of the device that asks; or, while the account is enrolled, of the first.
     *
     * @param device the key of the device, which the account has already
     * @param point X of the exchange
     */
    public Made forDevice(Caller caller, String from, String device, CurvePoint point) throws Problem {
        return made(point, (handle, id, factor) -> {
            Row row = owned(handle, caller, from);
            boolean isFirst =
                    row.state.equals(TESTED) && row.device.equals(RECOVERY) && row.madeBy.equals(caller.device());
            boolean isOwn = row.state.equals(ACTIVE) && row.device.equals(caller.device());
            if (!isFirst && !isOwn) {
                throw new Problem(Problem.Kind.CONFLICT, "the device that asks has no part that stands");
            }
            if (!accounts.hasDevice(handle, caller.account(), device)) {
                throw new Problem(Problem.Kind.CONFLICT, "the account has no such device");
            }
            insertMade(handle, row, caller.device(), id, device, factor);
            return true;
        });
    }

    /** What is done with the number that the two sides agreed on. */
    private interface Making {
        boolean with(Handle handle, String id, DeviceFactor factor) throws Problem;
    }

    private Made made(CurvePoint point, Making making) throws Problem {
        String id = accounts.newId();
        try (DeviceFactor.Exchange exchange = DeviceFactor.Exchange.generate(random);
                DeviceFactor factor = exchange.asStore(point)) {
            // Behind the same gate as what ends parts, so that none is made of one that ends meanwhile.
            revocations.change(database, List::of, handle -> making.with(handle, id, factor));
            return new Made(id, exchange.point());
        }
    }

    private void insertMade(Handle handle, Row from, String madeBy, String id, String device, DeviceFactor factor)
            throws Problem {
        handle.execute(
                "delete from part where account = ? and device = ? and state in ('new', 'tested')",
                from.account,
                device);
        if (count(handle, "device", device) > 0) {
            throw new Problem(Problem.Kind.CONFLICT, "the device already has a part of the key");
        }
        try (StorePart part = decrypt(from);
                StorePart other = part.forDevice(factor)) {
            insert(handle, from.account, madeBy, id, device, other);
        }
    }

    /**
     * What a doctor is told who has no device left.
     *
     * @param owner whose account it is
     * @param made the part for the new device
     */
    public record Recovered(Accounts.Owner owner, Made made) {}

    /**
     * Takes a new device for the doctor whose recovery key signed, and makes its part from the one on paper.
     *
     * @param recovery signed within the last minutes
     * @param point X of the exchange
     * @throws Problem NOT_FOUND if no doctor who enrolled has this key
     */
    public Recovered recover(Recovery recovery, SignedStatement signed, CurvePoint point) throws Problem {
        Accounts.Owner owner = accounts.ownerOf(recovery.recovery()).orElseThrow(Problem::notFound);
        Made made = made(point, (handle, id, factor) -> {
            accounts.addDevice(handle, owner.account(), recovery.device(), signed, true);
            log.key(handle, owner.account(), LogLine.KeyEvent.What.RECOVERED, recovery.device(), Optional.of(signed));
            Row first = handle.createQuery(
                            ROW + "where account = ? and device = '" + RECOVERY + "' and state = '" + ACTIVE + "'")
                    .bind(0, owner.account())
                    .map(Parts::mapped)
                    .findFirst()
                    .orElseThrow(Problem::notFound);
            insertMade(handle, first, RECOVERY, id, recovery.device(), factor);
            return true;
        });
        return new Recovered(owner, made);
    }

    private StorePart decrypt(Row row) throws Problem {
        return decrypt(keys, row.encrypted, row.id);
    }

    static StorePart decrypt(PartKeys keys, byte[] encrypted, String id) throws Problem {
        byte[] secret = keys.decrypt(encrypted, PartKeys.rowOfDevice(id))
                .orElseThrow(() -> new Problem(Problem.Kind.GONE, "the store has lost its part of the key"));
        try {
            return StorePart.of(secret);
        } catch (MediationException e) {
            throw new IllegalStateException("a key part in the database is malformed", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Answers the one question of the self-test, which a doctor grants to himself.
     *
     * @param report drawn for this and used for nothing else
     */
    public CurvePoint test(Caller caller, String id, ReportPart report, CurvePoint question) throws Problem {
        Row row = database.write(handle -> {
            Row found = owned(handle, caller, id);
            boolean isMaker = found.madeBy.equals(caller.device())
                    || (found.madeBy.equals(RECOVERY) && found.device.equals(caller.device()));
            if (!isMaker) {
                throw Problem.notFound();
            }
            String state = found.madeBy.equals(RECOVERY) ? ACTIVE : isEnrolled(handle, caller) ? ASLEEP : TESTED;
            if (handle.execute("update part set state = ? where id = ? and state = ?", state, id, NEW) == 0) {
                throw new Problem(Problem.Kind.CONFLICT, "the part was already tested");
            }
            return found;
        });
        try (StorePart part = decrypt(row)) {
            return part.answer(report, question);
        }
    }

    /** Whether the account has a part that stands: what is made beside it sleeps until it is approved. */
    private static boolean isEnrolled(Handle handle, Caller caller) {
        return handle.createQuery("select count(*) from part where account = ? and state in ('active', 'asleep')")
                        .bind(0, caller.account())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /**
     * Shows a card with a mediated recipient, and lets the parts that were tested answer from now on. A card with the one
     * that is known changes no part.
     */
    public void publish(Caller caller, SignedStatement card) throws Problem {
        String mediated = accounts.mediatedOf(caller, card).orElse("");
        database.write(handle -> {
            String known = accounts.mediated(handle, caller.account()).orElse("");
            if (!mediated.equals(known)) {
                if (mediated.isEmpty()) {
                    throw new Problem(Problem.Kind.CONFLICT, "the card leaves out the mediated recipient");
                }
                boolean isWhole = handle.createQuery("select count(*) from part where account = ? and made_by = ? and"
                                        + " state = ? and device = ?")
                                .bind(0, caller.account())
                                .bind(1, caller.device())
                                .bind(2, TESTED)
                                .bind(3, RECOVERY)
                                .mapTo(Integer.class)
                                .one()
                        > 0;
                if (!isWhole
                        || handle.execute(
                                        "update part set state = ? where made_by = ? and account = ? and state = ?",
                                        ACTIVE,
                                        caller.device(),
                                        caller.account(),
                                        TESTED)
                                < 2) {
                    throw new Problem(Problem.Kind.CONFLICT, "the parts of the account were not tested");
                }
            }
            accounts.showCard(handle, caller, card, mediated);
            if (!mediated.equals(known) && forgetReports(handle, caller) > 0) {
                database.truncateSoon();
            }
            return true;
        });
    }

    /** With another recipient nothing opens what was encrypted to the one before: the reports' parts for it go. */
    private static int forgetReports(Handle handle, Caller caller) {
        return handle.execute("update access set part = null where part is not null and reader = ?", caller.signer());
    }

    /**
     * Lets the part of another device answer from now on.
     *
     * @param order what the recovery key signed; without it takes a device that did not ask for it, or an administrator
     */
    public void approve(Caller caller, String id, Optional<SignedStatement> order) throws Problem {
        database.write(handle -> {
            Row row = caller.role() == Role.ADMINISTRATOR
                    ? row(handle, id).orElseThrow(Problem::notFound)
                    : owned(handle, caller, id);
            boolean isOther =
                    !caller.device().equals(row.madeBy) && !caller.device().equals(row.device);
            if (order.isEmpty() && !isOther) {
                throw new Problem(
                        Problem.Kind.FORBIDDEN, "another device, the recovery key or an administrator approves");
            }
            if (order.isEmpty() && caller.role() != Role.ADMINISTRATOR) {
                requireActive(handle, caller);
            }
            if (handle.execute("update part set state = ? where id = ? and state = ?", ACTIVE, id, ASLEEP) == 0) {
                throw new Problem(Problem.Kind.CONFLICT, "the part is not asleep");
            }
            log.key(handle, row.account, LogLine.KeyEvent.What.APPROVED, row.device, order);
            return true;
        });
    }

    private static void requireActive(Handle handle, Caller caller) throws Problem {
        if (handle.createQuery("select count(*) from part where device = ? and state = 'active'")
                        .bind(0, caller.device())
                        .mapTo(Integer.class)
                        .one()
                == 0) {
            throw new Problem(Problem.Kind.FORBIDDEN, "the device that approves has no part that stands");
        }
    }

    /** The parts of an account. */
    public List<View> all(String account) throws Problem {
        return database.read(handle -> handle.createQuery(
                        "select id, device, state, created from part where account = ? order by created, id")
                .bind(0, account)
                .map(ConstructorMapper.of(View.class))
                .list());
    }

    /**
     * Shuts a device out and deletes its part.
     *
     * @param order what the recovery key signed; a device whose part stands is not removed without
     */
    public void removeDevice(Caller caller, String device, Optional<SignedStatement> order) throws Problem {
        boolean[] hasPart = new boolean[1];
        revocations.change(
                database,
                () -> {
                    List<View> parts = ofDevice(caller.account(), device);
                    if (order.isEmpty() && parts.stream().anyMatch(part -> part.state.equals(ACTIVE))) {
                        throw new Problem(Problem.Kind.FORBIDDEN, "the recovery key confirms that a device is removed");
                    }
                    accounts.requireOther(caller, device);
                    hasPart[0] = !parts.isEmpty();
                    List<Revocations.Line> lines = new ArrayList<>(lines(parts));
                    lines.add(Revocations.Line.device(device));
                    // Nor do those stay that it made ready and nobody approved.
                    for (String made : madeBy(caller.account(), device)) {
                        lines.addAll(lines(ofDevice(caller.account(), made)));
                        lines.add(Revocations.Line.device(made));
                    }
                    return lines;
                },
                handle -> {
                    // Where it has a part, the end of that is written into the log.
                    if (!hasPart[0]) {
                        log.key(handle, caller.account(), LogLine.KeyEvent.What.REMOVED, device, order);
                    }
                    return true;
                });
    }

    /** The devices that one made ready and that opened nothing yet. */
    private List<String> madeBy(String account, String device) throws Problem {
        return database.read(handle -> handle.createQuery("select device from part where account = ? and made_by = ?"
                        + " and state <> 'active' and device <> 'recovery'")
                .bind(0, account)
                .bind(1, device)
                .mapTo(String.class)
                .list());
    }

    private List<View> ofDevice(String account, String device) throws Problem {
        return all(account).stream().filter(part -> part.device.equals(device)).toList();
    }

    private static List<Revocations.Line> lines(List<View> parts) {
        return parts.stream().map(part -> Revocations.Line.part(part.id)).toList();
    }

    /** Ends parts of devices that cannot be decrypted any more, and forgets those of reports. */
    public void endLost(PartKeys.Lost lost) throws Problem {
        revocations.change(
                database,
                () -> lost.parts().stream().map(Revocations.Line::part).toList(),
                handle -> {
                    keys.forgetLostReports(handle);
                    return true;
                });
    }

    /**
     * Deletes the part of one device of an account, or all of its parts: for an administrator.
     *
     * @param id of a part, or nothing
     */
    public void end(String account, Optional<String> id) throws Problem {
        revocations.change(
                database,
                () -> {
                    List<View> parts = all(account).stream()
                            .filter(part -> id.isEmpty() || part.id.equals(id.get()))
                            .toList();
                    if (parts.isEmpty()) {
                        throw Problem.notFound();
                    }
                    return lines(parts);
                },
                handle -> true);
    }
}
