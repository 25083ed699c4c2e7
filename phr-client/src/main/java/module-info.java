import org.jspecify.annotations.NullMarked;

/**
 * A client of a store of personal health records, made only of the JDK's HTTP client and {@code org.phrkit.core}. Begin
 * with {@link org.phrkit.client.StoreClient}. A program depends on {@code org.phrkit:phr-client}, of the version of
 * {@code org.phrkit:phr-core}.
 */
@NullMarked
module org.phrkit.client {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires transitive org.phrkit.core;

    exports org.phrkit.client;
}
