package org.phrkit.server.accounts;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.phrkit.server.log.Log;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.Invitation;
import org.phrkit.store.LogLine;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;
import org.phrkit.transparency.LogKey;

/** The accounts of a store. Invitations are kept as hashes, and spent once. For several threads at once. */
public final class Accounts {
    /** How long an invitation is good. */
    public static final Duration INVITATION_LIFETIME = Duration.ofDays(7);

    private static final int MOST_DEVICES = 8;
    private static final int LARGEST_KEYS_BYTES = 1 << 14;

    private final Database database;
    private final Log log;
    private final Clock clock;
    private final SecureRandom random;
    private final String store;
    private final long quotaBytes;

    /**
     * @param store the fingerprint of the store's key
     * @param quotaBytes how much a new account may leave
     */
    public Accounts(Database database, Log log, Clock clock, SecureRandom random, String store, long quotaBytes) {
        this.database = database;
        this.log = log;
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.quotaBytes = quotaBytes;
    }

    /**
     * Who is invited, to be handed over in secret.
     *
     * @param code 32 hexadecimal digits
     * @param expires in seconds since 1970
     */
    public record NewInvitation(String code, long expires) {}

    /**
     * An account as its owner and the administrator see it.
     *
     * @param id 32 hexadecimal digits
     * @param role see {@link Role}
     * @param signer the fingerprint of its signing key
     * @param suspended whether it is shut out
     * @param quotaBytes how much it may leave
     * @param usedBytes how much it left
     * @param created in seconds since 1970
     */
    public record View(
            String id, String role, String signer, boolean suspended, long quotaBytes, long usedBytes, long created) {}

    /**
     * What a newcomer sends.
     *
     * @param code of the invitation
     * @param card signed by the new account's key
     * @param certificate of its first device, signed likewise
     * @param recovery the key that confirms erasures
     */
    public record Application(
            String code, SignedStatement card, SignedStatement certificate, VerificationKey recovery) {}

    /**
     * A device of an account.
     *
     * @param publicKey base64 of 32 bytes
     * @param created in seconds since 1970
     */
    public record Device(String publicKey, long created) {}

    /** Makes an invitation. */
    public NewInvitation invite(Role role) throws Problem {
        String code = Invitation.newCode(random);
        long expires = clock.instant().plus(INVITATION_LIFETIME).getEpochSecond();
        database.write(handle -> handle.createUpdate(
                        "insert into invitation (code_hash, role, expires) values (:hash, :role, :expires)")
                .bind("hash", hash(code))
                .bind("role", role.text())
                .bind("expires", expires)
                .execute());
        return new NewInvitation(code, expires);
    }

