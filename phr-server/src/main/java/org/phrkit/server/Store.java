package org.phrkit.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Nonces;
import org.phrkit.server.accounts.Passkeys;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.server.accounts.Vaults;
import org.phrkit.server.grants.Grants;
import org.phrkit.server.grants.Openings;
import org.phrkit.server.grants.Parts;
import org.phrkit.server.log.Log;
import org.phrkit.server.log.LogTree;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.reports.Reports;
import org.phrkit.server.reports.Uploads;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.OwnFile;
import org.phrkit.server.storage.PartKeys;
import org.phrkit.server.storage.Revocations;
import org.phrkit.server.storage.StorageException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.LogStatement;
import org.phrkit.transparency.NoteSigningKey;

/** The folder of a store, opened. */
final class Store implements AutoCloseable {
    private static final String KEY = "store.key";

    /** The name of the key that signs the heads of the log. */
    static final String LOG_KEY = "log.key";

    private static final String LOCK = "lock";
    private static final String DATABASE = "store.db";

    /** The name of the list of revocations, in the folder and in the second one. */
    static final String REVOCATIONS = "revocations";

    private static final Clock CLOCK = Clock.systemUTC();

    private final Path folder;
    private final Configuration configuration;
    private final SigningKey key;
    private final Database database;
    private final Blobs blobs;
    private final Revocations revocations;
    private final PartKeys partKeys;
    private final Log log = new Log(CLOCK, new SecureRandom());
    private final Accounts accounts;
    private final Uploads uploads;
    private final Reports reports;
    private final Clock clock = CLOCK;
    private @Nullable FileChannel lock;
    private @Nullable LogTree tree;

    private Store(Path folder, Configuration configuration, SigningKey key, Revocations revocations, PartKeys partKeys)
            throws IOException {
        this.folder = folder;
        this.configuration = configuration;
        this.key = key;
        this.database = Database.open(folder.resolve(DATABASE));
        this.blobs = Blobs.in(folder);
        this.revocations = revocations;
        this.partKeys = partKeys;
        this.accounts = new Accounts(
                database,
                log,
                clock,
                new SecureRandom(),
                key.verificationKey().fingerprintHex(),
                configuration.quotaBytes());
        this.uploads = new Uploads(database, blobs, accounts, clock, configuration.largestBytes());
        this.reports = new Reports(database, blobs, uploads, revocations, partKeys, log, CLOCK);
    }

