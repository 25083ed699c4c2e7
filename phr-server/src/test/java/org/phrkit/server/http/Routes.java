package org.phrkit.server.http;

import java.net.URI;
import java.util.List;
import org.phrkit.store.SignedStatement;

/** The routes of a store, for tests that none of them may escape. */
public final class Routes {
    private Routes() {}

    /**
     * One of them.
     *
     * @param audience the name of who may ask
     */
    public record Entry(String method, String template, String audience) {
        /** As a table of tests names it. */
        public String name() {
            return method + " " + template;
        }
    }

    /** All of them. */
    @SuppressWarnings("NullAway")
    public static List<Entry> all() {
        HttpServer.Rooms none = new HttpServer.Rooms(null, null, null, null, null, null, null, null, null, null);
        SignedStatement nothing = null;
        return HttpServer.routes(new HttpServer.Identity(URI.create("http://localhost"), "", "", nothing), none)
                .stream()
                .map(route -> new Entry(
                        route.method(), route.template(), route.audience().name()))
                .toList();
    }
}
