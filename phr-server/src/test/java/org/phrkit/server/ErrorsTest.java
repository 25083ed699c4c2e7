package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.report.GrantChain;
import org.phrkit.report.SignedGrant;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.server.http.Routes;
import org.phrkit.store.RequestKey;
import org.phrkit.store.SignedStatement;

/** Each error that {@code openapi.yaml} documents of a route can be had there, and is the one that it documents. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsTest {
    private static final int TRIES = 200;
    private static final int LONG_BYTES = 32 << 20;
    private static final String EMPTY_ADDRESS = "192.0.2.9";

    private final RolesTest world = new RolesTest();
    private final Map<String, Routes.Entry> routes = new TreeMap<>();
    private final List<Case> cases = new ArrayList<>();
    private Path scratch;
    private TestStore store;
    private TestStore.Person slowed;
    private TestStore.Person heavy;

    /** One error and how it is had. */
    private record Case(String route, int status, String problem, Provocation provocation) {}

    private interface Provocation {
        Wire.Reply had() throws Exception;
    }

    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        scratch = folder;
        world.begin(scratch);
        store = world.store;
        slowed = store.join(Role.PATIENT, "Slow");
        heavy = store.join(Role.PATIENT, "Heavy");
        store.close();
        store.aside(it -> it.database().write(handle -> {
            empty(handle, Limits.Measure.REQUESTS, slowed.membership().account());
            empty(handle, Limits.Measure.BYTES, heavy.membership().account());
            return empty(handle, Limits.Measure.STRANGERS, EMPTY_ADDRESS);
        }));
        store.serve();
        Routes.all().forEach(route -> routes.put(route.name(), route));
        routes.values().forEach(this::addWhatIsCommon);
        addConditions();
        addConflicts();
        addPasskeys();
        addUploads();
        addOthers();
    }

    /** A bucket that does not fill during the test. */
    private static int empty(org.jdbi.v3.core.Handle handle, Limits.Measure measure, String subject) {
        return handle.execute(
                "insert or replace into allowance (subject, level, at_millis) values (?, 0, ?)",
                measure + " " + subject,
                Instant.now().plusSeconds(3600).toEpochMilli());
    }

    @AfterAll
    void end() throws Exception {
        world.end();
    }

    private void add(String route, int status, String problem, Provocation provocation) {
        cases.add(new Case(route, status, problem, provocation));
    }

    private Routes.Entry route(String name) {
        return Objects.requireNonNull(routes.get(name), name);
    }

    private Wire right(String route) throws Exception {
        return world.request(route(route), true);
    }

    private Wire nothing(Routes.Entry route) throws Exception {
        return world.request(route, false);
    }

    private Wire.Reply ask(Wire wire, TestStore.Person person) throws Exception {
        return wire.signed(store, person.membership().key()).send(store);
    }

    /** Somebody for whom a route is. */
    private TestStore.Person asker(Routes.Entry route) {
        return switch (route.audience()) {
            case "ADMINISTRATOR" -> world.administrator;
            case "DOCTOR" -> world.reader;
            case "NEWCOMER" -> world.other;
            default -> world.anna;
        };
    }

    private void addWhatIsCommon(Routes.Entry route) {
        if (route.audience().equals("ANYONE")) {
            add(route.name(), 429, "too-many", () -> nothing(route)
                    .with("x-forwarded-for", EMPTY_ADDRESS)
                    .send(store));
        } else if (route.audience().equals("STRANGER")) {
            add(route.name(), 429, "too-many", () -> nothing(route)
                    .with("x-forwarded-for", EMPTY_ADDRESS)
                    .send(store));
            add(route.name(), 400, "malformed", () -> new Wire(route.method(), route.template())
                    .json("[]")
                    .send(store));
            add(route.name(), 413, "too-large", () -> new Wire(route.method(), route.template())
                    .body(new byte[1])
                    .replace("content-length", "300000")
                    .send(store));
            add(route.name(), 415, "media-type", () -> new Wire(route.method(), route.template())
                    .with("content-type", "text/plain")
                    .body("{}".getBytes(StandardCharsets.US_ASCII))
                    .send(store));
        } else if (route.audience().equals("HOLDER_OF_ADDRESS")) {
            add(route.name(), 404, "not-found", () -> nothing(route).send(store));
            add(route.name(), 429, "too-many", () -> nothing(route)
                    .with("x-forwarded-for", EMPTY_ADDRESS)
                    .send(store));
            add(route.name(), 412, "changed", () -> nothing(route)
                    .without("tus-resumable")
                    .send(store));
        } else {
            addWhatIsCommonToSigned(route);
        }
    }

    private void addWhatIsCommonToSigned(Routes.Entry route) {
        RequestKey key = asker(route).membership().key();
        add(route.name(), 401, "unsigned", () -> nothing(route).send(store));
        add(route.name(), 401, "clock", () -> nothing(route)
                .signed(store, key, signing -> signing.created -= 3600)
                .send(store));
        add(route.name(), 401, "replayed", () -> {
            byte[] bytes = nothing(route).signed(store, key).bytes();
            Wire.send(store, bytes);
            return Wire.send(store, bytes);
        });
        add(route.name(), 403, "suspended", () -> ask(nothing(route), world.suspended));
        if (!Set.of("MEMBER", "NEWCOMER").contains(route.audience())) {
            boolean isForAdministrators = route.audience().equals("ADMINISTRATOR");
            TestStore.Person another = isForAdministrators ? world.anna : world.administrator;
            add(route.name(), 403, "forbidden", () -> ask(nothing(route), another));
        }
        add(route.name(), 429, "too-many", () -> ask(nothing(route), slowed));
        if (takesJson(route)) {
            add(
                    route.name(),
                    400,
                    "malformed",
                    () -> ask(
                            new Wire(route.method(), path(route))
                                    .with("if-match", world.tag)
                                    .json("[]"),
                            asker(route)));
            add(route.name(), 413, "too-large", () -> new Wire(route.method(), path(route))
                    .body(new byte[1])
                    .replace("content-length", "300000")
                    .send(store));
            add(
                    route.name(),
                    415,
                    "media-type",
                    () -> ask(
                            new Wire(route.method(), path(route))
                                    .with("if-match", world.tag)
                                    .with("content-type", "text/plain")
                                    .body("{}".getBytes(StandardCharsets.US_ASCII)),
                            asker(route)));
        }
        if (route.template().contains("{") && !ELSEWHERE.contains(route.name())) {
            add(route.name(), 404, "not-found", () -> ask(nothing(route), asker(route)));
        }
    }

    /** Parts of nobody are none; they are asked for an account that need not be there. */
    private static final Set<String> ELSEWHERE = Set.of("GET /v1/accounts/{account}/parts");

    private static boolean takesJson(Routes.Entry route) {
        boolean hasBody = route.method().equals("POST") || route.method().equals("PUT");
        return hasBody && !route.name().equals("POST /v1/uploads");
    }

    private String path(Routes.Entry route) {
        return route.template()
                .replace("{report}", world.report)
                .replace("{part}", world.part)
                .replace("{account}", world.anna.membership().account());
    }

    private void addConditions() {
        for (String route : List.of("PUT /v1/reports/{report}/header", "POST /v1/reports/{report}/grants")) {
            add(route, 428, "precondition", () -> ask(right(route).without("if-match"), world.anna));
            add(route, 412, "changed", () -> ask(right(route).replace("if-match", "\"0\""), world.anna));
        }
        add(
                "GET /v1/reports/{report}",
                416,
                "range",
                () -> ask(right("GET /v1/reports/{report}").with("range", "bytes=99999999-"), world.anna));
        add("GET /v1/reports/{report}", 429, "too-many", () -> {
            String report = world.anna.put(scratch, "x", heavy);
            return ask(new Wire("GET", "/v1/reports/" + report), heavy);
        });
        add(
                "GET /v1/log/checkpoint",
                400,
                "malformed",
                () -> ask(new Wire("GET", "/v1/log/checkpoint?since=-1"), world.anna));
        add("GET /v1/log/lines", 400, "malformed", () -> ask(new Wire("GET", "/v1/log/lines?from=x"), world.anna));
        add("GET /v1/reports", 400, "malformed", () -> ask(new Wire("GET", "/v1/reports?limit=0"), world.anna));
        add(
                "GET /v1/accounts",
                400,
                "malformed",
                () -> ask(new Wire("GET", "/v1/accounts?after=x"), world.administrator));
    }

    private void addPasskeys() throws Exception {
        PasskeysTest passkeys = new PasskeysTest();
        passkeys.store = store;
        passkeys.anna = world.anna;
        TestAuthenticator authenticator = new TestAuthenticator(store);
        add(
                "POST /v1/passkeys/login",
                401,
                "passkey",
                () -> passkeys.login(authenticator.login(passkeys.challenge(), passkeys.account(), "")));
        add("POST /v1/passkeys/login", 403, "suspended", () -> {
            TestStore.Person shut = store.join(Role.PATIENT, "Shut");
            TestAuthenticator own = new TestAuthenticator(store);
            passkeys.register(shut, own.registration(passkeys.challenge(), ""));
            store.aside(it -> Suspensions.ask(it.database(), shut.membership().account(), true));
            return passkeys.login(
                    own.login(passkeys.challenge(), shut.membership().account(), ""));
        });
        add("POST /v1/passkeys", 409, "conflict", () -> {
            passkeys.register(world.anna, authenticator.registration(passkeys.challenge(), ""));
            return passkeys.register(world.anna, authenticator.registration(passkeys.challenge(), ""));
        });
        add("GET /v1/account/vault", 404, "not-found", () -> ask(right("GET /v1/account/vault"), world.anna));
        add("PUT /v1/account/vault", 428, "precondition", () -> ask(right("PUT /v1/account/vault"), world.anna));
        add(
                "PUT /v1/account/vault",
                412,
                "changed",
                () -> ask(
                        new Wire("PUT", "/v1/account/vault")
                                .json("{\"vault\":\"" + PasskeysTest.base64(PasskeysTest.AGE) + "\"}")
                                .with("if-match", "\"0\""),
                        world.anna));
    }

    private void addConflicts() {
        add("POST /v1/accounts", 410, "gone", () -> ask(right("POST /v1/accounts"), world.other));
        add("POST /v1/accounts", 409, "conflict", () -> {
            String body = "{\"code\":\"" + store.invite(Role.PATIENT).code() + "\",\"card\":"
                    + json(world.other.card()) + ",\"device\":" + json(world.other.certificate(store))
                    + ",\"recovery\":\"" + world.other.recovery().verificationKey() + "\"}";
            return ask(new Wire("POST", "/v1/accounts").json(body), world.other);
        });
        add(
                "PUT /v1/accounts/{account}/suspension",
                409,
                "conflict",
                () -> ask(
                        new Wire(
                                        "PUT",
                                        "/v1/accounts/"
                                                + world.administrator
                                                        .membership()
                                                        .account() + "/suspension")
                                .json("{\"suspended\":true}"),
                        world.administrator));
        add("POST /v1/account/devices", 409, "conflict", () -> ask(right("POST /v1/account/devices"), world.anna));
        add(
                "POST /v1/account/devices/removal",
                409,
                "conflict",
                () -> ask(right("POST /v1/account/devices/removal"), world.anna));
        add(
                "POST /v1/account/devices/removal",
                404,
                "not-found",
                () -> ask(right("POST /v1/account/devices/removal"), world.patient));
        add("POST /v1/reports/{report}/grants", 409, "conflict", () -> {
            SignedGrant grant = world.anna.statement(world.report, world.anna, false, GrantChain.NONE);
            String header = Base64.getEncoder()
                    .encodeToString(
                            world.anna.client().header(world.report).header().bytes());
            return ask(
                    new Wire("POST", "/v1/reports/" + world.report + "/grants")
                            .with("if-match", world.tag)
                            .json(org.phrkit.json.JsonObject.write(Map.of(
                                    "header", header, "statement", grant.text(), "signature", grant.signature()))),
                    world.anna);
        });
        add("POST /v1/reports", 404, "not-found", () -> ask(nothing(route("POST /v1/reports")), world.anna));
        add("POST /v1/reports", 409, "conflict", () -> ask(right("POST /v1/reports"), world.anna));
    }

    private static String json(SignedStatement signed) {
        return org.phrkit.json.JsonObject.write(signed.members());
    }

    private Wire.Reply create(TestStore.Person person, long sizeBytes) throws Exception {
        return ask(
                new Wire("POST", "/v1/uploads")
                        .with("tus-resumable", "1.0.0")
                        .with("upload-length", Long.toString(sizeBytes)),
                person);
    }

    private Wire patch(String upload, int offset, byte[] bytes) {
        return new Wire("PATCH", upload)
                .with("tus-resumable", "1.0.0")
                .with("upload-offset", Integer.toString(offset))
                .with("content-type", "application/offset+octet-stream")
                .body(bytes);
    }

    private void addUploads() throws Exception {
        TestStore.Person busy = store.join(Role.PATIENT, "Busy");
        TestStore.Person large = store.join(Role.PATIENT, "Large");
        add(
                "POST /v1/uploads",
                400,
                "malformed",
                () -> ask(right("POST /v1/uploads").without("upload-length"), world.anna));
        add(
                "POST /v1/uploads",
                412,
                "changed",
                () -> ask(right("POST /v1/uploads").without("tus-resumable"), world.anna));
        add("POST /v1/uploads", 413, "too-large", () -> create(world.anna, 1L << 50));
        add("POST /v1/uploads", 409, "conflict", () -> until(409, () -> create(busy, 1)));
        add("POST /v1/uploads", 507, "no-room", () -> until(507, () -> create(large, 20L << 30)));
        String patch = "PATCH /v1/uploads/{upload}";
        String upload = "/v1/uploads/" + world.upload;
        add(patch, 400, "malformed", () -> right(patch).without("upload-offset").send(store));
        add(patch, 409, "conflict", () -> patch(upload, 3, new byte[1]).send(store));
        add(patch, 413, "too-large", () -> patch(upload, 0, new byte[11]).send(store));
        add(patch, 415, "media-type", () -> right(patch)
                .replace("content-type", "text/plain")
                .send(store));
        add(patch, 429, "too-many", () -> patch(create(heavy, 10).location(), 0, new byte[1])
                .send(store));
        add(patch, 423, "locked", () -> {
            byte[] bytes = patch(upload, 0, new byte[10]).bytes();
            try (Socket slow = Wire.connect(store.configuration().port())) {
                slow.getOutputStream().write(bytes, 0, bytes.length - 5);
                return until(423, () -> patch(upload, 9, new byte[1]).send(store));
            }
        });
        add(patch, 507, "no-room", () -> {
            String full = create(world.patient, 10).location();
            Path file = file(full);
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/full"));
            return patch(full, 0, new byte[1]).send(store);
        });
    }

    private void addOthers() {
        add("POST /v1/openings", 404, "not-found", () -> ask(right("POST /v1/openings"), world.reader));
        add("POST /v1/reports", 410, "gone", () -> {
            String lost = create(world.patient, 10).location();
            Files.delete(file(lost));
            return ask(commit("1", lost), world.patient);
        });
        add("POST /v1/reports", 423, "locked", () -> {
            String large = create(world.patient, LONG_BYTES).location();
            try (var channel =
                    java.nio.channels.FileChannel.open(file(large), java.nio.file.StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[1]), LONG_BYTES - 1);
            }
            AtomicBoolean isDone = new AtomicBoolean();
            Thread first = new Thread(() -> {
                while (!isDone.get()) {
                    try {
                        ask(commit("2", large), world.patient);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            first.start();
            try {
                return until(423, () -> ask(commit("2", large), world.patient));
            } finally {
                isDone.set(true);
                first.join();
            }
        });
    }

    private Wire commit(String digit, String upload) {
        return new Wire("POST", "/v1/reports")
                .json("{\"report\":\"" + digit.repeat(32) + "\",\"upload\":\""
                        + upload.substring(upload.lastIndexOf('/') + 1) + "\",\"sha256\":\"" + "0".repeat(64)
                        + "\",\"header\":\""
                        + Base64.getEncoder()
                                .encodeToString("age-encryption.org/v1\n-> X25519 x\ny\n--- z\n"
                                        .getBytes(StandardCharsets.US_ASCII))
                        + "\",\"readers\":[]}");
    }

    private Path file(String upload) {
        return store.folder().resolve("uploads").resolve(upload.substring(upload.lastIndexOf('/') + 1));
    }

    /** Those that need a mediated doctor's whole story: OpeningsTest has them, and looks that it had. */
    static final Set<String> IN_OPENINGS = Set.of(
            "PUT /v1/account/card 409",
            "PUT /v1/account/keys 409",
            "POST /v1/recoveries 404",
            "POST /v1/recoveries 409",
            "POST /v1/parts 409",
            "POST /v1/parts/{part}/approval 409",
            "POST /v1/parts/{part}/devices 409",
            "POST /v1/parts/{part}/test 409",
            "POST /v1/parts/{part}/test 410",
            "POST /v1/parts/{part}/devices 410",
            "POST /v1/openings 410");

    private static Wire.Reply until(int status, Provocation provocation) throws Exception {
        Wire.Reply reply = provocation.had();
        for (int i = 0; i < TRIES && reply.status() != status; i++) {
            reply = provocation.had();
        }
        return reply;
    }

    @Test
    void eachIsHadAsItIsDocumented() throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Case each : cases) {
            Wire.Reply reply = each.provocation.had();
            boolean isHead = each.route.startsWith("HEAD");
            if (reply.status() != each.status || !(isHead || reply.problem().equals(each.problem))) {
                wrong.add(each.route + ", " + each.status + " " + each.problem + ": " + reply.status() + " "
                        + reply.text());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachThatIsDocumentedIsHadAndNoOther() throws Exception {
        Set<String> had = new TreeSet<>();
        cases.forEach(each -> had.add(each.route + " " + each.status));
        assertThat(had)
                .containsExactlyInAnyOrderElementsOf(Routes.documentedErrors().stream()
                        .filter(each -> !IN_OPENINGS.contains(each))
                        .toList());
    }
}
