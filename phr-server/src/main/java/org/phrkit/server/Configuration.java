package org.phrkit.server;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.phrkit.server.storage.OwnFile;
import org.phrkit.store.Invitation;
import org.phrkit.store.StoreFormatException;

/**
 * How a store is run: the file {@code store.properties} of its folder, of which every key is known.
 *
 * @param listen address and port
 * @param origin where clients reach it
 * @param tlsCertificate a PEM file, or nothing for the store's own
 * @param tlsKey likewise
 * @param second a second folder for the list of revocations, on another disk
 * @param metrics address and port on this machine where it says how it is, or nothing
 * @param quotaBytes how much a new account may leave
 * @param largestBytes the largest report
 * @param rate how many times the usual number of requests is granted
 */
record Configuration(
        String listen,
        URI origin,
        @Nullable Path tlsCertificate,
        @Nullable Path tlsKey,
        @Nullable Path second,
        @Nullable String metrics,
        long quotaBytes,
        long largestBytes,
        int rate) {
    static final String FILE = "store.properties";

    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "listen",
            "origin",
            "tls-cert",
            "tls-key",
            "second",
            "metrics",
            "quota-bytes",
            "largest-report-bytes",
            "rate"));
    private static final String ADDRESS = "(\\[[0-9a-fA-F:]+]|[0-9A-Za-z.-]+):[0-9]{1,5}";
    private static final String USUAL_LISTEN = "127.0.0.1:8440";
    private static final String USUAL_QUOTA = Long.toString(100L << 30);
    private static final String USUAL_LARGEST = Long.toString(20L << 30);

    /** Reads the file of a folder, with the options that were typed in the place of its values. */
    static Configuration read(Path folder, Properties options) throws IOException, Refused {
        Path file = folder.resolve(FILE);
        Properties values = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                values.load(reader);
            } catch (IllegalArgumentException e) {
                throw new Refused(file + ": is not a properties file");
            }
        }
        for (String key : values.stringPropertyNames()) {
            if (!KEYS.contains(key)) {
                throw new Refused(file + ": has an unknown key; the known keys are " + String.join(", ", KEYS));
            }
        }
        values.putAll(options);
        String listen = values.getProperty("listen", USUAL_LISTEN);
        if (!listen.matches(ADDRESS)) {
            throw new Refused("listen must be ADDRESS:PORT");
        }
        String metrics = values.getProperty("metrics");
        if (metrics != null && !metrics.matches(ADDRESS)) {
            throw new Refused("metrics must be ADDRESS:PORT");
        }
        try {
            return new Configuration(
                    listen,
                    Invitation.origin(values.getProperty("origin", "https://" + listen)),
                    path(folder, values, "tls-cert"),
                    path(folder, values, "tls-key"),
                    path(folder, values, "second"),
                    metrics,
                    number(values, "quota-bytes", USUAL_QUOTA),
                    number(values, "largest-report-bytes", USUAL_LARGEST),
                    (int) Math.min(1_000_000, number(values, "rate", "1")));
        } catch (StoreFormatException e) {
            throw new Refused("origin: " + e.problem());
        }
    }

    private static @Nullable Path path(Path folder, Properties values, String key) {
        String value = values.getProperty(key);
        return value == null ? null : folder.resolve(value);
    }

    private static long number(Properties values, String key, String otherwise) throws Refused {
        String value = values.getProperty(key, otherwise);
        if (!value.matches("[1-9][0-9]{0,17}")) {
            throw new Refused(key + " must be a number from 1");
        }
        return Long.parseLong(value);
    }

    /** Whether clients reach it without TLS, as is good on one machine alone. */
    boolean isPlain() {
        return "http".equals(origin.getScheme());
    }

    String host() {
        return host(listen);
    }

    int port() {
        return port(listen);
    }

    static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Writes down what differs from the usual. */
    void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder("# How this store is run; docs/store.md says what may stand here.\n");
        text.append("listen = ").append(listen).append('\n');
        text.append("origin = ").append(origin).append('\n');
        append(text, "tls-cert", tlsCertificate);
        append(text, "tls-key", tlsKey);
        append(text, "second", second);
        if (metrics != null) {
            text.append("metrics = ").append(metrics).append('\n');
        }
        OwnFile.write(folder.resolve(FILE), text.toString());
    }

    private static void append(StringBuilder text, String key, @Nullable Path path) {
        if (path != null) {
            text.append(key)
                    .append(" = ")
                    .append(path.toString().replace("\\", "\\\\"))
                    .append('\n');
        }
    }
}
