package org.phrkit.client;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.phrkit.age.AgeException;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.Recipient;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.DeviceFactor;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.mediation.MediationException;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.SelfTest;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.DeviceOrder;
import org.phrkit.store.OwnerKeys;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.Recovery;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/**
 * The requests of a doctor to a store that has a part of the doctor's key: to enrol, to open, to add devices and to remove
 * them. Secrets stay here; what goes out are points, blinded where they are of a report. May be used by several threads at
 * once.
 */
public final class MediationClient {
    private static final int TRIES = 3;
    private static final Set<String> MADE = Set.of("part", "point");

    private final StoreClient client;
    private final String store;
    private final Clock clock;
    private final SecureRandom random;

    MediationClient(StoreClient client, String store, Clock clock, SecureRandom random) {
        this.client = client;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Connects to the store of an identity without other knowledge: whoever answers must be the store that the identity
     * names.
     *
     * @param identity what the device has of the store
     * @param clock tells the time for which requests are signed
     * @param random where random bytes come from
     * @return a client of that store
     * @throws StoreException.OtherStore if who answers does not have the store's key
     */
    public static MediationClient meet(PluginIdentity identity, Clock clock, SecureRandom random)
            throws StoreException {
        Membership stranger = StoreClient.meet(identity.origin(), identity.store(), random);
        return StoreClient.open(stranger.with(identity.key()), clock, random).mediation();
    }

    /**
     * A doctor who enrolled and has not shown it yet: {@link StoreClient#showCard} with the recipient does, and ends it.
     * The caller closes it.
     *
     * @param paper the first part, to be kept on paper alone: any lost device is replaced by it
     * @param device the part of this device
     * @param recipient what patients encrypt to
     */
    public record Enrolled(DoctorPart paper, DevicePart device, MediatedRecipient recipient) implements AutoCloseable {
        /** Overwrites both parts. */
        @Override
        public void close() {
            paper.close();
            device.part.close();
        }
    }

    /**
     * The part of a device.
     *
     * @param id by which the store names it, 32 hexadecimal digits
     * @param part the secret
     */
    public record DevicePart(String id, DoctorPart part) {
        private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

        /**
         * @param id by which the store names it, 32 hexadecimal digits
         * @param part the secret
         * @throws IllegalArgumentException if the id is none
         */
        public DevicePart {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("an id is 32 hexadecimal digits");
            }
        }
    }

    /**
     * A part as the store has it.
     *
     * @param id 32 hexadecimal digits
     * @param device the key of the device, or {@code recovery} for the one on paper
     * @param state new, tested, asleep or active
     * @param created when it was made
     */
    public record Part(String id, String device, String state, Instant created) {}

    /**
     * A doctor who came back to a machine with nothing.
     *
     * @param membership of the new device
     * @param card what the account shows to others
     * @param keys of its owner, as {@link #keepKeys} left them
     * @param device the part of the new device
     */
    public record Recovered(Membership membership, SignedStatement card, OwnerKeys keys, DevicePart device)
            implements AutoCloseable {
        /** Overwrites the keys and the part. */
        @Override
        public void close() {
            keys.close();
            device.part.close();
        }

        /** Names the account. */
        @Override
        public String toString() {
            return "Recovered[" + membership.account() + "]";
        }
    }

    /**
     * Enrols a doctor: the part on paper, the part of this device, and the recipient of both, each after a test that finds
     * a store that lies.
     *
     * @param isPostQuantum whether the recipient resists quantum computers too
     * @return the parts and the public key
     * @throws StoreException.Malformed if the store's part is not the one that it says
     */
    public Enrolled enrol(boolean isPostQuantum) throws StoreException {
        JsonObject made = Http.json(client.ask(new Http.Ask("POST", "/v1/parts").json(Map.of())), MADE, Set.of());
        DoctorPart paper = isPostQuantum ? DoctorPart.generatePostQuantum(random) : DoctorPart.generate(random);
        try {
            MediatedRecipient recipient = paper.recipient(point(made));
            DevicePart first = new DevicePart(id(made), paper);
            test(first, recipient);
            return new Enrolled(paper, add(first, recipient, client.deviceKey()), recipient);
        } catch (StoreException | RuntimeException e) {
            paper.close();
            throw e;
        }
    }

