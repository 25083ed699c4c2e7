package org.phrkit.server.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.store.SignedStatement;

/** The routes of a store, for tests that none of them may escape. */
public final class Routes {
    private static final Pattern ERROR = Pattern.compile("        \"([45][0-9]{2})\":");

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
        HttpServer.Rooms none = new HttpServer.Rooms(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        SignedStatement nothing = null;
        return HttpServer.routes(
                        new HttpServer.Identity(URI.create("http://localhost"), "", "", nothing, nothing), none)
                .stream()
                .map(route -> new Entry(
                        route.method(), route.template(), route.audience().name()))
                .toList();
    }

    /** Each route with each status of an error that the description has for it, as {@code GET /v1/store 429}. */
    public static List<String> documentedErrors() throws Exception {
        List<String> errors = new ArrayList<>();
        String path = "";
        String method = "";
        String description = OpenApiTest.description();
        for (String line : description
                .substring(0, description.indexOf("\ncomponents:"))
                .lines()
                .toList()) {
            Matcher asPath = OpenApiTest.PATH.matcher(line);
            Matcher asMethod = OpenApiTest.METHOD.matcher(line);
            Matcher asError = ERROR.matcher(line);
            if (asPath.matches()) {
                path = asPath.group(1);
            } else if (asMethod.matches()) {
                method = asMethod.group(1).toUpperCase(Locale.ROOT);
            } else if (asError.lookingAt()) {
                errors.add(method + " " + path + " " + asError.group(1));
            }
        }
        return errors;
    }
}
