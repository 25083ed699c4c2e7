import org.jspecify.annotations.NullMarked;

/** Talks to a store of personal health records: nothing but the JDK's HTTP client and the library. */
@NullMarked
module org.phrkit.client {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires transitive org.phrkit.core;

    exports org.phrkit.client;
}
