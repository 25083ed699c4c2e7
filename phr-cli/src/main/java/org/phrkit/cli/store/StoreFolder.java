package org.phrkit.cli.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.cli.files.Folders;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.keys.ContactKey;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.LogMemory;
import org.phrkit.client.Membership;
import org.phrkit.client.NewDevice;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.input.BadInputException;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.OwnerKeys;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/**
 * What this device keeps of its store, in one folder for its owner alone: the membership, the key that opens reports, the
 * key that signs them, the recovery key until its owner takes it elsewhere, what it has seen of the store's log, and of
 * each report seen the hash of its manifest.
 */
final class StoreFolder {
    private final Path folder;

    private StoreFolder(Path folder) {
        this.folder = folder;
    }

    static StoreFolder ofUser() {
        return new StoreFolder(Folders.ofUser().resolve("store"));
    }

    /** The folder itself. */
    Path path() {
        return folder;
    }

    private Path membershipFile() {
        return folder.resolve("membership.json");
    }

    private Path identityFile() {
        return folder.resolve("identity.key");
    }

    private Path signingFile() {
        return folder.resolve("signing.key");
    }

    /** The file of the key that confirms erasures. */
    Path recoveryFile() {
        return folder.resolve("recovery.key");
    }

    private Path recoveryPublicFile() {
        return folder.resolve("recovery.pub");
    }

