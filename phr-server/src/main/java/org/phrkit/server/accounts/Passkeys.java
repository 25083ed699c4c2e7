package org.phrkit.server.accounts;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;

/**
 * The passkeys of accounts (WebAuthn Level 3). A passkey proves who comes, and gets the ciphertext of the account's keys for
 * it, which only the browser decrypts: it allows nothing else, as every other request is signed by a device. User
 * verification is required. For several threads at once.
 */
public final class Passkeys {
    /** How long a challenge is good. */
    private static final Duration CHALLENGE_LIFETIME = Duration.ofMinutes(5);

    private static final int MOST_PASSKEYS = 16;
    private static final int LARGEST_WRAPPED_BYTES = 4096;
    private static final int CHALLENGE_BYTES = 32;

    private final Database database;
    private final Accounts accounts;
    private final Clock clock;
    private final SecureRandom random;
    private final String origin;
    private final String host;

    /** What checks passkeys; loaded with the first of them. */
    private static final class WebAuthn {
        private static final ObjectConverter CONVERTER = new ObjectConverter();
        private static final WebAuthnManager MANAGER = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
        private static final AttestedCredentialDataConverter ATTESTED = new AttestedCredentialDataConverter(CONVERTER);
        private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
                parameters(COSEAlgorithmIdentifier.EdDSA),
                parameters(COSEAlgorithmIdentifier.ES256),
                parameters(COSEAlgorithmIdentifier.RS256));
    }

    /** @param origin at which browsers reach the pages; its host is the relying party */
    public Passkeys(Database database, Accounts accounts, Clock clock, SecureRandom random, URI origin) {
        this.database = database;
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
        this.origin = origin.toString();
        this.host = origin.getHost();
    }

    private static PublicKeyCredentialParameters parameters(COSEAlgorithmIdentifier algorithm) {
        return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
    }

    /**
     * What an authenticator is to sign.
     *
     * @param value base64url
     * @param host the relying party
     * @param expires in seconds since 1970
     */
    public record NewChallenge(String value, String host, long expires) {}

    /**
     * What an authenticator and the browser say of a new passkey, without the results of client extensions.
     *
     * @param wrapped an age file that the passkey opens; nothing for one that unlocks nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Registration(byte[] attestationObject, byte[] clientData, byte @Nullable [] wrapped) {}

    /** What they say at a login. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Login(
            byte[] credential, byte[] authenticatorData, byte[] clientData, byte[] signature, byte[] userHandle) {}

    /**
     * A passkey, as its owner sees it.
     *
     * @param id 32 hexadecimal digits
     * @param created in seconds since 1970
     * @param used when it logged in last; nothing if never
     * @param unlocks whether it opens the keys, or only says who comes
     */
    public record View(String id, long created, @Nullable Long used, boolean unlocks) {}

    /**
     * Who logged in.
     *
     * @param account the id
     * @param role see {@link Role}
     * @param wrapped see {@link Registration}
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Owner(String account, String role, byte @Nullable [] wrapped) {}

    /** A passkey as it is kept. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Kept(
            String id,
            String account,
            String role,
            boolean suspended,
            byte[] attested,
            long counter,
            boolean backupEligible,
            boolean backedUp,
            byte @Nullable [] wrapped) {}

    /** Makes a challenge, which is taken once. */
    public NewChallenge challenge() throws Problem {
        byte[] value = new byte[CHALLENGE_BYTES];
        random.nextBytes(value);
        String text = base64url(value);
        long expires = clock.instant().plus(CHALLENGE_LIFETIME).getEpochSecond();
        database.write(handle -> handle.execute("insert into challenge (value, expires) values (?, ?)", text, expires));
        return new NewChallenge(text, host, expires);
    }

    /** The challenge that a browser says was signed, if this store made it and it was not taken yet. */
    private Challenge take(@Nullable CollectedClientData client) throws Problem {
        Challenge said = client == null ? null : client.getChallenge();
        if (said == null) {
            throw refused("it names no challenge");
        }
        String value = base64url(said.getValue());
        int taken = database.write(handle -> handle.execute(
                "delete from challenge where value = ? and expires > ?",
                value,
                clock.instant().getEpochSecond()));
        if (taken == 0) {
            throw refused("its challenge is not from this store, was already answered, or is too old");
        }
        return new DefaultChallenge(said.getValue());
    }

    private ServerProperty expected(Challenge challenge) {
        return ServerProperty.builder()
                .origin(new Origin(origin))
                .rpId(host)
                .challenge(challenge)
                .build();
    }

    private static Problem refused(String detail) {
        return new Problem(Problem.Kind.PASSKEY, detail);
    }

    /**
     * Adds a passkey to an account, which asked for it by a signed request.
     *
     * @throws Problem PASSKEY if it is not one for this store, or its user was not verified; CONFLICT if it is known
     */
    public View register(Caller caller, Registration registration) throws Problem {
        byte[] wrapped = registration.wrapped;
        if (wrapped != null) {
            AgeFile.require(wrapped, LARGEST_WRAPPED_BYTES, "what the passkey opens");
        }
        RegistrationData data = held(() -> WebAuthn.MANAGER.parse(
                new RegistrationRequest(registration.attestationObject, registration.clientData)));
        Challenge challenge = take(data.getCollectedClientData());
        held(() -> WebAuthn.MANAGER.verify(
                data, new RegistrationParameters(expected(challenge), WebAuthn.ALGORITHMS, true, true)));
        AttestationObject object = data.getAttestationObject();
        AuthenticatorData<?> said = object == null ? null : object.getAuthenticatorData();
        AttestedCredentialData credential = said == null ? null : said.getAttestedCredentialData();
        if (said == null || credential == null) {
            throw refused("it has no key");
        }
        long now = clock.instant().getEpochSecond();
        String id = accounts.newId();
        database.write(handle -> insert(handle, caller, id, said, credential, wrapped, now));
        return new View(id, now, null, wrapped != null);
    }

    /** What is wrong with it, the library throws in many ways; a message of it is for nobody. */
    private static <T> T held(Supplier<T> check) throws Problem {
        try {
            return check.get();
        } catch (RuntimeException e) {
            throw refused("it does not hold: " + e.getClass().getSimpleName());
        }
    }

    private boolean insert(
            Handle handle,
            Caller caller,
            String id,
            AuthenticatorData<?> said,
            AttestedCredentialData credential,
            byte @Nullable [] wrapped,
            long now)
            throws Problem {
        String name = base64url(credential.getCredentialId());
        if (count(handle, "select count(*) from passkey where credential = ?", name) > 0) {
            throw new Problem(Problem.Kind.CONFLICT, "the passkey is already known here");
        }
        if (count(handle, "select count(*) from passkey where account = ?", caller.account()) >= MOST_PASSKEYS) {
            throw new Problem(Problem.Kind.CONFLICT, "an account has at most " + MOST_PASSKEYS + " passkeys");
        }
        handle.createUpdate(
                        "insert into passkey (id, credential, account, attested, counter, backup_eligible, backed_up,"
                                + " wrapped, created) values (:id, :credential, :account, :attested, :counter, :eligible, :backed,"
                                + " :wrapped, :now)")
                .bind("id", id)
                .bind("credential", name)
                .bind("account", caller.account())
                .bind("attested", WebAuthn.ATTESTED.convert(credential))
                .bind("counter", said.getSignCount())
                .bind("eligible", said.isFlagBE())
                .bind("backed", said.isFlagBS())
                .bind("wrapped", wrapped)
                .bind("now", now)
                .execute();
        return true;
    }

    private static int count(Handle handle, String query, String value) {
        return handle.createQuery(query).bind(0, value).mapTo(Integer.class).one();
    }

    /**
     * Says whose passkey signed a challenge.
     *
     * @throws Problem PASSKEY if it is unknown or does not hold: which of the two, nobody learns; SUSPENDED for an account
     *     that is shut out
     */
    public Owner login(Login login) throws Problem {
        AuthenticationData data = held(() -> WebAuthn.MANAGER.parse(new AuthenticationRequest(
                login.credential, login.userHandle, login.authenticatorData, login.clientData, login.signature)));
        Challenge challenge = take(data.getCollectedClientData());
        Optional<Kept> found = kept(login.credential);
        if (found.isEmpty() || !HexFormat.of().formatHex(login.userHandle).equals(found.get().account)) {
            throw refused("it does not hold");
        }
        Kept kept = found.get();
        CredentialRecordImpl record = new CredentialRecordImpl(
                new NoneAttestationStatement(),
                true,
                kept.backupEligible,
                kept.backedUp,
                kept.counter,
                WebAuthn.ATTESTED.convert(kept.attested),
                null,
                null,
                null,
                null);
        try {
            WebAuthn.MANAGER.verify(data, new AuthenticationParameters(expected(challenge), record, null, true, true));
        } catch (RuntimeException e) {
            throw refused("it does not hold");
        }
        if (kept.suspended) {
            throw new Problem(Problem.Kind.SUSPENDED, "ask whoever runs the store");
        }
        note(kept, data.getAuthenticatorData());
        return new Owner(kept.account, kept.role, kept.wrapped);
    }

    private Optional<Kept> kept(byte[] credential) throws Problem {
        return database.read(handle -> handle.createQuery("select passkey.id, account, role, " + Suspensions.STANDS
                        + ", attested, counter, backup_eligible, backed_up, wrapped from passkey"
                        + " join account on account.id = passkey.account where credential = ?")
                .bind(0, base64url(credential))
                .map(ConstructorMapper.of(Kept.class))
                .findFirst());
    }

    private void note(Kept kept, @Nullable AuthenticatorData<?> said) throws Problem {
        long counter = said == null ? 0 : said.getSignCount();
        boolean backedUp = said != null && said.isFlagBS();
        int noted = database.write(
                handle -> handle.createUpdate("update passkey set counter = :counter, backed_up = :backed,"
                                + " used = :now where id = :id and (counter < :counter or counter = 0)")
                        .bind("counter", counter)
                        .bind("backed", backedUp)
                        .bind("now", clock.instant().getEpochSecond())
                        .bind("id", kept.id)
                        .execute());
        if (noted == 0) {
            throw refused("it does not hold");
        }
    }

    /** The passkeys of an account. */
    public List<View> of(Caller caller) throws Problem {
        return database.read(handle -> handle.createQuery("select id, created, used, wrapped is not null as unlocks"
                        + " from passkey where account = ? order by created, id")
                .bind(0, caller.account())
                .map(ConstructorMapper.of(View.class))
                .list());
    }

    /** Forgets a passkey of an account. */
    public void remove(Caller caller, String id) throws Problem {
        int removed = database.write(
                handle -> handle.execute("delete from passkey where id = ? and account = ?", id, caller.account()));
        if (removed == 0) {
            throw Problem.notFound();
        }
    }

    /** Forgets challenges that are too old. */
    public void sweep() throws Problem {
        long now = clock.instant().getEpochSecond();
        database.write(handle -> handle.execute("delete from challenge where expires <= ?", now));
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
