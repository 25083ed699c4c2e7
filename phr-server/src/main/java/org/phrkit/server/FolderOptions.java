package org.phrkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The folder, and what stands in the place of its configuration. */
final class FolderOptions {
    @Parameters(paramLabel = "DIR", description = "The folder of the store.")
    private Path folder = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description = "The address and port to listen on. Default: 127.0.0.1:8440.")
    private @Nullable String listen;

    @Option(
            names = "--origin",
            paramLabel = "URL",
            description = "The URL at which clients reach the store; http:// only on this machine. Default: "
                    + "https://ADDRESS:PORT.")
    private @Nullable String origin;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            description = "A file of certificates in PEM, to use instead of the store's own.")
    private @Nullable String tlsCertificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The file with the key of these certificates.")
    private @Nullable String tlsKey;

    @Option(
            names = "--second",
            paramLabel = "DIR2",
            description =
                    "A folder on another disk, for a second copy of the list of revocations, of the log and of part.keys.")
    private @Nullable String second;

    @Option(
            names = "--metrics",
            paramLabel = "ADDRESS:PORT",
            description =
                    "The address and port, on this machine only, of /health, /ready, and /metrics for Prometheus.")
    private @Nullable String metrics;

    Path path() {
        return folder;
    }

    Configuration configuration() throws IOException, Refused {
        Properties options = new Properties();
        put(options, "listen", listen);
        put(options, "origin", origin);
        put(options, "tls-cert", absolute(tlsCertificate));
        put(options, "tls-key", absolute(tlsKey));
        put(options, "second", absolute(second));
        put(options, "metrics", metrics);
        return Configuration.read(folder, options);
    }

    private static @Nullable String absolute(@Nullable String path) {
        return path == null ? null : Path.of(path).toAbsolutePath().toString();
    }

    private static void put(Properties options, String key, @Nullable String value) {
        if (value != null) {
            options.setProperty(key, value);
        }
    }

    Store open() throws IOException, Refused {
        return Store.open(folder, configuration());
    }
}