    /** Tests a part: the doctor acts once as a patient too. */
    private void test(DevicePart device, MediatedRecipient recipient) throws StoreException {
        try (SelfTest test = SelfTest.of(device.part, recipient, random)) {
            Map<String, Object> members = new LinkedHashMap<>();
            byte[] report = test.report().exposeBytes();
            members.put("report", base64(report));
            Arrays.fill(report, (byte) 0);
            members.put("point", base64(test.request().point().bytes()));
            JsonObject answer = Http.json(
                    client.ask(new Http.Ask("POST", "/v1/parts/" + device.id + "/test").json(members)),
                    Set.of("point"),
                    Set.of());
            if (!test.passes(point(answer))) {
                throw new StoreException.Malformed("the store's part of the key does not fit to what it said of it");
            }
        }
    }

    /**
     * Makes the part for another device of this doctor from the part of this device, and tests it. It sleeps until it is
     * approved.
     *
     * @param mine the part of this device
     * @param recipient of the doctor, which stays
     * @param device the public key of the other device, which the account has already
     * @return the part of the other device
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public DevicePart add(DevicePart mine, MediatedRecipient recipient, String device) throws StoreException {
        try (DeviceFactor.Exchange exchange = DeviceFactor.Exchange.generate(random)) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("device", device);
            members.put("point", base64(exchange.point().bytes()));
            JsonObject made = Http.json(
                    client.ask(new Http.Ask("POST", "/v1/parts/" + mine.id + "/devices").json(members)),
                    MADE,
                    Set.of());
            return made(mine.part, exchange, made, recipient);
        }
    }

    private DevicePart made(
            DoctorPart from, DeviceFactor.Exchange exchange, JsonObject made, MediatedRecipient recipient)
            throws StoreException {
        try (DeviceFactor factor = exchange.asDevice(point(made))) {
            DevicePart device = new DevicePart(id(made), from.forDevice(factor));
            try {
                test(device, recipient);
                return device;
            } catch (StoreException | RuntimeException e) {
                device.part.close();
                throw e;
            }
        }
    }

    /**
     * {@return the parts of the account}
     *
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public List<Part> parts() throws StoreException {
        return parts("/v1/parts");
    }

    /**
     * {@return the parts of another account; for administrators}
     *
     * @param account the id of the account
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public List<Part> partsOf(String account) throws StoreException {
        return parts("/v1/accounts/" + account + "/parts");
    }

    private List<Part> parts(String path) throws StoreException {
        JsonObject object = Http.json(client.ask(new Http.Ask("GET", path)), Set.of("parts"), Set.of());
        try {
            List<Part> parts = new ArrayList<>();
            for (JsonObject each : object.objects("parts", Set.of("part", "device", "state", "created"), Set.of())) {
                parts.add(new Part(
                        StoreClient.id(each, "part"),
                        StoreClient.device(each),
                        StoreClient.word(each, "state"),
                        StoreClient.time(each, "created")));
            }
            return parts;
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        }
    }

    /**
     * Approves the part of another device, which answers from now on.
     *
     * @param part the id of the part
     * @param recovery the recovery key; without it, this device must have a part that stands and not have made the
     *     other
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void approve(String part, Optional<SigningKey> recovery) throws StoreException {
        Map<String, Object> members = order(DeviceOrder.Kind.APPROVE, part, recovery);
        client.done(new Http.Ask("POST", "/v1/parts/" + part + "/approval").json(members));
    }

    /**
     * Shuts another device out, and deletes its part.
     *
     * @param key the public key of the device
     * @param recovery the recovery key, without which no device with a part that stands is removed
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void removeDevice(String key, Optional<SigningKey> recovery) throws StoreException {
        Map<String, Object> members = order(DeviceOrder.Kind.REMOVE, key, recovery);
        members.put("device", key);
        client.done(new Http.Ask("POST", "/v1/account/devices/removal").json(members));
    }

    private Map<String, Object> order(DeviceOrder.Kind kind, String subject, Optional<SigningKey> recovery) {
        return recovery.map(key -> new DeviceOrder(kind, store, subject, clock.instant()).sign(key))
                .<Map<String, Object>>map(signed -> new LinkedHashMap<>(signed.members()))
                .orElseGet(LinkedHashMap::new);
    }

    /**
     * Deletes one part of an account, or all; for administrators.
     *
     * @param account the id of the account
     * @param part the id of the part; empty for all of the account
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void endParts(String account, Optional<String> part) throws StoreException {
        String path = "/v1/accounts/" + account + "/parts";
        client.done(new Http.Ask("DELETE", part.map(id -> path + "/" + id).orElse(path)));
    }

    /**
     * Leaves the owner's keys at the store, for {@link #recover}.
     *
     * @param encrypted to what the recovery key opens; at most 16 KiB
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void keepKeys(byte[] encrypted) throws StoreException {
        client.done(new Http.Ask("PUT", "/v1/account/keys").json(Map.of("keys", base64(encrypted))));
    }

    /**
     * What opens a file, of the first of its stanzas that stands in a grant to this doctor. It is counted, and written
     * down.
     *
     * @param part of this device
     * @param header of the file
     * @param report its id, where it is known
     * @return nothing where no stanza stands in a grant; else the caller closes it
     * @throws AgeException if a stanza of a known kind does not follow the format
     * @throws StoreException.Refused if one does, and may not be opened now
     */
    public Optional<Identity> open(DoctorPart part, AgeHeader header, Optional<String> report)
            throws AgeException, StoreException {
        return open(part, header.shares(), report);
    }

