package org.phrkit.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.phrkit.age.AgeHeader;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.mediation.ReportPart;
import org.phrkit.report.GrantChain;
import org.phrkit.report.ReportException;
import org.phrkit.report.SignedGrant;
import org.phrkit.sign.SignException;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.Erasure;
import org.phrkit.store.Invitation;
import org.phrkit.store.LogStatement;
import org.phrkit.store.RequestKey;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;
import org.phrkit.store.TlsKeys;
import org.phrkit.transparency.NoteVerifierKey;

/**
 * The connection of one device of one account to a store. Everything is encrypted and signed before it comes here, and
 * checked after it leaves: a client moves bytes, and knows that they come from the store that was meant. May be used by
 * several threads at once.
 */
public final class StoreClient {
    private static final int UPLOAD_TRIES = 5;
    private static final long SHORT_BYTES = 1 << 20;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern DEVICE = Pattern.compile("[A-Za-z0-9+/]{43}=|recovery");
    private static final Pattern WORD = Pattern.compile("[a-z]{1,32}");
    private static final Set<String> SIGNED = Set.of("statement", "signature");

    private final Membership membership;
    private final Http http;
    private final String store;
    private final SecureRandom random;
    private final Clock clock;
    private final Optional<LogClient> log;

    private StoreClient(
            Membership membership, Http http, Optional<LogMemory> memory, Clock clock, SecureRandom random) {
        this.membership = membership;
        this.http = http;
        this.store = membership.store().fingerprintHex();
        this.clock = clock;
        this.random = random;
        this.log = memory.map(where -> new LogClient(this, where));
    }

    /**
     * An account as the store sees it.
     *
     * @param id 32 hexadecimal digits
     * @param role patient, doctor or administrator
     * @param signer the fingerprint of its signing key
     * @param suspended whether it is shut out
     * @param quotaBytes how much it may leave
     * @param usedBytes how much it left
     */
    public record Account(String id, String role, String signer, boolean suspended, long quotaBytes, long usedBytes) {}

    /**
     * A device of the account.
     *
     * @param key its public key, base64
     * @param created when it was added
     * @param isCurrent whether it is this one
     */
    public record Device(String key, Instant created, boolean isCurrent) {}

    /**
     * A reader whom the manifest names.
     *
     * @param signer the fingerprint of the signing key, 32 hexadecimal digits
     * @param mayGrant whether he may pass the report on
     * @param mediated how he opens it through the store, if he does
     */
    public record Named(String signer, boolean mayGrant, Optional<Mediated> mediated) {}

    /**
     * How a reader opens a report through the store.
     *
     * @param part the report's part of the key, which the store is to keep
     * @param tag of the stanza, as {@link org.phrkit.mediation.Opening#tag} makes it
     * @param maxOpens how often he may; as often as the store allows unless told
     */
    public record Mediated(ReportPart part, String tag, OptionalLong maxOpens) {}

    /**
     * A report in the list.
     *
     * @param id 32 hexadecimal digits
     * @param isOwn whether this account left it
     * @param sizeBytes of the age file
     * @param created when it arrived
     * @param expires when it is erased by itself
     * @param erased when it is erased because a device asked for it
     * @param title an age file for its readers
     */
    public record Listed(
            String id,
            boolean isOwn,
            long sizeBytes,
            Instant created,
            Optional<Instant> expires,
            Optional<Instant> erased,
            Optional<byte[]> title) {
        /** Names the report. */
        @Override
        public String toString() {
            return "Listed[" + id + "]";
        }
    }

    /**
     * The header of a report, and the tag by which a change names it.
     *
     * @param header of the age file
     * @param tag for {@link #grant}
     */
    public record Header(AgeHeader header, String tag) {}

