package org.phrkit.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.server.accounts.Role;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.Invitation;

/** A store in a folder of a test, and people who have accounts there. */
final class TestStore implements AutoCloseable {
    static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Configuration configuration;
    private Serving serving;

    private TestStore(Path folder, Configuration configuration) throws Exception {
        this.folder = folder;
        this.configuration = configuration;
        this.serving = Serving.begin(folder, configuration);
    }

    static TestStore in(Path folder, String... options) throws Exception {
        Logs.quiet();
        Properties properties = new Properties();
        int port = freePort();
        properties.setProperty("listen", "127.0.0.1:" + port);
        for (int i = 0; i < options.length; i += 2) {
            properties.setProperty(options[i], options[i + 1].replace("PORT", Integer.toString(port)));
        }
        Store.make(folder);
        return new TestStore(folder, Configuration.read(folder, properties));
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

    void restart() throws Exception {
        serving.close();
        serving = Serving.begin(folder, configuration);
    }

    Invitation invite(Role role) throws Exception {
        try (Store store = Store.open(folder, configuration)) {
            return new Invitation(
                    origin(),
                    store.accounts().invite(role).code(),
                    store.key().verificationKey().fingerprintHex());
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
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Membership membership = StoreClient.join(
                invite(role), card.sign(signing), signing, recovery.verificationKey(), Clock.systemUTC(), RANDOM);
        return new Person(identity, signing, recovery, membership);
    }

    @Override
    public void close() throws IOException {
        serving.close();
    }

    /** Somebody with keys, an account and a device. */
    record Person(KeyIdentity identity, SigningKey signing, SigningKey recovery, Membership membership) {
        StoreClient client() {
            return StoreClient.open(membership, Clock.systemUTC(), RANDOM);
        }

        String fingerprint() {
            return signing.verificationKey().fingerprintHex();
        }

        /** Leaves a report for some, and returns its id. */
        String put(Path scratch, String text, Person... readers) throws IOException {
            Path file = Files.createTempDirectory(scratch, "put").resolve("report.age");
            List<org.phrkit.report.Reader> all = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(this), java.util.Arrays.stream(readers))
                    .map(person ->
                            new org.phrkit.report.Reader(person.identity.recipient(), person.signing.verificationKey()))
                    .toList();
            ReportManifest manifest = ReportWriter.seal(
                    List.of(Source.of("report.txt", text.getBytes(StandardCharsets.UTF_8))),
                    signing,
                    all.stream().map(org.phrkit.report.Reader::recipient).toList(),
                    Instant.now(),
                    file,
                    RANDOM);
            client().put(
                            file,
                            manifest.id(),
                            java.util.Arrays.stream(readers)
                                    .map(person -> new StoreClient.Named(person.fingerprint(), false))
                                    .toList(),
                            Optional.empty(),
                            Optional.empty());
            return manifest.id();
        }

        byte[] get(String report) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            client().get(report, out);
            return out.toByteArray();
        }
    }
}