    /**
     * As {@link #open(DoctorPart, AgeHeader, Optional)}, of a file whose header is elsewhere.
     *
     * @param part the doctor's part of the key on this device
     * @param shares the points in its stanzas; see {@link AgeHeader#shares}
     * @param report the id of the report, if it is known
     * @return what opens the report; empty where no stanza of it is for this doctor
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public Optional<Identity> open(DoctorPart part, List<byte[]> shares, Optional<String> report)
            throws StoreException {
        Optional<StoreException> gone = Optional.empty();
        for (byte[] share : shares) {
            try (Opening opening = part.open(share, random)) {
                return Optional.of(openAgain(opening, report));
            } catch (MediationException e) {
                // No honest file holds such a stanza; another one of the file may be ours.
            } catch (StoreException.Refused e) {
                if (e.kind().equals("gone")) {
                    // It may have been granted anew, by another stanza.
                    gone = Optional.of(e);
                } else if (!e.kind().equals("not-found")) {
                    throw e;
                }
            }
        }
        if (gone.isPresent()) {
            throw gone.get();
        }
        return Optional.empty();
    }

    /** An answer that got lost is asked for with the same question, which the store counts once. */
    private Identity openAgain(Opening opening, Optional<String> report) throws StoreException {
        for (int tries = 1; ; tries++) {
            try {
                return open(opening, report);
            } catch (StoreException.Unreachable e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Identity open(Opening opening, Optional<String> report) throws StoreException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("tag", opening.request().tag());
        members.put("point", base64(opening.request().point().bytes()));
        report.ifPresent(id -> members.put("report", id));
        JsonObject answer = Http.json(
                client.ask(new Http.Ask("POST", "/v1/openings").json(members)),
                Set.of("report", "point", "recipient"),
                Set.of());
        if (report.isPresent() && !report.get().equals(text(answer, "report"))) {
            throw new StoreException.Malformed("the store's answer is for another report");
        }
        try {
            if (Recipient.parse(text(answer, "recipient")) instanceof KeyRecipient recipient) {
                return opening.identity(point(answer), recipient);
            }
            throw new StoreException.Malformed("the store's answer names no recipient");
        } catch (MalformedKeyException | MediationException e) {
            throw new StoreException.Malformed("the store's answer: " + e.problem());
        }
    }

    /**
     * Brings a doctor back to a machine that has nothing of her: the store takes a new device, which the recovery key
     * certifies, and makes the part for it from the one on paper.
     *
     * @param origin where the store is
     * @param fingerprint of its key
     * @param recovery the recovery key
     * @param paper the number d1 on paper, 32 bytes; the caller clears it
     * @param clock tells the time for which requests are signed
     * @param random where random bytes come from
     * @return what the new device has
     * @throws IOException if reading or writing fails
     */
    public static Recovered recover(
            URI origin, String fingerprint, SigningKey recovery, byte[] paper, Clock clock, SecureRandom random)
            throws IOException {
        Membership stranger = StoreClient.meet(origin, fingerprint, random);
        StoreClient asking = StoreClient.open(stranger, clock, random);
        Recovery statement = new Recovery(
                fingerprint, recovery.verificationKey(), stranger.key().publicKey(), clock.instant());
        try (DeviceFactor.Exchange exchange = DeviceFactor.Exchange.generate(random)) {
            Map<String, Object> members =
                    new LinkedHashMap<>(statement.sign(recovery).members());
            members.put("point", base64(exchange.point().bytes()));
            JsonObject answer = Http.json(
                    asking.ask(new Http.Ask("POST", "/v1/recoveries").json(members)),
                    Set.of("account", "role", "card", "part", "point", "keys"),
                    Set.of());
            Membership membership = stranger.of(text(answer, "account"), text(answer, "role"));
            SignedStatement card = SignedStatement.parse(text(answer, "card"));
            ContactCard shown = ContactCard.of(card);
            MediatedRecipient recipient = shown.mediated()
                    .orElseThrow(() -> new StoreException.Malformed("the store's answer: its card is of no doctor"));
            MediationClient mediation =
                    StoreClient.open(membership, clock, random).mediation();
            OwnerKeys keys = OwnerKeys.decrypt(StoreClient.base64(text(answer, "keys")), recovery);
            try (DoctorPart part = part(paper, keys.mlKemSeed())) {
                if (!shown.signer().equals(keys.signing().verificationKey())
                        || !shown.recipient().equals(keys.identity().recipient())) {
                    throw new StoreException.Malformed("the store's answer: the card is of another key");
                }
                return new Recovered(membership, card, keys, mediation.made(part, exchange, answer, recipient));
            } catch (IOException | RuntimeException e) {
                keys.close();
                throw e;
            }
        } catch (StoreFormatException e) {
            throw new StoreException.Malformed("the store's answer: " + e.problem());
        }
    }

    private static DoctorPart part(byte[] number, Optional<byte[]> mlKemSeed) throws IOException {
        byte[] seed = mlKemSeed.orElse(new byte[0]);
        byte[] both = Arrays.copyOf(number, number.length + seed.length);
        System.arraycopy(seed, 0, both, number.length, seed.length);
        try {
            return DoctorPart.of(both);
        } finally {
            Arrays.fill(both, (byte) 0);
        }
    }

    private static String id(JsonObject made) throws StoreException {
        String id = text(made, "part");
        if (!DevicePart.ID.matcher(id).matches()) {
            throw new StoreException.Malformed("the store's answer has no proper \"part\"");
        }
        return id;
    }

    private static String text(JsonObject object, String name) throws StoreException {
        try {
            return object.text(name);
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        }
    }

    private static CurvePoint point(JsonObject object) throws StoreException {
        try {
            return CurvePoint.of(StoreClient.base64(text(object, "point")));
        } catch (MediationException e) {
            throw new StoreException.Malformed("the store's answer: " + e.problem());
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
