package org.phrkit.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.report.GrantChain;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.SignedGrant;
import org.phrkit.report.Source;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.storage.OwnFile;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.DeviceCertificate;
import org.phrkit.store.Erasure;
import org.phrkit.store.Invitation;
import org.phrkit.store.RequestKey;
import org.phrkit.store.SignedStatement;
import org.phrkit.transparency.LogKey;

/** A store in a folder of a test, and people who have accounts there. */
final class TestStore implements AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();

    /** Options of a store without TLS, which starts and answers faster. */
    static final String[] PLAIN = {"origin", "http://127.0.0.1:PORT", "rate", "1000"};

    private static final long CHILD_START_SECONDS = 180;

    private final Path folder;
    private final Configuration configuration;
    private @Nullable Serving serving;
    private String fingerprint = "";

    private TestStore(Path folder, Configuration configuration) {
        this.folder = folder;
        this.configuration = configuration;
    }

    /** A store that is served by this process. */
    static TestStore in(Path folder, String... options) throws Exception {
        TestStore store = made(folder, options);
        store.serve();
        return store;
    }

    /** A store that nobody serves yet. */
    static TestStore made(Path folder, String... options) throws Exception {
        Logs.quiet();
        int port = freePort();
        Store.make(folder);
        StringBuilder text = new StringBuilder("listen = 127.0.0.1:" + port + "\n");
        for (int i = 0; i < options.length; i += 2) {
            text.append(options[i])
                    .append(" = ")
                    .append(options[i + 1].replace("PORT", Integer.toString(port)))
                    .append('\n');
        }
        OwnFile.write(folder.resolve(Configuration.FILE), text.toString());
        return of(folder);
    }

    /** A store whose folder is there. */
    static TestStore of(Path folder) throws Exception {
        return new TestStore(folder, Configuration.read(folder, new Properties()));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI origin() {
        return configuration.origin();
    }

    Path folder() {
        return folder;
    }

    Configuration configuration() {
        return configuration;
    }

    void serve() throws Exception {
        serving = Serving.begin(folder, configuration);
    }

    /** The store that this process serves. */
    Store served() {
        return Objects.requireNonNull(serving, "nobody serves it").store();
    }

    /** What it answers where it says how it is. */
    HttpResponse<String> monitoring(String method, String path) throws Exception {
        int port = Objects.requireNonNull(serving, "nobody serves it").monitoringPort();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** What it counted. */
    String metrics() throws Exception {
        return monitoring("GET", "/metrics").body();
    }

    void restart() throws Exception {
        close();
        serve();
    }

    /** Runs a command of phr-server as a process of its own; what it says goes to a file beside the folder. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile()))
                .start();
    }

    /** A process that serves it, and answers by now. */
    Process serveElsewhere() throws Exception {
        Process process = start("serve", folder.toString());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CHILD_START_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException("the process does not answer: " + log());
            }
            Thread.sleep(20);
        }
        return process;
    }

    private boolean answers() {
        try (Socket socket = Wire.connect(configuration.port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What processes of it said. */
    String log() throws IOException {
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** What check finds. */
    List<String> faults() throws Exception {
        try (Store store = Store.open(folder, configuration)) {
            List<String> faults = new ArrayList<>(store.database().faults());
            faults.addAll(store.reports().faults());
            faults.addAll(store.logFaults());
            return faults;
        }
    }

    Invitation invite(Role role) throws Exception {
        try (Store store = Store.open(folder, configuration)) {
            fingerprint = store.key().verificationKey().fingerprintHex();
            return new Invitation(origin(), store.accounts().invite(role).code(), fingerprint);
        }
    }

    /** Of the store's key, once somebody was invited. */
    String fingerprint() {
        return fingerprint;
    }

    /** An id for a report that is no signed one. */
    static String newId() {
        return String.format(java.util.Locale.ROOT, "%016x%016x", RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** Something done to the opened folder, beside the process that serves it. */
    interface Deed {
        void with(Store store) throws Exception;
    }

    void aside(Deed deed) throws Exception {
        try (Store store = Store.open(folder, configuration)) {
            deed.with(store);
        }
    }

    Person join(Role role, String name) throws Exception {
        KeyIdentity identity = X25519Identity.generate(RANDOM);
        SigningKey signing = SigningKey.generate(RANDOM);
        SigningKey recovery = SigningKey.generate(RANDOM);
        ContactCard card = new ContactCard(
                name,
                signing.verificationKey(),
                identity.recipient(),
                Optional.empty(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Optional.of(LogKey.generate(RANDOM)));
        Membership membership = StoreClient.join(
                invite(role), card.sign(signing), signing, recovery.verificationKey(), Clock.systemUTC(), RANDOM);
        return new Person(identity, signing, recovery, membership, card.logKey().orElseThrow());
    }

    @Override
    public void close() throws IOException {
        if (serving != null) {
            serving.close();
            serving = null;
        }
    }

    /** Somebody with keys, an account and a device. */
    record Person(KeyIdentity identity, SigningKey signing, SigningKey recovery, Membership membership, LogKey logKey) {
        /** With a log key that nobody knows. */
        Person(KeyIdentity identity, SigningKey signing, SigningKey recovery, Membership membership) {
            this(identity, signing, recovery, membership, LogKey.generate(RANDOM));
        }

        /** Somebody who has no account. */
        static Person nobody(TestStore store) {
            SigningKey signing = SigningKey.generate(RANDOM);
            Membership membership = new Membership(
                    store.origin(), signing.verificationKey(), List.of(), "", "", RequestKey.generate(RANDOM));
            return new Person(X25519Identity.generate(RANDOM), signing, SigningKey.generate(RANDOM), membership);
        }

        StoreClient client() {
            return StoreClient.open(membership, Clock.systemUTC(), RANDOM);
        }

        /** What it shows to others. */
        SignedStatement card() {
            return new ContactCard(
                            "Somebody",
                            signing.verificationKey(),
                            identity.recipient(),
                            Optional.empty(),
                            Instant.EPOCH,
                            Optional.of(logKey))
                    .sign(signing);
        }

        /** A certificate of its device. */
        SignedStatement certificate(TestStore store) {
            return new DeviceCertificate(
                            signing.verificationKey(),
                            store.fingerprint(),
                            membership.key().publicKey(),
                            Instant.EPOCH)
                    .sign(signing);
        }

        SignedStatement erasure(TestStore store, String report) {
            return new Erasure(store.fingerprint(), report, Instant.EPOCH).sign(recovery);
        }

        String fingerprint() {
            return signing.verificationKey().fingerprintHex();
        }

        /** Leaves a report for some, and returns its id. */
        String put(Path scratch, String text, Person... readers) throws IOException {
            return put(client(), scratch, text, readers);
        }

        String put(StoreClient client, Path scratch, String text, Person... readers) throws IOException {
            Path file = Files.createTempDirectory(scratch, "put").resolve("report.age");
            List<Reader> all = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(this), java.util.Arrays.stream(readers))
                    .map(person -> new Reader(person.identity.recipient(), person.signing.verificationKey()))
                    .toList();
            ReportManifest manifest = ReportWriter.seal(
                    List.of(Source.of("report.txt", text.getBytes(StandardCharsets.UTF_8))),
                    signing,
                    all.stream().map(Reader::recipient).toList(),
                    Instant.now(),
                    file,
                    RANDOM);
            client.put(
                    file,
                    manifest.id(),
                    java.util.Arrays.stream(readers)
                            .map(person -> new StoreClient.Named(person.fingerprint(), false, Optional.empty()))
                            .toList(),
                    Optional.empty(),
                    Optional.empty());
            return manifest.id();
        }

        /** What a reader shows when he is granted a report by hand. */
        SignedGrant statement(String report, Person reader, boolean mayGrant, GrantChain before) {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Reader named =
                    new Reader(reader.identity.recipient(), Optional.of(reader.signing.verificationKey()), mayGrant);
            GrantStatement.Window window = new GrantStatement.Window(now, Optional.empty());
            GrantStatement statement = before.grants().isEmpty()
                    ? new GrantStatement(
                            report,
                            "0".repeat(64),
                            Optional.empty(),
                            named,
                            signing.verificationKey(),
                            window,
                            now,
                            Optional.empty())
                    : before.next(signing.verificationKey(), named, window, now, Optional.empty());
            return SignedGrant.sign(statement, signing);
        }

        /** Grants a report of one's own. */
        void grant(StoreClient client, String report, Person reader, boolean mayGrant) throws IOException {
            StoreClient.Header header = client.header(report);
            AgeHeader more = header.header().adding(List.of(identity), List.of(reader.identity.recipient()), RANDOM);
            client.grant(
                    report,
                    header.tag(),
                    more,
                    statement(report, reader, mayGrant, GrantChain.NONE),
                    Optional.empty(),
                    Optional.empty());
        }

        byte[] get(String report) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            client().get(report, out);
            return out.toByteArray();
        }
    }
}