    /** By what a device is known that the account's own recovery key added; nothing where this device never knew it. */
    Optional<VerificationKey> recoveryKey() throws IOException {
        if (!Files.exists(recoveryPublicFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(VerificationKey.parse(read(recoveryPublicFile()).strip()));
        } catch (BadInputException e) {
            throw Failure.of(e, recoveryPublicFile().toString());
        }
    }

    private void keepPublic(VerificationKey recovery) throws IOException {
        write(recoveryPublicFile(), recovery + "\n", Output.Replacing.FORCED);
    }

    /** Refuses to join where this device belongs to a store already. */
    void requireNone() throws Failure {
        if (Files.exists(membershipFile())) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "this device already belongs to a store",
                    "phr store whoami says which; phr store forget ends that; another XDG_CONFIG_HOME is another device");
        }
    }

    /**
     * Makes the keys that are not there yet.
     *
     * @param isPostQuantum whether reports are encrypted to a key that resists quantum computers
     */
    void makeKeys(boolean isPostQuantum, SecureRandom random) throws IOException {
        Folders.makeOfUser();
        Folders.make(folder, true);
        if (!Files.exists(identityFile())) {
            try (KeyIdentity identity =
                    isPostQuantum ? HybridIdentity.generate(random) : X25519Identity.generate(random)) {
                write(
                        identityFile(),
                        KeyFile.exposeText(identity, OffsetDateTime.now(ZoneId.systemDefault())),
                        Output.Replacing.NEVER);
            }
        }
        for (Path file : List.of(signingFile(), recoveryFile())) {
            if (!Files.exists(file)) {
                try (SigningKey key = SigningKey.generate(random)) {
                    write(file, key.exposeFileText(), Output.Replacing.NEVER);
                }
            }
        }
        try (SigningKey recovery = recovery()) {
            keepPublic(recovery.verificationKey());
        }
    }

    /** A file of this folder, which may be written anew afterwards: it is no input that a user named. */
    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ShortText.read(in, file.toString());
        }
    }

    private static void write(Path file, String text, Output.Replacing replacing) throws IOException {
        try (Output out = Output.open(file.toString(), Output.Privacy.KEY, replacing)) {
            out.stream().write(text.getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
    }

    /** The key that opens reports; the caller closes it. */
    KeyIdentity identity() throws IOException {
        List<KeyIdentity> identities = KeyFile.readIdentities(identityFile());
        if (identities.size() != 1) {
            throw new Failure(ExitCode.MALFORMED, identityFile() + ": must hold exactly one key");
        }
        return identities.get(0);
    }

    /** The key that signs reports and grants; the caller closes it. */
    SigningKey signing() throws IOException {
        return signingKey(signingFile());
    }

    /** A key that signs, without a passphrase; the caller closes it. */
    static SigningKey signingKey(Path file) throws IOException {
        try {
            return SigningKey.parse(ShortText.read(new Input(file.toString())), () -> {
                throw new Failure(ExitCode.NO_KEY, file + ": has a passphrase, but a key without one is expected");
            });
        } catch (BadInputException e) {
            throw Failure.of(e, file.toString());
        }
    }

    private Path cardFile() {
        return folder.resolve("card.json");
    }

    private Path doctorFile() {
        return folder.resolve("doctor.key");
    }

    /** Whether this device opens reports together with the store. */
    boolean isDoctor() {
        return Files.exists(doctorFile());
    }

    /** What this device opens reports with together with the store; the caller closes it. */
    PluginIdentity doctor() throws IOException {
        if (!isDoctor()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "this device does not open reports together with the store",
                    "to begin, run phr store enrol; to add another device, phr store device add");
        }
        String text = read(doctorFile());
        try {
            return PluginIdentity.parse(text.lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .findFirst()
                    .orElse(""));
        } catch (StoreFormatException e) {
            throw Failure.of(e, doctorFile().toString());
        }
    }

    /** Keeps it, as an identity file that age reads as well. */
    void keep(PluginIdentity doctor, MediatedRecipient recipient) throws IOException {
        String shown = new ContactKey.Mediated(recipient).shortName();
        write(doctorFile(), "# recipient: " + shown + "\n" + doctor.exposeText() + "\n", Output.Replacing.FORCED);
    }

    /** The recovery key, while it is here; the caller closes it. */
    SigningKey recovery() throws IOException {
        if (!Files.exists(recoveryFile())) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    recoveryFile() + ": the recovery key is not here",
                    "put it back from where you keep it");
        }
        return signingKey(recoveryFile());
    }

    /** The fingerprint of the key that signs, as it stands on the card. */
    String fingerprint() throws IOException {
        return contactCard().signer().fingerprintHex();
    }

    /** The card, read. */
    ContactCard contactCard() throws IOException {
        try {
            return ContactCard.of(card());
        } catch (StoreFormatException e) {
            throw Failure.of(e, cardFile().toString());
        }
    }

    /** Refuses to bring keys to where there are some. */
    void requireNoKeys() throws Failure {
        for (Path file : List.of(identityFile(), signingFile(), doctorFile(), recoveryFile())) {
            if (Files.exists(file)) {
                throw new Failure(
                        ExitCode.COULD_NOT,
                        file + ": there are keys here, which are never replaced",
                        "move " + folder + " away, or name another folder by XDG_CONFIG_HOME");
            }
        }
    }

    /** Keeps the recovery key that came back from shares. */
    void keepRecovery(SigningKey key) throws IOException {
        write(recoveryFile(), key.exposeFileText(), Output.Replacing.NEVER);
        keepPublic(key.verificationKey());
    }

    /** Takes over what another device made ready. */
    void take(NewDevice device) throws IOException {
        keepKeys(device.keys());
        keep(device.membership());
        keepCard(device.card());
        if (device.recoveryKey().isPresent()) {
            keepRecovery(device.recoveryKey().get());
        } else if (device.recovery().isPresent()) {
            keepPublic(device.recovery().get());
        }
        Optional<MediatedRecipient> recipient = contactCard().mediated();
        if (device.doctor().isPresent() && recipient.isPresent()) {
            keep(device.doctor().get(), recipient.get());
        }
    }

    /** Keeps keys that came from elsewhere; none that is here is replaced. */
    void keepKeys(OwnerKeys keys) throws IOException {
        Folders.makeOfUser();
        Folders.make(folder, true);
        write(
                identityFile(),
                KeyFile.exposeText(keys.identity(), OffsetDateTime.now(ZoneId.systemDefault())),
                Output.Replacing.NEVER);
        write(signingFile(), keys.signing().exposeFileText(), Output.Replacing.NEVER);
    }

    /** What is shown to others. */
    SignedStatement card() throws IOException {
        membership();
        try {
            return SignedStatement.parse(read(cardFile()));
        } catch (StoreFormatException e) {
            throw Failure.of(e, cardFile().toString());
        }
    }

    void keepCard(SignedStatement card) throws IOException {
        write(cardFile(), card.json(), Output.Replacing.FORCED);
    }

    Membership membership() throws IOException {
        if (!Files.exists(membershipFile())) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "this device belongs to no store",
                    "join one with phr store join INVITATION; whoever runs the store makes invitations");
        }
        try {
            return Membership.parse(read(membershipFile()));
        } catch (StoreException.Malformed e) {
            throw new Failure(ExitCode.MALFORMED, membershipFile() + ": " + e.getMessage());
        }
    }

    void keep(Membership membership) throws IOException {
        write(membershipFile(), membership.exposeText(), Output.Replacing.FORCED);
    }

    /** Ends the membership on this device; the keys stay, as reports may be encrypted to them. */
    void forget() throws IOException {
        membership();
        Files.delete(membershipFile());
        Terminal.say("the keys stay in " + folder + ", as reports may be encrypted to them");
    }

    /** What is done at the store. */
    @FunctionalInterface
    interface Work<T> {
        T with(StoreClient client) throws IOException;
    }

    /** Does something at the store; takes over the keys of its TLS if it has other ones by now. */
    <T> T at(Work<T> work) throws IOException {
        Membership membership = membership();
        SecureRandom random = new SecureRandom();
        StoreClient client = StoreClient.open(membership, logMemory(), Clock.systemUTC(), random);
        try {
            return work.with(client);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (StoreException.OtherHistory e) {
            keepProof(e);
            throw failure(e);
        } catch (StoreException.OtherStore e) {
            Membership renewed = renewed(client);
            if (renewed.tlsKeys().equals(membership.tlsKeys())) {
                throw failure(e);
            }
            keep(renewed);
            return retried(work, StoreClient.open(renewed, logMemory(), Clock.systemUTC(), random));
        } catch (StoreException e) {
            throw failure(e);
        }
    }

    private <T> T retried(Work<T> work, StoreClient client) throws IOException {
        try {
            return work.with(client);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (StoreException.OtherHistory e) {
            keepProof(e);
            throw failure(e);
        } catch (StoreException e) {
            throw failure(e);
        }
    }

    private Path logFile() {
        return folder.resolve("log.json");
    }

    private Path proofFile() {
        return folder.resolve("log-proof.txt");
    }

    private LogMemory logMemory() {
        return new LogMemory() {
            @Override
            public Optional<String> read() throws IOException {
                return Files.exists(logFile()) ? Optional.of(StoreFolder.read(logFile())) : Optional.empty();
            }

            @Override
            public void keep(String text) throws IOException {
                write(logFile(), text, Output.Replacing.FORCED);
            }
        };
    }

    /** The last head of the store's log that was accepted, to be carried to others; nobody is asked. */
    Optional<String> carried() throws IOException {
        return StoreClient.open(membership(), logMemory(), Clock.systemUTC(), new SecureRandom())
                .log()
                .carried();
    }

    /** The heads that prove it, which nobody but the store can have signed. */
    private void keepProof(StoreException.OtherHistory e) throws IOException {
        if (!e.notes().isEmpty()) {
            write(proofFile(), String.join("\n", e.notes()), Output.Replacing.FORCED);
            Terminal.say("the contradictory heads of the log are kept in " + proofFile());
        }
    }

    private static Membership renewed(StoreClient client) throws Failure {
        try {
            return client.renewed();
        } catch (StoreException e) {
            throw failure(e);
        }
    }

    /** The failure that tells the user what went wrong at the store. */
    static Failure failure(StoreException e) {
        String message = e.getMessage() + "";
        if (e instanceof StoreException.OtherStore) {
            return new Failure(
                    ExitCode.MALFORMED,
                    message,
                    "ask whoever runs the store for its fingerprint, over another channel");
        }
        if (e instanceof StoreException.OtherHistory) {
            return new Failure(
                    ExitCode.MALFORMED,
                    message,
                    "do not rely on what it shows: ask whoever runs the store, and compare with "
                            + "others; if the store lost its log and says so, run phr store "
                            + "forget and join, or remove log.json from the folder of the store here");
        }
        if (e instanceof StoreException.Malformed) {
            return new Failure(ExitCode.MALFORMED, message);
        }
        if (e instanceof StoreException.Refused refused) {
            return new Failure(
                    ExitCode.COULD_NOT,
                    message,
                    RefusalHint.of(refused.kind(), refused.path(), refused.retryAfterSeconds()));
        }
        return new Failure(ExitCode.COULD_NOT, message);
    }

    /** Checks the id of a report, as it was typed. */
    static String id(String text) throws Failure {
        String id = text.toLowerCase(java.util.Locale.ROOT);
        if (!id.matches("[0-9a-f]{32}")) {
            throw new Failure(
                    ExitCode.USAGE, "the id of a report has 32 hexadecimal digits", "phr store list shows them");
        }
        return id;
    }
}
