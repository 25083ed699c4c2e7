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
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Nonces;
import org.phrkit.server.http.HttpServer;
import org.phrkit.server.http.TlsFiles;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.TlsKeys;

/** A store that answers. */
final class Serving implements AutoCloseable {
    private static final Logger LOG = System.getLogger("org.phrkit.server");
    private static final long SWEEP_SECONDS = 10;

    private final Store store;
    private final HttpServer http;
    private final Limits limits;
    private final Nonces nonces;
    private final ScheduledFuture<?> sweeping;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sweeper");
        thread.setDaemon(true);
        return thread;
    });

    /** Opens the folder, and answers when this returns. */
    static Serving begin(Path folder, Configuration configuration) throws IOException, Refused, Problem {
        boolean isLoopback = InetAddress.getByName(
                        configuration.host().replace("[", "").replace("]", ""))
                .isLoopbackAddress();
        if (configuration.isPlain() && !isLoopback) {
            throw new Refused("an origin of http:// is for a store that listens on this machine alone");
        }
        Store store = Store.serve(folder, configuration);
        try {
            return new Serving(store);
        } catch (IOException | Problem | RuntimeException e) {
            store.close();
            throw e;
        }
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
                        nonces,
                        limits,
                        store.uploads(),
                        store.reports(),
                        store.grants(),
                        store.parts(),
                        store.openings(),
                        store.database(),
                        store.tree(),
                        store.blobs(),
                        store.clock()));
        http.start();
        sweeping = sweeper.scheduleWithFixedDelay(this::sweep, 0, SWEEP_SECONDS, TimeUnit.SECONDS);
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

    /** What it serves. */
    Store store() {
        return store;
    }

    private void sweep() {
        sweep(http::sweep);
        sweep(nonces::sweep);
        sweep(store.accounts()::sweep);
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
            try {
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