    private static String hash(String code) {
        return Blobs.sha256(code.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Makes the account of someone who was invited, and spends the invitation.
     *
     * @param device the key that signed the request
     */
    public View join(Application application, String device) throws Problem {
        ContactCard card = card(application.card);
        if (card.mediated().isPresent()) {
            throw Problem.malformed("the card names a mediated recipient before it was enrolled");
        }
        requireCertified(application.certificate, card.signer(), device);
        long now = clock.instant().getEpochSecond();
        String id = newId();
        return database.write(handle -> {
            Role role = spend(handle, application.code, now);
            String signer = card.signer().fingerprintHex();
            if (exists(handle, "select count(*) from account where signer = ?", signer)
                    || exists(handle, "select count(*) from device where public_key = ?", device)
                    || exists(
                            handle,
                            "select count(*) from account where recovery_key = ?",
                            application.recovery.toString())) {
                throw new Problem(Problem.Kind.CONFLICT, "the key has an account here");
            }
            handle.createUpdate("insert into account (id, role, signer, signer_key, recovery_key, card, quota_bytes,"
                            + " created, log_key) values (:id, :role, :signer, :key, :recovery, :card, :quota, :now,"
                            + " :logKey)")
                    .bind("id", id)
                    .bind("role", role.text())
                    .bind("signer", signer)
                    .bind("key", card.signer().toString())
                    .bind("recovery", application.recovery.toString())
                    .bind("card", application.card.json())
                    .bind("quota", quotaBytes)
                    .bind("now", now)
                    .bind("logKey", card.logKey().map(LogKey::exposeText).orElse(null))
                    .execute();
            insertDevice(handle, id, device, application.certificate, now);
            log.key(
                    handle,
                    id,
                    LogLine.KeyEvent.What.CARD,
                    LogLine.KeyEvent.keyOf(card),
                    Optional.of(application.card));
            log.key(handle, id, LogLine.KeyEvent.What.DEVICE, device, Optional.of(application.certificate));
            return view(handle, id);
        });
    }

    private static Role spend(Handle handle, String code, long now) throws Problem {
        Optional<String> role = handle.createQuery(
                        "select role from invitation where code_hash = :hash and expires > :now")
                .bind("hash", hash(code))
                .bind("now", now)
                .mapTo(String.class)
                .findFirst();
        handle.execute("delete from invitation where code_hash = ?", hash(code));
        return role.flatMap(Role::of)
                .orElseThrow(() -> new Problem(Problem.Kind.GONE, "the invitation is unknown, spent or too old"));
    }

    private static boolean exists(Handle handle, String query, String value) {
        return exists(handle, 1, query, value);
    }

    private static boolean exists(Handle handle, int count, String query, String value) {
        return handle.createQuery(query).bind(0, value).mapTo(Integer.class).one() >= count;
    }

    private static ContactCard card(SignedStatement signed) throws Problem {
        try {
            return ContactCard.of(signed);
        } catch (StoreFormatException e) {
            throw Problem.malformed("the card: " + e.problem());
        }
    }

    private void requireCertified(SignedStatement signed, VerificationKey signer, String device) throws Problem {
        try {
            DeviceCertificate certificate = DeviceCertificate.of(signed);
            if (!certificate.signer().equals(signer)
                    || !certificate.store().equals(store)
                    || !certificate.device().equals(device)) {
                throw Problem.malformed("the certificate is of another key, store or device");
            }
        } catch (StoreFormatException e) {
            throw Problem.malformed("the certificate: " + e.problem());
        }
    }

    private static void insertDevice(Handle handle, String account, String key, SignedStatement certificate, long now) {
        handle.createUpdate("insert into device (public_key, account, certificate, created)"
                        + " values (:key, :account, :certificate, :now)")
                .bind("key", key)
                .bind("account", account)
                .bind("certificate", certificate.json())
                .bind("now", now)
                .execute();
    }

    /** A random id: 128 bits as 32 hexadecimal digits. */
    public String newId() {
        byte[] id = new byte[16];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /**
     * Whose device a key is.
     *
     * @return nobody for a key that is not known
     */
    public Optional<Caller> callerOf(String device) throws Problem {
        return database.read(handle -> handle.createQuery("select account.id as account, role, signer, "
                        + Suspensions.STANDS + " from device join account on account.id = device.account"
                        + " where public_key = ?")
                .bind(0, device)
                .map((row, context) -> new Caller(
                        row.getString("account"),
                        Role.of(row.getString("role")).orElseThrow(),
                        row.getString("signer"),
                        device,
                        row.getBoolean(4)))
                .findFirst());
    }

    /** An account, as its owner sees it. */
    public View view(String account) throws Problem {
        return database.read(handle -> view(handle, account));
    }

    private static final String VIEW =
            "select id, role, signer, " + Suspensions.STANDS + ", quota_bytes, used_bytes, created from account ";

    private static View view(Handle handle, String account) {
        return handle.createQuery(VIEW + "where id = ?")
                .bind(0, account)
                .map(ConstructorMapper.of(View.class))
                .one();
    }

    /** Some of the accounts, and whether there may be others behind them. */
    public record Page(List<View> accounts, boolean more) {}

    /**
     * The accounts in the order in which they were made.
     *
     * @param after the id before the first; empty for the beginning
     * @param most how many at most
     */
    public Page all(String after, int most) throws Problem {
        List<View> accounts = database.read(handle -> handle.createQuery(VIEW + "where :after = '' or (created, id) >"
                        + " (select created, id from account where id = :after) order by created, id limit :most")
                .bind("after", after)
                .bind("most", most)
                .map(ConstructorMapper.of(View.class))
                .list());
        return new Page(accounts, accounts.size() == most);
    }

    /** Says how much an account may leave; what is there already stays. */
    public void setQuota(String account, long bytes) throws Problem {
        int set = database.write(
                handle -> handle.execute("update account set quota_bytes = ? where id = ?", bytes, account));
        if (set == 0) {
            throw Problem.notFound();
        }
    }

    /** The key that confirms the erasures of an account. */
    public String recoveryKeyOf(String account) throws Problem {
        return database.read(handle -> handle.createQuery("select recovery_key from account where id = ?")
                .bind(0, account)
                .mapTo(String.class)
                .one());
    }

    /**
     * The mediated recipient on a card, which must be of the same key.
     *
     * @return nothing for a card without one
     */
    public Optional<String> mediatedOf(Caller caller, SignedStatement signed) throws Problem {
        ContactCard card = card(signed);
        if (!card.signer().fingerprintHex().equals(caller.signer())) {
            throw Problem.malformed("the card is of another key");
        }
        return card.mediated().map(Object::toString);
    }

    /**
     * Whose recovery key it is.
     *
     * @param account the id
     * @param role what it is for
     * @param card what it shows to others
     * @param keys encrypted
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Owner(String account, Role role, String card, byte[] keys) {}

    /** The account, not shut out, with a recovery key, whose owner left keys. */
    public Optional<Owner> ownerOf(VerificationKey recovery) throws Problem {
        return database.read(handle -> handle.createQuery(
                        "select id, role, card, keys from account where recovery_key = ? and not " + Suspensions.IS
                                + " and keys is not null")
                .bind(0, recovery.toString())
                .map((row, context) -> new Owner(
                        row.getString(1), Role.of(row.getString(2)).orElseThrow(), row.getString(3), row.getBytes(4)))
                .findFirst());
    }

    /** Keeps the keys of an account's owner, encrypted to what the recovery key opens: an age file. */
    public void keepKeys(Caller caller, byte[] encrypted) throws Problem {
        AgeFile.require(encrypted, LARGEST_KEYS_BYTES, "the keys");
        database.write(handle -> {
            // A thief of a device must not make the recovery key worthless.
            if (exists(
                    handle,
                    "select count(*) from part where state in ('active', 'asleep') and account = ?",
                    caller.account())) {
                throw new Problem(Problem.Kind.CONFLICT, "the account is enrolled, and its keys are kept");
            }
            return handle.execute("update account set keys = ? where id = ?", encrypted, caller.account());
        });
    }

    /** Whether an account has a device, as part of a larger change. */
    public boolean hasDevice(Handle handle, String account, String device) {
        return handle.createQuery("select count(*) from device where account = ? and public_key = ?")
                        .bind(0, account)
                        .bind(1, device)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /**
     * Adds a device, as part of a larger change.
     *
     * @param isRecovery whether the recovery key asked for it: no number of devices is in its way
     */
    public void addDevice(Handle handle, String account, String device, SignedStatement certificate, boolean isRecovery)
            throws Problem {
        if (exists(handle, "select count(*) from device where public_key = ?", device)) {
            throw new Problem(Problem.Kind.CONFLICT, "the device is already known here");
        }
        if (!isRecovery && exists(handle, MOST_DEVICES, "select count(*) from device where account = ?", account)) {
            throw new Problem(Problem.Kind.CONFLICT, "an account has at most " + MOST_DEVICES + " devices");
        }
        insertDevice(handle, account, device, certificate, clock.instant().getEpochSecond());
    }

    /** The mediated recipient of an account that is enrolled. */
    public Optional<String> mediated(Handle handle, String account) {
        return handle.createQuery(
                        "select mediated from account where id = ? and mediated is not null and not " + Suspensions.IS)
                .bind(0, account)
                .mapTo(String.class)
                .findFirst();
    }

    /**
     * Shows another card, as part of a larger change.
     *
     * @param mediated what {@link #mediatedOf} found; empty for none
     */
    public void showCard(Handle handle, Caller caller, SignedStatement signed, String mediated) throws Problem {
        ContactCard card = card(signed);
        takeLogKey(handle, caller.account(), card.logKey().map(LogKey::exposeText));
        log.key(
                handle,
                caller.account(),
                LogLine.KeyEvent.What.CARD,
                LogLine.KeyEvent.keyOf(card),
                Optional.of(signed));
        handle.execute(
                "update account set card = ?, mediated = nullif(?, '') where id = ?",
                signed.json(),
                mediated,
                caller.account());
    }

    /** The log key of an account stays; one that had none gets it with its next card, and entries of its devices. */
    private void takeLogKey(Handle handle, String account, Optional<String> shown) throws Problem {
        Optional<String> known = handle.createQuery("select log_key from account where id = ? and log_key is not null")
                .bind(0, account)
                .mapTo(String.class)
                .findFirst();
        if (known.isPresent() && !known.equals(shown)) {
            throw new Problem(Problem.Kind.CONFLICT, "the card leaves out the log key, or has another one");
        }
        if (known.isPresent() || shown.isEmpty()) {
            return;
        }
        handle.execute("update account set log_key = ?, log_keys = 0 where id = ?", shown.get(), account);
        handle.createQuery("select public_key, certificate from device where account = ? order by created, public_key")
                .bind(0, account)
                .map((row, context) -> new String[] {row.getString(1), row.getString(2)})
                .list()
                .forEach(row -> logDevice(handle, account, row[0], row[1]));
    }

    private void logDevice(Handle handle, String account, String device, String certificate) {
        try {
            SignedStatement signed = SignedStatement.parse(certificate);
            log.key(handle, account, LogLine.KeyEvent.What.ofCertificate(signed), device, Optional.of(signed));
        } catch (StoreFormatException e) {
            throw new IllegalStateException("a certificate in the database is malformed", e);
        }
    }

    /** The devices of an account. */
    public List<Device> devices(Caller caller) throws Problem {
        return database.read(handle -> handle.createQuery(
                        "select public_key, created from device where account = ? order by created, public_key")
                .bind(0, caller.account())
                .map(ConstructorMapper.of(Device.class))
                .list());
    }

    /** Adds a device that the account's key certified. */
    public void addDevice(Caller caller, SignedStatement signed) throws Problem {
        DeviceCertificate certificate;
        try {
            certificate = DeviceCertificate.of(signed);
        } catch (StoreFormatException e) {
            throw Problem.malformed("the certificate: " + e.problem());
        }
        if (!certificate.signer().fingerprintHex().equals(caller.signer())) {
            throw Problem.malformed("the certificate is of another key");
        }
        requireCertified(signed, certificate.signer(), certificate.device());
        database.write(handle -> {
            addDevice(handle, caller.account(), certificate.device(), signed, false);
            log.key(handle, caller.account(), LogLine.KeyEvent.What.DEVICE, certificate.device(), Optional.of(signed));
            return true;
        });
    }

    /** Refuses a device that is the one that asks, or not of its account. */
    public void requireOther(Caller caller, String device) throws Problem {
        if (caller.device().equals(device)) {
            throw new Problem(Problem.Kind.CONFLICT, "a device cannot remove itself");
        }
        if (devices(caller).stream().noneMatch(each -> each.publicKey().equals(device))) {
            throw Problem.notFound();
        }
    }

    /** Forgets invitations that are too old. */
    public void sweep() throws Problem {
        long now = clock.instant().getEpochSecond();
        database.write(handle -> handle.execute("delete from invitation where expires <= ?", now));
    }
}
