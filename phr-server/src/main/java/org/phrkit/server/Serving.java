package org.phrkit.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Nonces;
import org.phrkit.server.accounts.Passkeys;
import org.phrkit.server.http.HttpServer;
import org.phrkit.server.http.Metrics;
import org.phrkit.server.http.Monitoring;
import org.phrkit.server.http.TlsFiles;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.StorageException;
import org.phrkit.store.TlsKeys;

/** A store that answers. */
final class Serving implements AutoCloseable {
    private static final Logger LOG = System.getLogger("org.phrkit.server");
    private static final long SWEEP_SECONDS = 10;

    private final Store store;
    private final HttpServer http;
    private final @Nullable Monitoring monitoring;
    private final Limits limits;
    private final Nonces nonces;
    private final Passkeys passkeys;
    private final ScheduledFuture<?> sweeping;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweeper");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens the folder, and answers when this returns. */
    static Serving begin(Path folder, Configuration configuration) throws IOException, Refused, Problem {
        if (configuration.isPlain() && !isLoopback(configuration.host())) {
            throw new Refused("an origin of http:// is only for a store that listens on this machine");
        }
        String metrics = configuration.metrics();
        if (metrics != null && !isLoopback(Configuration.host(metrics))) {
            throw new Refused("metrics need an address of this machine, such as 127.0.0.1");
        }
        Store store = Store.serve(folder, configuration);
        try {
            return new Serving(store);
        } catch (IOException | Problem | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static boolean isLoopback(String host) throws IOException {
        return InetAddress.getByName(host.replace("[", "").replace("]", "")).isLoopbackAddress();
    }

    private Serving(Store store) throws IOException, Problem {
        this.store = store;
        Configuration configuration = store.configuration();
        URI origin = configuration.origin();
        Path certificate = certificate();
        KeyStore tls = configuration.isPlain() ? null : TlsFiles.keyStore(key(), certificate);
        List<String> hashes = tls == null
                ? List.of()
                : List.of(
                        TlsFiles.hash(certificate), TlsFiles.hash(store.folder().resolve("tls-next.pem")));
        TlsKeys keys = new TlsKeys(origin.toString(), hashes, store.clock().instant());
        limits = store.limits();
        nonces = store.nonces();
        passkeys = store.passkeys();
        Metrics metrics = metrics(store);
        http = new HttpServer(
                configuration.host(),
                configuration.port(),
                tls,
                new HttpServer.Identity(
                        origin,
                        store.key().verificationKey().toString(),
                        store.key().verificationKey().fingerprintHex(),
                        keys.sign(store.key()),
                        store.logStatement().sign(store.key())),
                new HttpServer.Rooms(
                        store.accounts(),
                        store.suspensions(),
                        nonces,
                        limits,
                        store.uploads(),
                        store.reports(),
                        store.grants(),
                        store.parts(),
                        store.openings(),
                        passkeys,
                        store.vaults(),
                        store.database(),
                        store.tree(),
                        store.blobs(),
                        store.clock()),
                metrics);
        http.start();
        try {
            monitoring = monitoring(store, metrics);
        } catch (IOException e) {
            http.close();
            throw e;
        }
        sweeping = sweeper.scheduleWithFixedDelay(this::sweep, 0, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private static Metrics metrics(Store store) {
        Metrics metrics = new Metrics();
        Database database = store.database();
        metrics.show("phr_accounts", "Accounts.", () -> number(database, "select count(*) from account"));
        metrics.show("phr_reports", "Reports.", () -> number(database, "select count(*) from report"));
        metrics.show(
                "phr_stored_bytes",
                "Bytes of all reports.",
                () -> number(database, "select coalesce(sum(used_bytes), 0) from account"));
        metrics.show(
                "phr_uploads", "Uploads that are not complete.", () -> number(database, "select count(*) from upload"));
        metrics.show(
                "phr_log_entries",
                "Entries of the log.",
                () -> store.tree().checkpoint().head().size());
        metrics.show("phr_free_bytes", "Bytes that the disk of the store still takes.", () -> store.folder()
                .toFile()
                .getUsableSpace());
        metrics.show(
                "phr_heap_bytes",
                "Bytes of the heap that are in use.",
                () -> Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        return metrics;
    }

    private static double number(Database database, String query) {
        try {
            return database.read(
                    handle -> handle.createQuery(query).mapTo(Long.class).one());
        } catch (Problem | StorageException e) {
            return Double.NaN;
        }
    }

    private static @Nullable Monitoring monitoring(Store store, Metrics metrics) throws IOException {
        String address = store.configuration().metrics();
        return address == null
                ? null
                : new Monitoring(
                        Configuration.host(address).replace("[", "").replace("]", ""),
                        Configuration.port(address),
                        metrics,
                        () -> Double.isNaN(number(store.database(), "select count(*) from account"))
                                ? "the database cannot be read"
                                : "");
    }

    private Path certificate() throws IOException {
        makeTlsFiles("tls");
        makeTlsFiles("tls-next");
        Path given = store.configuration().tlsCertificate();
        return given == null ? store.folder().resolve("tls.pem") : given;
    }

    private Path key() {
        Path given = store.configuration().tlsKey();
        return given == null ? store.folder().resolve("tls.key") : given;
    }

    /** Makes those that are not there, as after the next ones were moved to the place of the first. */
    private void makeTlsFiles(String name) throws IOException {
        Path key = store.folder().resolve(name + ".key");
        Path certificate = store.folder().resolve(name + ".pem");
        if (!Files.exists(key) || !Files.exists(certificate)) {
            TlsFiles.make(
                    key,
                    certificate,
                    store.configuration().origin().getHost(),
                    store.clock().instant(),
                    new SecureRandom());
        }
    }

    /** The port that it listens at. */
    int port() {
        return http.port();
    }

    /** The port where it says how it is. */
    int monitoringPort() {
        if (monitoring == null) {
            throw new IllegalStateException("it does not say how it is");
        }
        return monitoring.port();
    }

    /** What it serves. */
    Store store() {
        return store;
    }

    private void sweep() {
        sweep(http::sweep);
        sweep(nonces::sweep);
        sweep(passkeys::sweep);
        sweep(store.accounts()::sweep);
        sweep(store.suspensions()::settle);
        sweep(store.uploads()::sweep);
        sweep(store.reports()::sweep);
        sweep(store.openings()::sweep);
        sweep(() -> store.partKeys().settle(store.database()));
        sweep(limits::keep);
    }

    private interface Sweep {
        void run() throws IOException, Problem;
    }

    /** One that fails keeps the others from nothing, and is tried again. */
    private static void sweep(Sweep sweep) {
        try {
            sweep.run();
        } catch (IOException | Problem | RuntimeException e) {
            LOG.log(
                    Logger.Level.ERROR,
                    "the store could not be swept: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() throws IOException {
        try (store) {
            try (monitoring) {
                http.close();
            } finally {
                stopSweeping();
            }
        }
    }

    private void stopSweeping() throws IOException {
        sweeping.cancel(false);
        sweeper.shutdown();
        try {
            sweeper.awaitTermination(SWEEP_SECONDS, TimeUnit.SECONDS);
            limits.keep();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Problem e) {
            throw new IOException("the limits could not be kept", e);
        }
    }
}
