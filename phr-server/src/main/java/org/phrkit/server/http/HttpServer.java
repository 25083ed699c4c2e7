package org.phrkit.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.net.URI;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
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
import org.phrkit.server.log.LogTree;
import org.phrkit.server.reports.Reports;
import org.phrkit.server.reports.Uploads;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.store.SignedStatement;

/** The store at an address: HTTP/1.1 and HTTP/2, with TLS or, on this machine alone, without. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger("org.phrkit.server");
    private static final long IDLE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 30_000;
    private static final int MOST_CONNECTIONS = 8192;
    private static final int MOST_CONNECTIONS_OF_ADDRESS = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_WAITING = 1024;
    private static final int MOST_THREADS = 200;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Server server;
    private final ServerConnector connector;
    private final Connections connections;

    /** What the routes ask. */
    public record Rooms(
            Accounts accounts,
            Suspensions suspensions,
            Nonces nonces,
            Limits limits,
            Uploads uploads,
            Reports reports,
            Grants grants,
            Parts parts,
            Openings openings,
            Passkeys passkeys,
            Vaults vaults,
            Database database,
            LogTree tree,
            Blobs blobs,
            Clock clock) {}

    /**
     * Who the store is.
     *
     * @param origin where clients reach it
     * @param key its identity, RW…
     * @param fingerprint of that key, 32 hexadecimal digits
     * @param tlsKeys the keys of its certificates, signed by that key
     * @param log the key of its log, signed by that key
     */
    public record Identity(URI origin, String key, String fingerprint, SignedStatement tlsKeys, SignedStatement log) {}

    /**
     * @param tls key and certificate; nothing for plain HTTP
     * @param metrics where each answer is counted
     */
    public HttpServer(String host, int port, @Nullable KeyStore tls, Identity identity, Rooms rooms, Metrics metrics) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        // Where Java has virtual threads, a request that waits costs none.
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, factories(tls));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        // Where the queue is full, the system drops what knocks, and whoever does tries again after a second.
        connector.setAcceptQueueSize(MOST_WAITING);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
        connections = new Connections(tls == null ? MOST_CONNECTIONS : MOST_CONNECTIONS_OF_ADDRESS, PATIENCE);
        connector.addBean(connections);
        server.setHandler(new GracefulHandler(handler(identity, rooms, connections, metrics)));
        server.setErrorHandler(new Errors());
        server.setStopTimeout(STOP_MILLIS);
        metrics.show("phr_connections", "Connections that are open.", connections::open);
    }

    /** All routes of a store but those of the files of its pages. */
    static List<Route> routes(Identity identity, Rooms rooms) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new Api(
                        rooms.accounts,
                        rooms.suspensions,
                        rooms.parts,
                        rooms.limits,
                        rooms.clock,
                        identity.key,
                        identity.tlsKeys,
                        identity.log)
                .routes());
        routes.addAll(new LogApi(rooms.database, rooms.tree).routes());
        routes.addAll(new UploadApi(rooms.uploads, rooms.limits, identity.origin.toString()).routes());
        routes.addAll(new ReportApi(
                        rooms.reports, rooms.grants, rooms.accounts, rooms.limits, rooms.blobs, identity.fingerprint)
                .routes());
        routes.addAll(new PartApi(
                        rooms.parts,
                        rooms.openings,
                        rooms.accounts,
                        new PartApi.Gates(rooms.limits, rooms.nonces, rooms.clock),
                        identity.fingerprint)
                .routes());
        routes.addAll(new StateApi(rooms.database, rooms.accounts, rooms.tree, rooms.blobs).routes());
        routes.addAll(new PageApi(rooms.passkeys, rooms.vaults).routes());
        return routes;
    }

    private static StoreHandler handler(Identity identity, Rooms rooms, Connections connections, Metrics metrics) {
        List<Route> routes = routes(identity, rooms);
        routes.addAll(new PageFiles().routes());
        return new StoreHandler(
                routes,
                new Authentication(
                        rooms.accounts, rooms.nonces, rooms.limits, identity.origin.toString(), identity.fingerprint),
                rooms.limits,
                rooms.tree,
                connections,
                metrics);
    }

    private static ConnectionFactory[] factories(@Nullable KeyStore tls) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setUriCompliance(UriCompliance.RFC3986);
        configuration.setOutputBufferSize(BUFFER_BYTES);
        if (tls == null) {
            return new ConnectionFactory[] {
                new HttpConnectionFactory(configuration), new HTTP2CServerConnectionFactory(configuration)
            };
        }
        // Clients know the store by its key, under whatever name they reach it.
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        configuration.addCustomizer(customizer);
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(tls);
        ssl.setKeyManagerPassword("");
        ssl.setIncludeProtocols("TLSv1.3");
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ConnectionFactory[] {
            new SslConnectionFactory(ssl, alpn.getProtocol()),
            alpn,
            new HTTP2ServerConnectionFactory(configuration),
            http1
        };
    }

    /** Begins to answer. */
    public void start() throws IOException {
        start(server);
    }

    static void start(Server server) throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the server cannot start", e);
        }
    }

    /** Closes connections on which nothing is asked; to be called again and again. */
    public void sweep() {
        connections.sweep();
    }

    /** The port that it listens at. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests, and waits up to 30 s for those that run. */
    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (TimeoutException e) {
            // What still ran had its time, and was cut off.
            LOG.log(Logger.Level.WARNING, "transfers that still ran were ended");
        } catch (Exception e) {
            throw new IOException("the server did not stop well", e);
        }
    }
}