    /**
     * The readers of a report.
     *
     * @param signer the fingerprint of the reader's signing key
     * @param granter likewise
     * @param mayGrant whether the reader may pass it on
     * @param expires when it ends by itself
     * @param openings how often a reader through the store opened it, and may; nothing for another
     * @param grants through which the reader has it; none for one whom the manifest names
     */
    public record Reader(
            String signer,
            String granter,
            boolean mayGrant,
            Optional<Instant> expires,
            Optional<Openings> openings,
            GrantChain grants) {}

    /**
     * How often a reader through the store opened a report.
     *
     * @param count so far
     * @param most how often he may
     */
    public record Openings(long count, long most) {}

    /**
     * Who may read a report, and its title, which a grant encrypts to one more.
     *
     * @param all those that the account may see
     * @param title an age file, if there is one
     */
    public record Readers(List<Reader> all, Optional<byte[]> title) {
        /** Says how many there are. */
        @Override
        public String toString() {
            return "Readers[" + all.size() + "]";
        }
    }

    /** Takes bytes as they arrive. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Reads them all.
         *
         * @param in the bytes, closed by whoever called
         * @throws IOException if reading or writing fails
         */
        void accept(InputStream in) throws IOException;
    }

    /**
     * Makes an account for this device from an invitation. The code is sent once the store proved that it has the key of
     * the invitation, and not before.
     *
     * @param invitation what was handed out
     * @param card what the account shows to others, signed by its key
     * @param signing the account's key, which certifies the device; it does not leave the device
     * @param recovery the public key that confirms erasures, whose secret is kept elsewhere
     * @param clock tells the time for which requests are signed
     * @param random where random bytes come from
     * @return what this device has to keep, in secret
     * @throws StoreException.OtherStore if who answers is not the store that the invitation is of
     */
    public static Membership join(
            Invitation invitation,
            SignedStatement card,
            SigningKey signing,
            VerificationKey recovery,
            Clock clock,
            SecureRandom random)
            throws StoreException {
        Membership membership = meet(invitation.origin(), invitation.store(), random);
        StoreClient client = open(membership, clock, random);
        DeviceCertificate certificate = new DeviceCertificate(
                signing.verificationKey(), client.store, membership.key().publicKey(), clock.instant());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("code", invitation.code());
        members.put("card", card.members());
        members.put("device", certificate.sign(signing).members());
        members.put("recovery", recovery.toString());
        HttpResponse<InputStream> response = client.ask(new Http.Ask("POST", "/v1/accounts").json(members));
        Account account = account(Http.json(response, ACCOUNT, Set.of()));
        return membership.of(account.id(), account.role());
    }

    /** Finds out who answers, and whether it is the intended store. */
    static Membership meet(URI origin, String fingerprint, SecureRandom random) throws StoreException {
        Identified found = identify(origin, random);
        if (!found.key.fingerprintHex().equals(fingerprint)) {
            throw new StoreException.OtherStore("whoever answers at " + origin
                    + " does not have the key of the store: somebody may stand in between");
        }
        return new Membership(origin, found.key, found.tlsKeys, "", "", RequestKey.generate(random));
    }

    private record Identified(VerificationKey key, List<String> tlsKeys, NoteVerifierKey logKey) {}

    /** What the other side says of itself, signed by the key that it names, and proved by the key of its TLS. */
    private static Identified identify(URI origin, SecureRandom random) throws StoreException {
        PinnedKeys any = new PinnedKeys(Optional.empty());
        HttpResponse<InputStream> response =
                new Http(origin, any, Clock.systemUTC(), random).ask(new Http.Ask("GET", "/v1/store"));
        JsonObject object = Http.json(response, Set.of("type", "key", "tls", "log", "now"), Set.of());
        try {
            VerificationKey key = VerificationKey.parse(object.text("key"));
            TlsKeys keys = TlsKeys.of(signed(object, "tls"), key);
            LogStatement log = LogStatement.of(signed(object, "log"), key);
            boolean isProved =
                    "http".equals(origin.getScheme()) || keys.hashes().contains(any.seen());
            if (!isProved || !keys.origin().equals(origin.toString())) {
                throw new StoreException.OtherStore("whoever answers at " + origin
                        + " does not have the store's key: somebody may stand in between");
            }
            return new Identified(key, keys.hashes(), log.key());
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        } catch (SignException.Malformed | StoreFormatException e) {
            throw new StoreException.Malformed("the store's answer " + e.problem());
        }
    }

    private static SignedStatement signed(JsonObject object, String name)
            throws MalformedJsonException, StoreFormatException {
        JsonObject signed = object.object(name, SIGNED, Set.of());
        return SignedStatement.of(signed.text("statement"), signed.text("signature"));
    }

    /**
     * Opens a connection to the store of this device, without looking at its log. Nothing is sent yet.
     *
     * @param membership what this device has of the store
     * @param clock tells the time for which requests are signed
     * @param random where random bytes come from
     * @return a client, to be closed
     */
    public static StoreClient open(Membership membership, Clock clock, SecureRandom random) {
        return open(membership, Optional.empty(), clock, random);
    }

    /**
     * Opens a connection to the store of this device. With the first answer the store's log is looked at, where it has
     * grown: one that is not the log of before is refused, before anything else comes of the answer. Nothing is sent yet.
     *
     * @param membership what this device has of the store
     * @param memory what this device knows of the log
     * @param clock tells the time for which requests are signed
     * @param random where random bytes come from
     * @return a client, to be closed
     */
    public static StoreClient open(Membership membership, LogMemory memory, Clock clock, SecureRandom random) {
        return open(membership, Optional.of(memory), clock, random);
    }

    private static StoreClient open(
            Membership membership, Optional<LogMemory> memory, Clock clock, SecureRandom random) {
        PinnedKeys keys = new PinnedKeys(Optional.of(membership.tlsKeys()));
        return new StoreClient(membership, new Http(membership.origin(), keys, clock, random), memory, clock, random);
    }

    /**
     * {@return the store's log}
     *
     * @throws IllegalStateException if this client was opened without a place to keep what it has seen of it
     */
    public LogClient log() {
        return log.orElseThrow(() -> new IllegalStateException("the client looks at no log"));
    }

    /** The key that signs the heads of the log, signed by the store's key. */
    NoteVerifierKey logKey() throws StoreException {
        Identified found = identify(membership.origin(), random);
        if (!found.key.equals(membership.store())) {
            throw new StoreException.OtherStore(
                    "whoever answers at " + membership.origin() + " is another store: somebody may stand in between");
        }
        return found.logKey;
    }

    /**
     * {@return the membership with the store's current keys: the store may have changed to its next key}
     *
     * @throws StoreException.OtherStore if who answers does not have the store's key
     */
    public Membership renewed() throws StoreException {
        Identified found = identify(membership.origin(), random);
        if (!found.key.equals(membership.store())) {
            throw new StoreException.OtherStore(
                    "whoever answers at " + membership.origin() + " is another store: somebody may stand in between");
        }
        return membership.withTlsKeys(found.tlsKeys);
    }

    /** {@return the requests of a doctor who opens reports together with the store} */
    public MediationClient mediation() {
        return new MediationClient(this, store, clock, random);
    }

    String storeFingerprint() {
        return store;
    }

    String deviceKey() {
        return membership.key().publicKey();
    }

    HttpResponse<InputStream> ask(Http.Ask ask) throws StoreException {
        HttpResponse<InputStream> response = askQuietly(ask);
        if (log.isPresent()) {
            notice(log.get(), response);
        }
        return response;
    }

    private static void notice(LogClient log, HttpResponse<InputStream> response) throws StoreException {
        try {
            log.notice(response);
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request without looking at the log. */
    HttpResponse<InputStream> askQuietly(Http.Ask ask) throws StoreException {
        return http.ask(ask, membership.key(), store);
    }

    void done(Http.Ask ask) throws StoreException {
        Http.bytes(ask(ask));
    }

    private static final Set<String> ACCOUNT =
            Set.of("account", "role", "signer", "suspended", "quotaBytes", "usedBytes", "created");

    private static Account account(JsonObject object) throws StoreException {
        try {
            return new Account(
                    id(object, "account"),
                    word(object, "role"),
                    id(object, "signer"),
                    object.truth("suspended"),
                    object.integer("quotaBytes", 0, Long.MAX_VALUE),
                    object.integer("usedBytes", 0, Long.MAX_VALUE));
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        }
    }

    /**
     * {@return this account}
     *
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public Account account() throws StoreException {
        return account(Http.json(ask(new Http.Ask("GET", "/v1/account")), ACCOUNT, Set.of("devices")));
    }

    /**
     * {@return the devices of this account}
     *
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public List<Device> devices() throws StoreException {
        JsonObject object = Http.json(ask(new Http.Ask("GET", "/v1/account")), ACCOUNT, Set.of("devices"));
        try {
            List<Device> devices = new ArrayList<>();
            for (JsonObject each : object.objects("devices", Set.of("device", "created", "current"), Set.of())) {
                devices.add(new Device(device(each), time(each, "created"), each.truth("current")));
            }
            return devices;
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        }
    }

    /** An id or a fingerprint: it becomes the name of a file, and is shown. */
    static String id(JsonObject object, String name) throws MalformedJsonException, StoreException {
        return matching(ID, object, name);
    }

    /** The key of a device. */
    static String device(JsonObject object) throws MalformedJsonException, StoreException {
        return matching(DEVICE, object, "device");
    }

    /** One of the words that the store has for something. */
    static String word(JsonObject object, String name) throws MalformedJsonException, StoreException {
        return matching(WORD, object, name);
    }

    private static String matching(Pattern pattern, JsonObject object, String name)
            throws MalformedJsonException, StoreException {
        String text = object.text(name);
        if (!pattern.matcher(text).matches()) {
            throw new StoreException.Malformed("the store's answer has no proper \"" + name + "\"");
        }
        return text;
    }

    static Instant time(JsonObject object, String name) throws MalformedJsonException, StoreException {
        try {
            return Instant.parse(object.text(name));
        } catch (DateTimeParseException e) {
            throw new StoreException.Malformed("the store's answer has no proper \"" + name + "\"");
        }
    }

    private static Optional<Instant> optionalTime(JsonObject object, String name)
            throws MalformedJsonException, StoreException {
        return object.has(name) ? Optional.of(time(object, name)) : Optional.empty();
    }

    /**
     * Replaces the account's card by another one, signed by the account's key.
     *
     * @param card the signed card
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void showCard(SignedStatement card) throws StoreException {
        done(new Http.Ask("PUT", "/v1/account/card").json(card.members()));
    }

    /**
     * Adds a device that the account's key has certified.
     *
     * @param certificate certifies the new device
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void addDevice(SignedStatement certificate) throws StoreException {
        done(new Http.Ask("POST", "/v1/account/devices").json(certificate.members()));
    }

    /**
     * Leaves a report. An upload that breaks off goes on where it was, and an answer that got lost is asked for again.
     *
     * @param file the sealed report, an age file
     * @param report the id in its manifest
     * @param readers whom its manifest names beside the owner
     * @param title an age file for the readers
     * @param expires when the store is to erase it
     * @throws IOException if reading or writing fails
     */
    public void put(Path file, String report, List<Named> readers, Optional<byte[]> title, Optional<Instant> expires)
            throws IOException {
        byte[] header;
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            header = AgeHeader.read(in).bytes();
        }
        long payloadBytes = Files.size(file) - header.length;
        HttpResponse<InputStream> created = ask(new Http.Ask("POST", "/v1/uploads")
                .with("tus-resumable", "1.0.0")
                .with("upload-length", Long.toString(payloadBytes)));
        String uploads = membership.origin() + "/v1/uploads/";
        String location = Http.field(created, "location");
        if (!location.startsWith(uploads)
                || !ID.matcher(location.substring(uploads.length())).matches()) {
            throw new StoreException.Malformed("the store's answer names another place for the upload");
        }
        URI upload = URI.create(location);
        String sha256 = upload(file, header.length, payloadBytes, upload);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("report", report);
        members.put("upload", upload.toString().substring(upload.toString().lastIndexOf('/') + 1));
        members.put("sha256", sha256);
        members.put("header", Base64.getEncoder().encodeToString(header));
        members.put("readers", readers.stream().map(StoreClient::members).toList());
        title.ifPresent(bytes -> members.put("title", Base64.getEncoder().encodeToString(bytes)));
        expires.ifPresent(time -> members.put("expires", time.toString()));
        commit(members);
    }

    /** Of a report that is there already, as its answer got lost, the store says the same again. */
    private void commit(Map<String, Object> members) throws StoreException {
        try {
            done(new Http.Ask("POST", "/v1/reports").json(members));
        } catch (StoreException.Unreachable e) {
            done(new Http.Ask("POST", "/v1/reports").json(members));
        }
    }

    private static Map<String, Object> members(Named reader) {
        Map<String, Object> members = new TreeMap<>(Map.of("signer", reader.signer, "mayGrant", reader.mayGrant));
        reader.mediated.ifPresent(mediated -> add(members, mediated));
        return members;
    }

    private static void add(Map<String, Object> members, Mediated mediated) {
        byte[] part = mediated.part.exposeBytes();
        members.put("part", Base64.getEncoder().encodeToString(part));
        Arrays.fill(part, (byte) 0);
        members.put("tag", mediated.tag);
        mediated.maxOpens.ifPresent(most -> members.put("maxOpens", most));
    }

    /** Sends the payload, and returns its SHA-256. */
    private String upload(Path file, long start, long sizeBytes, URI upload) throws IOException {
        long offset = 0;
        MessageDigest digest = sha256();
        for (int tries = 1; ; tries++) {
            try (InputStream in = from(file, start)) {
                digest.reset();
                DigestInputStream digested = new DigestInputStream(in, digest);
                digested.skipNBytes(offset);
                // Of what is short, a store that refuses it reads all, and so its answer is heard.
                long first = tries == 1 ? sizeBytes - offset : Math.min(sizeBytes - offset, SHORT_BYTES);
                patch(upload, offset, digested, first);
                if (first < sizeBytes - offset) {
                    patch(upload, offset + first, digested, sizeBytes - offset - first);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (StoreException.Unreachable e) {
                if (tries == UPLOAD_TRIES) {
                    throw e;
                }
                offset = offset(upload);
            }
        }
    }

    private void patch(URI upload, long offset, InputStream bytes, long sizeBytes) throws IOException {
        Map<String, String> fields = Map.of(
                "tus-resumable",
                "1.0.0",
                "content-type",
                "application/offset+octet-stream",
                "upload-offset",
                Long.toString(offset));
        http.patch(upload, fields, bytes, sizeBytes);
    }

    private long offset(URI upload) throws StoreException {
        HttpResponse<InputStream> head = http.send(HttpRequest.newBuilder(upload)
                .setHeader("tus-resumable", "1.0.0")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        try {
            return Long.parseLong(Http.field(head, "upload-offset"));
        } catch (NumberFormatException e) {
            throw new StoreException.Malformed("the store's answer has no proper upload-offset");
        }
    }

    private static InputStream from(Path file, long start) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(file);
        return Channels.newInputStream(channel.position(start));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * {@return all reports that this account may read now}
     *
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public List<Listed> list() throws StoreException {
        List<Listed> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            String after =
                    all.isEmpty() ? "" : "?after=" + all.get(all.size() - 1).id();
            JsonObject object =
                    Http.json(ask(new Http.Ask("GET", "/v1/reports" + after)), Set.of("reports", "more"), Set.of());
            try {
                int before = all.size();
                for (JsonObject each : object.objects(
                        "reports",
                        Set.of("report", "own", "bytes", "created", "etag"),
                        Set.of("expires", "erased", "title"))) {
                    all.add(listed(each));
                }
                more = object.truth("more") && all.size() > before;
            } catch (MalformedJsonException e) {
                throw Http.malformed(e);
            }
        }
        return all;
    }

    private static Listed listed(JsonObject each) throws MalformedJsonException, StoreException {
        return new Listed(
                id(each, "report"),
                each.truth("own"),
                each.integer("bytes", 0, Long.MAX_VALUE),
                time(each, "created"),
                optionalTime(each, "expires"),
                optionalTime(each, "erased"),
                each.has("title") ? Optional.of(base64(each.text("title"))) : Optional.empty());
    }

    static byte[] base64(String text) throws StoreException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new StoreException.Malformed("the store's answer is not base64");
        }
    }

    /**
     * Fetches a report: one ordinary age file.
     *
     * @param report the id of the report
     * @param sink receives the bytes of the report
     * @throws IOException if reading or writing fails
     */
    public void get(String report, Sink sink) throws IOException {
        try (InputStream in = ask(new Http.Ask("GET", "/v1/reports/" + report)).body()) {
            sink.accept(in);
        }
    }

    /**
     * Fetches a report to a stream.
     *
     * @param report the id of the report
     * @param out where the payload goes; not closed
     * @throws IOException if reading or writing fails
     */
    public void get(String report, OutputStream out) throws IOException {
        get(report, in -> in.transferTo(out));
    }

    /**
     * {@return the header of a report as it is now}
     *
     * @param report the id of the report
     * @throws IOException if reading or writing fails
     */
    public Header header(String report) throws IOException {
        HttpResponse<InputStream> response = ask(new Http.Ask("GET", "/v1/reports/" + report + "/header"));
        return new Header(AgeHeader.of(Http.bytes(response)), Http.field(response, "etag"));
    }

    /**
     * Grants a report to another reader. The payload stays where it is.
     *
     * @param report the id of the report
     * @param tag of the header from which the new one was made
     * @param header with one more stanza
     * @param grant the signed grant
     * @param title the encrypted title, if there is one
     * @param mediated how the new reader opens it through the store, if he does
     * @throws StoreException.Refused of kind {@code changed} if the header is another one by now
     */
    public void grant(
            String report,
            String tag,
            AgeHeader header,
            SignedGrant grant,
            Optional<byte[]> title,
            Optional<Mediated> mediated)
            throws StoreException {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("header", Base64.getEncoder().encodeToString(header.bytes()));
        members.put("statement", grant.text());
        members.put("signature", grant.signature());
        mediated.ifPresent(how -> add(members, how));
        title.ifPresent(bytes -> members.put("title", Base64.getEncoder().encodeToString(bytes)));
        done(new Http.Ask("POST", "/v1/reports/" + report + "/grants")
                .with("if-match", tag)
                .json(members));
    }

    /**
     * Who may read a report: for its owner all, for a reader himself and those to whom he granted it.
     *
     * @param report the id of the report
     * @return the readers, and the title
     * @throws IOException if reading or writing fails
     */
    public Readers readers(String report) throws IOException {
        JsonObject object = Http.json(
                ask(new Http.Ask("GET", "/v1/reports/" + report + "/grants")), Set.of("readers"), Set.of("title"));
        try {
            List<Reader> readers = new ArrayList<>();
            for (JsonObject each : object.objects(
                    "readers",
                    Set.of("reader", "granter", "mayGrant", "notBefore"),
                    Set.of("expires", "grant", "tag", "opens", "maxOpens"))) {
                readers.add(new Reader(
                        id(each, "reader"),
                        id(each, "granter"),
                        each.truth("mayGrant"),
                        optionalTime(each, "expires"),
                        each.has("tag")
                                ? Optional.of(new Openings(
                                        each.integer("opens", 0, Long.MAX_VALUE),
                                        each.integer("maxOpens", 1, Long.MAX_VALUE)))
                                : Optional.empty(),
                        each.has("grant") ? GrantChain.parse(each.text("grant")) : GrantChain.NONE));
            }
            return new Readers(
                    readers, object.has("title") ? Optional.of(base64(object.text("title"))) : Optional.empty());
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        } catch (ReportException e) {
            throw new StoreException.Malformed("the store's answer: " + e.problem());
        }
    }

    /**
     * Ends the access of a reader, and of all who have the report through him: the store hands them no header any more.
     *
     * @param report the id of the report
     * @param signer the fingerprint of the reader's signing key
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void revoke(String report, String signer) throws StoreException {
        done(new Http.Ask("DELETE", "/v1/reports/" + report + "/readers/" + signer));
    }

    /**
     * Ends the access of all readers but the owner.
     *
     * @param report the id of the report
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void revokeAll(String report) throws StoreException {
        done(new Http.Ask("DELETE", "/v1/reports/" + report + "/readers"));
    }

    /**
     * Ends all access but the owner's at once, and erases the report in 72 hours.
     *
     * @param report the id of the report
     * @return when
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public Instant erase(String report) throws StoreException {
        JsonObject object = Http.json(ask(new Http.Ask("DELETE", "/v1/reports/" + report)), Set.of("erased"), Set.of());
        try {
            return time(object, "erased");
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        }
    }

    /**
     * Erases a report at once.
     *
     * @param report the id of the report
     * @param recovery the recovery key of the account
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void erase(String report, SigningKey recovery) throws StoreException {
        SignedStatement signed = new Erasure(store, report, clock.instant()).sign(recovery);
        done(new Http.Ask("POST", "/v1/reports/" + report + "/erasure").json(signed.members()));
    }

    /**
     * Keeps a report that was to be erased.
     *
     * @param report the id of the report
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void keep(String report) throws StoreException {
        done(new Http.Ask("DELETE", "/v1/reports/" + report + "/erasure"));
    }

    /**
     * Invites somebody; for administrators.
     *
     * @param role patient, doctor or administrator
     * @return the invitation
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public Invitation invite(String role) throws StoreException {
        JsonObject object = Http.json(
                ask(new Http.Ask("POST", "/v1/invitations").json(Map.of("role", role))),
                Set.of("code", "expires"),
                Set.of());
        try {
            return new Invitation(membership.origin(), object.text("code"), store);
        } catch (MalformedJsonException e) {
            throw Http.malformed(e);
        }
    }

    /**
     * {@return all accounts; for administrators}
     *
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public List<Account> accounts() throws StoreException {
        List<Account> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            String after =
                    all.isEmpty() ? "" : "?after=" + all.get(all.size() - 1).id();
            JsonObject object =
                    Http.json(ask(new Http.Ask("GET", "/v1/accounts" + after)), Set.of("accounts", "more"), Set.of());
            try {
                int before = all.size();
                for (JsonObject each : object.objects("accounts", ACCOUNT, Set.of())) {
                    all.add(account(each));
                }
                more = object.truth("more") && all.size() > before;
            } catch (MalformedJsonException e) {
                throw Http.malformed(e);
            }
        }
        return all;
    }

    /**
     * Shuts an account out, or lets it in again; for administrators.
     *
     * @param account the id of the account
     * @param suspended whether the account is shut out, or let in again
     * @throws StoreException if the store refuses, or does not answer as it should
     */
    public void suspend(String account, boolean suspended) throws StoreException {
        done(new Http.Ask("PUT", "/v1/accounts/" + account + "/suspension").json(Map.of("suspended", suspended)));
    }

    /** Names the store. */
    @Override
    public String toString() {
        return "StoreClient[" + membership.origin() + "]";
    }
}