    /** Makes a store in a folder that is not there or empty. */
    static void make(Path folder) throws IOException, Refused {
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new Refused(folder + ": is not empty");
                }
            }
        } else {
            Blobs.makeFolder(folder);
        }
        try (SigningKey key = SigningKey.generate(new SecureRandom())) {
            OwnFile.write(folder.resolve(KEY), key.exposeFileText());
            makeLogKey(folder, key);
        }
        Database.open(folder.resolve(DATABASE)).close();
        Revocations.open(List.of(folder.resolve(REVOCATIONS))).close();
    }

    /** Makes the key that signs the heads of the log. */
    static void makeLogKey(Path folder, SigningKey store) throws IOException {
        String name = LogStatement.nameOf(store.verificationKey());
        try (NoteSigningKey logKey = NoteSigningKey.generate(name, new SecureRandom())) {
            OwnFile.write(folder.resolve(LOG_KEY), logKey.exposeText() + "\n");
        }
    }

    /** Opens the folder of a store, to look or to change something beside a process that serves it. */
    static Store open(Path folder, Configuration configuration) throws IOException, Refused {
        return open(
                folder,
                configuration,
                Revocations.look(inBoth(folder, configuration, REVOCATIONS)),
                PartKeys.look(inBoth(folder, configuration, PartKeys.FILE), CLOCK, new SecureRandom()));
    }

    /**
     * Opens the folder of a store as the only process that serves it, and brings it up to date.
     *
     * @throws Refused if another one serves it
     */
    static Store serve(Path folder, Configuration configuration) throws IOException, Refused {
        return tryServe(folder, configuration)
                .orElseThrow(() -> new Refused(folder + ": is already served by another process"));
    }

    /** The same, or nothing where another one serves it. */
    static Optional<Store> tryServe(Path folder, Configuration configuration) throws IOException, Refused {
        requireStore(folder);
        OwnFile.touch(folder.resolve(LOCK));
        FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                lock.close();
                return Optional.empty();
            }
            Store store = open(
                    folder,
                    configuration,
                    Revocations.open(inBoth(folder, configuration, REVOCATIONS)),
                    PartKeys.open(inBoth(folder, configuration, PartKeys.FILE), CLOCK, new SecureRandom()));
            store.lock = lock;
            try {
                store.bringUpToDate();
                return Optional.of(store);
            } catch (Refused | IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (OverlappingFileLockException e) {
            lock.close();
            return Optional.empty();
        }
    }

    /** What ended stays ended: a database that knows more than the list would bring back what the list has lost. */
    private void bringUpToDate() throws IOException, Refused {
        if (revocations.count() < reports.knownRevocations()) {
            throw new Refused(
                    folder + ": the list of revocations is older than the database",
                    "put the newest list there, or restore a backup with --revocations-lost");
        }
        revocations.tell(log::ended);
        openLog();
        reports.catchUp();
        settleSuspensions();
        uploads.sweepLeftovers();
    }

    private void settleSuspensions() {
        try {
            suspensions().settle();
        } catch (Problem e) {
            throw new StorageException("the database cannot be read", e);
        }
    }

    private void openLog() throws IOException, Refused {
        if (!Files.exists(folder.resolve(LOG_KEY)) && !Files.exists(folder.resolve(LogTree.FOLDER))) {
            makeLogKey(folder, key);
        }
        try {
            LogTree opened = LogTree.open(inBoth(folder, configuration, LogTree.FOLDER), logKey(), database);
            tree = opened;
            database.afterCommit(opened::settle);
        } catch (Problem e) {
            throw new StorageException("the database cannot be read", e);
        }
    }

    /** The key that signs the heads of the log. */
    NoteSigningKey logKey() throws IOException {
        return NoteSigningKey.parse(Files.readString(folder.resolve(LOG_KEY), StandardCharsets.UTF_8)
                .strip());
    }

    private static void requireStore(Path folder) throws Refused {
        if (!Files.exists(folder.resolve(KEY))) {
            throw new Refused(folder + ": is not the folder of a store", "make one with phr-server init");
        }
    }

    private static Store open(Path folder, Configuration configuration, Revocations revocations, PartKeys partKeys)
            throws IOException, Refused {
        requireStore(folder);
        try {
            SigningKey key = SigningKey.parse(Files.readString(folder.resolve(KEY), StandardCharsets.US_ASCII), () -> {
                throw new IOException("the key of the store has a passphrase");
            });
            return new Store(folder, configuration, key, revocations, partKeys);
        } catch (SignException e) {
            throw new Refused(e.at(folder.resolve(KEY).toString()));
        }
    }

    /** Where a file stands that is in the second folder as well, if there is one. */
    static List<Path> inBoth(Path folder, Configuration configuration, String name) throws Refused {
        List<Path> files = new ArrayList<>(List.of(folder.resolve(name)));
        Path second = configuration.second();
        if (second != null) {
            if (!Files.isDirectory(second)) {
                throw new Refused(second + ": the second folder does not exist", "make it, on another disk");
            }
            files.add(second.resolve(name));
        }
        return files;
    }

    Path folder() {
        return folder;
    }

    Configuration configuration() {
        return configuration;
    }

    SigningKey key() {
        return key;
    }

    Database database() {
        return database;
    }

    Blobs blobs() {
        return blobs;
    }

    Accounts accounts() {
        return accounts;
    }

    Suspensions suspensions() {
        return new Suspensions(database, revocations);
    }

    Passkeys passkeys() {
        return new Passkeys(database, accounts, clock, new SecureRandom(), configuration.origin());
    }

    Vaults vaults() {
        return new Vaults(database, accounts);
    }

    Uploads uploads() {
        return uploads;
    }

    Reports reports() {
        return reports;
    }

    Grants grants() {
        return new Grants(database, reports, revocations, partKeys, log, clock);
    }

    Parts parts() {
        return new Parts(database, accounts, revocations, partKeys, log, clock, new SecureRandom());
    }

    Openings openings() {
        return new Openings(database, accounts, partKeys, log, clock);
    }

    /** What is written into the log. */
    Log log() {
        return log;
    }

    /** The tree of the log, of a store that is served. */
    LogTree tree() {
        LogTree open = tree;
        if (open == null) {
            throw new IllegalStateException("the store was opened to look at it");
        }
        return open;
    }

    /** Says by which key the heads of the log are signed. */
    LogStatement logStatement() throws IOException {
        try (NoteSigningKey logKey = logKey()) {
            return new LogStatement(logKey.verifierKey(), clock.instant());
        }
    }

    /** What is wrong with the log. */
    List<String> logFaults() throws IOException, Problem, Refused {
        if (!Files.exists(folder.resolve(LOG_KEY))) {
            return List.of();
        }
        try (NoteSigningKey logKey = logKey()) {
            return LogTree.faults(inBoth(folder, configuration, LogTree.FOLDER), logKey.verifierKey(), database);
        }
    }

    PartKeys partKeys() {
        return partKeys;
    }

    Nonces nonces() {
        return new Nonces(database, clock);
    }

    Limits limits() throws Problem {
        return new Limits(database, clock, configuration.rate());
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void close() throws IOException {
        database.close();
        revocations.close();
        if (tree != null) {
            tree.close();
        }
        key.close();
        if (lock != null) {
            lock.close();
        }
    }
}
