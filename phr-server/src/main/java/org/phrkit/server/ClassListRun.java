package org.phrkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.phrkit.server.http.TlsFiles;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.RequestKey;
import org.phrkit.store.RequestSignature;

/**
 * Serves a new store on this machine, and asks it a few things. The build starts it with {@code
 * -XX:DumpLoadedClassList}, and from the list makes an archive in which the classes stand ready when a store starts.
 */
final class ClassListRun {
    private ClassListRun() {}

    public static void main(String[] args) throws IOException, GeneralSecurityException, Refused, Problem {
        Path folder = Files.createTempDirectory("phr-server-class-list");
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            Path store = folder.resolve("store");
            String listen = "127.0.0.1:" + freePort();
            Server.run("--help");
            Server.run("init", store.toString(), "--listen", listen);
            Configuration configuration = Configuration.read(store, new Properties());
            try (Serving serving = Serving.begin(store, configuration)) {
                Logs.lines();
                SSLSocketFactory trusting = trusting(store);
                String origin = "https://127.0.0.1:" + serving.port();
                ask(URI.create(origin + "/v1/store").toURL(), Map.of(), trusting);
                ask(URI.create(origin + "/v1/account").toURL(), signed(origin), trusting);
            }
        } finally {
            Backups.deleteAll(folder);
        }
        System.exit(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static SSLSocketFactory trusting(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = TlsFiles.keyStore(store.resolve("tls.key"), store.resolve("tls.pem"));
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("store", keys.getCertificate("store"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** By a key that the store does not know: it is refused after all has been looked at. */
    private static Map<String, String> signed(String origin) {
        Map<String, String> fields = new HashMap<>(Map.of(RequestSignature.STORE_FIELD, "0".repeat(32)));
        SecureRandom random = new SecureRandom();
        RequestSignature.Message message = new RequestSignature.Message("GET", origin + "/v1/account", fields);
        fields.putAll(RequestSignature.sign(message, RequestKey.generate(random), Instant.now(), random));
        return fields;
    }

    private static void ask(URL url, Map<String, String> fields, SSLSocketFactory trusting) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) url.openConnection();
        connection.setSSLSocketFactory(trusting);
        fields.forEach(connection::setRequestProperty);
        try (InputStream in =
                connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            in.readAllBytes();
        }
    }
}
