package org.phrkit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.age.Age;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.X25519Identity;
import org.phrkit.client.MediationClient;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.HandedCard;
import org.phrkit.store.Invitation;
import org.phrkit.store.PluginIdentity;

/** The {@code age} command, which knows nothing of stores, opens what doctors open together with one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgePluginIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Path BIN = Path.of(System.getProperty("phr.launcher")).resolveSibling("bin");
    private static final String TEXT = "blood pressure 110/70\n";

    private static final Ran OPENED = new Ran(0, TEXT, "");

    private Path folder = Path.of("");
    private @Nullable Process server;
    private @Nullable Person anna;
    private @Nullable Doctor doctor;

    /** Somebody with an account. */
    private record Person(KeyIdentity identity, SigningKey signing, Membership membership) {
        StoreClient client() {
            return StoreClient.open(membership, Clock.systemUTC(), RANDOM);
        }

        ContactCard card(Optional<MediatedRecipient> mediated) {
            return new ContactCard(
                    "Somebody", signing.verificationKey(), identity.recipient(), mediated, Instant.EPOCH);
        }
    }

    /** A doctor who enrolled. */
    private record Doctor(Person person, MediatedRecipient recipient, PluginIdentity identity) {}

    /** How a command ended. */
    private record Ran(int status, String out, String err) {}

    @BeforeAll
    void begin(@TempDir Path scratch) throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "age"))),
                "skipped: there is no age on the PATH");
        folder = scratch;
        String port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = Integer.toString(socket.getLocalPort());
        }
        String program = BIN.resolve("phr-server").toString();
        Ran made = run(program, "init", "store", "--listen", "127.0.0.1:" + port);
        assertThat(made.status).as(made.err).isZero();
        Path log = folder.resolve("store.log");
        server = builder(program, "serve", "store").redirectError(log.toFile()).start();
        while (!Files.readString(log).contains("phr-server: serves")) {
            assertThat(server.isAlive()).as(() -> text(log)).isTrue();
            Thread.sleep(50);
        }
        anna = join("patient", false);
        doctor = enrol(false);
    }

    @AfterAll
    void end() throws InterruptedException {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().merge("PATH", BIN.toString(), (path, ours) -> ours + File.pathSeparator + path);
        return builder;
    }

    private Ran run(String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        int status = builder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        // What age says after five seconds of a busy machine.
        return new Ran(status, text(out), text(err).replace("age: waiting on phr plugin...\n", ""));
    }

    private Person join(String role, boolean isPostQuantum) throws IOException, InterruptedException {
        Ran invited = run(BIN.resolve("phr-server").toString(), "invite", "store", role);
        assertThat(invited.status).as(invited.err).isZero();
        KeyIdentity identity = isPostQuantum ? HybridIdentity.generate(RANDOM) : X25519Identity.generate(RANDOM);
        SigningKey signing = SigningKey.generate(RANDOM);
        Membership membership = StoreClient.join(
                Invitation.parse(invited.out.strip()),
                new ContactCard(
                                "Somebody",
                                signing.verificationKey(),
                                identity.recipient(),
                                Optional.empty(),
                                Instant.EPOCH)
                        .sign(signing),
                signing,
                SigningKey.generate(RANDOM).verificationKey(),
                Clock.systemUTC(),
                RANDOM);
        return new Person(identity, signing, membership);
    }

    private Doctor enrol(boolean isPostQuantum) throws IOException, InterruptedException {
        Person person = join("doctor", isPostQuantum);
        MediationClient.Enrolled enrolled = person.client().mediation().enrol(isPostQuantum);
        person.client().showCard(person.card(Optional.of(enrolled.recipient())).sign(person.signing));
        return new Doctor(
                person,
                enrolled.recipient(),
                new PluginIdentity(
                        enrolled.device().id(),
                        enrolled.device().part(),
                        person.membership.key(),
                        person.membership.store().fingerprintHex(),
                        person.membership.origin()));
    }

    /** Leaves a report of Anna's for a doctor and others, in a file that he has too; returns its id. */
    private String put(String name, Doctor reader, KeyRecipient... others) throws IOException {
        return put(name, reader.recipient, fingerprint(reader), others);
    }

    private String put(String name, MediatedRecipient reader, String fingerprint, KeyRecipient... others)
            throws IOException {
        ReportPart part = ReportPart.generate(RANDOM);
        List<KeyRecipient> recipients = new ArrayList<>(List.of(others));
        recipients.add(part.recipient(reader));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(recipients, new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)), out, RANDOM);
        Path file = Files.write(folder.resolve(name), out.toByteArray());
        List<byte[]> shares = AgeHeader.read(new BufferedInputStream(new ByteArrayInputStream(out.toByteArray())))
                .shares();
        String id = String.format(Locale.ROOT, "%016x%016x", RANDOM.nextLong(), RANDOM.nextLong());
        StoreClient.Mediated mediated =
                new StoreClient.Mediated(part, Opening.tag(shares.get(shares.size() - 1)), OptionalLong.empty());
        anna().client()
                .put(
                        file,
                        id,
                        List.of(new StoreClient.Named(fingerprint, false, Optional.of(mediated))),
                        Optional.empty(),
                        Optional.empty());
        return id;
    }

    private Person anna() {
        return Objects.requireNonNull(anna);
    }

    private Doctor doctor() {
        return Objects.requireNonNull(doctor);
    }

    private static String fingerprint(Doctor reader) {
        return reader.person.signing.verificationKey().fingerprintHex();
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), "# a doctor's key\n" + String.join("\n", lines) + "\n");
    }

    @Test
    void ageOpensWhatADoctorMayOpen() throws Exception {
        put("report.age", doctor(), anna().identity.recipient());
        write("doctor.txt", doctor().identity.exposeText());
        assertThat(run("age", "-d", "-i", "doctor.txt", "report.age")).isEqualTo(OPENED);
    }

    @Test
    void ageOpensWhatAPostQuantumDoctorMayOpen() throws Exception {
        Doctor other = enrol(true);
        put("pq.age", other);
        write("pq.txt", other.identity.exposeText());
        assertThat(run("age", "-d", "-i", "pq.txt", "pq.age")).isEqualTo(OPENED);
    }

    @Test
    void oneOfSeveralIdentitiesIsEnough() throws Exception {
        put("several.age", doctor());
        write(
                "several.txt",
                enrol(false).identity.exposeText(),
                doctor().identity.exposeText());
        assertThat(run("age", "-d", "-i", "several.txt", "several.age")).isEqualTo(OPENED);
    }

    @Test
    void agePrintsTheRefusalOfTheStore() throws Exception {
        String report = put("taken-back.age", doctor());
        write("doctor.txt", doctor().identity.exposeText());
        anna().client().revoke(report, fingerprint(doctor()));
        Ran ran = run("age", "-d", "-i", "doctor.txt", "taken-back.age");
        assertThat(ran.status).isEqualTo(1);
        assertThat(ran.out).isEmpty();
        assertThat(ran.err)
                .contains("phr plugin: the store refuses: it is no longer there: it was taken back, or erased");
    }

    @Test
    void ageFindsNoIdentityForWhatIsForOthers() throws Exception {
        Age.encrypt(
                List.of(anna().identity.recipient()),
                Files.writeString(folder.resolve("plain"), TEXT),
                folder.resolve("other.age"),
                RANDOM);
        write("doctor.txt", doctor().identity.exposeText());
        Ran ran = run("age", "-d", "-i", "doctor.txt", "other.age");
        assertThat(ran.status).isEqualTo(1);
        assertThat(ran.err).contains("no identity matched any of the recipients");
    }

    @Test
    void ageIsToldOfAStoreThatIsNotThereOrAnother() throws Exception {
        put("unreachable.age", doctor());
        PluginIdentity own = doctor().identity;
        write("elsewhere.txt", with(own, own.store(), URI.create("http://127.0.0.1:1")));
        assertThat(run("age", "-d", "-i", "elsewhere.txt", "unreachable.age").err)
                .contains("phr plugin: http://127.0.0.1:1: there is no answer");
        write("another.txt", with(own, "0".repeat(32), own.origin()));
        assertThat(run("age", "-d", "-i", "another.txt", "unreachable.age").err)
                .contains("does not have the key of the store: somebody may stand in between");
    }

    private static String with(PluginIdentity own, String store, URI origin) {
        return new PluginIdentity(own.part(), own.doctor(), own.key(), store, origin).exposeText();
    }

    /** The age command asks on a terminal, which script provides. */
    @Test
    void ageAsksForThePassphraseOfAnIdentity() throws Exception {
        put("asked.age", doctor());
        write("locked.txt", doctor().identity.encrypt("Fuchs Gans Igel".toCharArray(), 10, RANDOM));
        Ran right = typed("Fuchs Gans Igel", "age -d -i locked.txt -o asked asked.age");
        assertThat(right.out).contains("passphrase of the identity:");
        assertThat(right.status).as(right.out).isZero();
        assertThat(folder.resolve("asked")).hasContent(TEXT);
        Ran wrong = typed("Fuchs Gans Esel", "age -d -i locked.txt -o wrong asked.age");
        assertThat(wrong.status).isEqualTo(1);
        assertThat(wrong.out).contains("phr plugin: the passphrase is wrong");
        Ran none = run("setsid", "age", "-d", "-i", "locked.txt", "asked.age");
        assertThat(none.err).contains("phr plugin: the identity has a passphrase, and none was given");
    }

    /** As a doctor does it at the command line. */
    @Test
    void phrWritesTheIdentityOfItsDevice() throws Exception {
        String phr = BIN.resolveSibling("phr").toString();
        Files.writeString(folder.resolve("secret"), "Fuchs Gans Igel\n");
        Ran invited = run(BIN.resolve("phr-server").toString(), "invite", "store", "doctor");
        Files.writeString(folder.resolve("invitation"), invited.out);
        for (String command : List.of(
                "join --name Dr invitation",
                "enrol -t 1 -n 1 -d shares",
                "card -o card",
                "device identity -o clear.txt",
                "device identity --passphrase-file secret -o secret.txt")) {
            Ran ran = run(Stream.concat(Stream.of(phr, "store"), Arrays.stream(command.split(" ")))
                    .toArray(String[]::new));
            assertThat(ran.status).as(ran.err).isZero();
        }
        ContactCard card =
                ContactCard.of(HandedCard.parse(text(folder.resolve("card"))).card());
        put("written.age", card.mediated().orElseThrow(), card.signer().fingerprintHex());
        assertThat(run("age", "-d", "-i", "clear.txt", "written.age")).isEqualTo(OPENED);
        Ran ran = typed("Fuchs Gans Igel", "age -d -i secret.txt -o written written.age");
        assertThat(ran.status).as(ran.out).isZero();
        assertThat(folder.resolve("written")).hasContent(TEXT);
    }

    private Ran typed(String line, String command) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("typed"), line + "\n");
        return run("sh", "-c", "(sleep 1; cat typed; sleep 5) | script -qec '" + command + "' /dev/null");
    }

    @Test
    void ageIsToldWhatEncryptsToADoctor() throws Exception {
        Files.writeString(folder.resolve("plain"), TEXT);
        Ran ran = run("age", "-r", doctor().recipient.toString(), "-o", "never.age", "plain");
        assertThat(ran.status).isEqualTo(1);
        assertThat(ran.err).contains("phr plugin: only phr encrypts to age1phr1", "phr store put --for NAME");
        assertThat(folder.resolve("never.age")).doesNotExist();
    }

    @Test
    void byHandItSaysWhatItIsFor() throws Exception {
        String program = BIN.resolve("age-plugin-phr").toString();
        Ran ran = run(program);
        assertThat(ran.status).isEqualTo(2);
        assertThat(ran.err).startsWith("phr: error: this program is started by age");
        assertThat(run(program, "--age-plugin=identity-v2").status).isEqualTo(2);
    }
}
