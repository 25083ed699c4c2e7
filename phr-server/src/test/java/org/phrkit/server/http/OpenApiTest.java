package org.phrkit.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.phrkit.server.problem.Problem;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.TlsKeys;

/** The description that is served and the routes that answer say the same. */
class OpenApiTest {
    static final Pattern PATH = Pattern.compile("  (/\\S*):");
    static final Pattern METHOD = Pattern.compile("    (get|put|post|delete|options|head|patch):");
    private static final Pattern STATUS = Pattern.compile("    \"([0-9]{3})\":");

    static String description() throws Exception {
        try (InputStream in = Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("openapi.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyRouteIsDescribedAndNoOther() throws Exception {
        Set<String> described = new TreeSet<>();
        String path = "";
        for (String line : description().lines().toList()) {
            Matcher asPath = PATH.matcher(line);
            Matcher asMethod = METHOD.matcher(line);
            if (asPath.matches()) {
                path = asPath.group(1);
            } else if (asMethod.matches()) {
                described.add(asMethod.group(1).toUpperCase(java.util.Locale.ROOT) + " " + path);
            }
        }
        assertThat(described)
                .isEqualTo(routes().stream()
                        .map(route -> route.method() + " " + route.template())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Of the rooms, routes take note and ask nothing before they are asked. */
    @SuppressWarnings("NullAway")
    private static List<Route> routes() {
        SigningKey key = SigningKey.generate(new SecureRandom());
        TlsKeys tls = new TlsKeys(
                "https://store.example", List.of(), Clock.systemUTC().instant());
        return HttpServer.routes(
                new HttpServer.Identity(
                        URI.create("https://store.example"),
                        key.verificationKey().toString(),
                        key.verificationKey().fingerprintHex(),
                        tls.sign(key),
                        tls.sign(key)),
                new HttpServer.Rooms(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Clock.systemUTC()));
    }

    @Test
    void everyKindOfProblemIsDescribedAndNoOther() throws Exception {
        String components = description().substring(description().indexOf("components:"));
        Set<String> described = new TreeSet<>();
        Matcher status = STATUS.matcher(components);
        while (status.find()) {
            described.add(status.group(1));
        }
        assertThat(described)
                .isEqualTo(Arrays.stream(Problem.Kind.values())
                        .map(kind -> Integer.toString(kind.status()))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
