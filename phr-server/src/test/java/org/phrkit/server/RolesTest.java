package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.mediation.ReportPart;
import org.phrkit.mediation.StorePart;
import org.phrkit.report.GrantChain;
import org.phrkit.report.SignedGrant;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.server.http.Routes;
import org.phrkit.store.RequestKey;

/** Each route, asked by everybody for whom it is not, for what is there and for what is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesTest {
    private static final String NOTHING = "0123456789abcdef0123456789abcdef";
    private static final Set<Integer> REFUSED = Set.of(401, 403, 404);

    TestStore store;
    TestStore.Person anna;
    TestStore.Person reader;
    TestStore.Person other;
    TestStore.Person patient;
    TestStore.Person administrator;
    TestStore.Person suspended;
    String report;
    String upload;
    String part;
    String tag;

    @BeforeAll
    void begin(@TempDir Path scratch) throws Exception {
        store = TestStore.in(scratch.resolve("store"), TestStore.PLAIN);
        anna = store.join(Role.PATIENT, "Anna");
        reader = store.join(Role.DOCTOR, "Dr. A");
        other = store.join(Role.DOCTOR, "Dr. B");
        patient = store.join(Role.PATIENT, "Bob");
        administrator = store.join(Role.ADMINISTRATOR, "Root");
        suspended = store.join(Role.DOCTOR, "Dr. C");
        report = anna.put(scratch, "all is well", reader);
        tag = anna.client().header(report).tag();
        part = reader.client().mediation().enrol(false).device().id();
        store.aside(it -> Suspensions.ask(it.database(), suspended.membership().account(), true));
        String location = new Wire("POST", "/v1/uploads")
                .with("upload-length", "10")
                .with("tus-resumable", "1.0.0")
                .signed(store, anna.membership().key())
                .send(store)
                .location();
        upload = location.substring(location.lastIndexOf('/') + 1);
    }

    @AfterAll
    void end() throws Exception {
        store.close();
    }

    /** A request that is right in all but who asks. */
    Wire request(Routes.Entry route, boolean exists) throws Exception {
        Map<String, String> ids = exists
                ? Map.of(
                        "report",
                        report,
                        "upload",
                        upload,
                        "reader",
                        reader.fingerprint(),
                        "account",
                        anna.membership().account(),
                        "part",
                        part)
                : Map.of("report", NOTHING, "upload", NOTHING, "reader", NOTHING, "account", NOTHING, "part", NOTHING);
        String path = route.template();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        path = path.replace("{passkey}", NOTHING);
        path = path.replace("{+tile}", exists ? "0/000.p/1" : "0/000.p/250");
        Wire wire = new Wire(route.method(), path);
        String header = Base64.getEncoder()
                .encodeToString(anna.client().header(report).header().bytes());
        switch (route.name()) {
            case "GET /v1/store",
                    "GET /openapi.yaml",
                    "GET /v1/account",
                    "GET /v1/account/vault",
                    "GET /v1/passkeys",
                    "DELETE /v1/passkeys/{passkey}",
                    "GET /v1/state",
                    "GET /v1/log/checkpoint",
                    "GET /v1/log/lines",
                    "GET /v1/log/tile/{+tile}",
                    "GET /v1/accounts",
                    "GET /v1/parts",
                    "GET /v1/accounts/{account}/parts",
                    "DELETE /v1/accounts/{account}/parts",
                    "DELETE /v1/accounts/{account}/parts/{part}",
                    "OPTIONS /v1/uploads",
                    "GET /v1/reports",
                    "GET /v1/reports/{report}",
                    "DELETE /v1/reports/{report}",
                    "GET /v1/reports/{report}/header",
                    "DELETE /v1/reports/{report}/erasure",
                    "GET /v1/reports/{report}/grants",
                    "DELETE /v1/reports/{report}/readers/{reader}",
                    "DELETE /v1/reports/{report}/readers" -> {}
            case "POST /v1/accounts" ->
                wire.json("{\"code\":\"" + NOTHING + "\",\"card\":" + json(other.card()) + ",\"device\":"
                        + json(other.certificate(store)) + ",\"recovery\":\""
                        + other.recovery().verificationKey() + "\"}");
            case "POST /v1/passkeys/challenges" -> wire.json("{}");
            case "POST /v1/passkeys/login" ->
                wire.json("{\"credential\":\"\",\"authenticatorData\":\"\",\"clientDataJSON\":\"\",\"signature\":\"\","
                        + "\"userHandle\":\"\"}");
            case "POST /v1/passkeys" -> wire.json("{\"attestationObject\":\"\",\"clientDataJSON\":\"\"}");
            case "PUT /v1/account/vault" -> wire.json("{\"vault\":\"\"}");
            case "PUT /v1/accounts/{account}/quota" -> wire.json("{\"bytes\":1}");
            case "PUT /v1/account/card" -> wire.json(json(anna.card()));
            case "POST /v1/account/devices" -> wire.json(json(anna.certificate(store)));
            case "POST /v1/account/devices/removal" ->
                wire.json("{\"device\":\"" + anna.membership().key().publicKey() + "\"}");
            case "POST /v1/parts", "POST /v1/parts/{part}/approval" -> wire.json("{}");
            case "POST /v1/parts/{part}/test" ->
                wire.json("{\"report\":\""
                        + base64(ReportPart.generate(TestStore.RANDOM).exposeBytes()) + "\",\"point\":\"" + point()
                        + "\"}");
            case "POST /v1/parts/{part}/devices" ->
                wire.json(
                        "{\"device\":\"" + reader.membership().key().publicKey() + "\",\"point\":\"" + point() + "\"}");
            case "POST /v1/openings" -> wire.json("{\"tag\":\"" + NOTHING + "\",\"point\":\"" + point() + "\"}");
            case "PUT /v1/account/keys" -> wire.json("{\"keys\":\"\"}");
            case "POST /v1/recoveries" -> {
                Map<String, Object> members =
                        new java.util.TreeMap<>(other.erasure(store, NOTHING).members());
                members.put("point", point());
                wire.json(org.phrkit.json.JsonObject.write(members));
            }
            case "PUT /v1/accounts/{account}/suspension" -> wire.json("{\"suspended\":true}");
            case "POST /v1/invitations" -> wire.json("{\"role\":\"doctor\"}");
            case "POST /v1/uploads" -> wire.with("upload-length", "10").with("tus-resumable", "1.0.0");
            case "HEAD /v1/uploads/{upload}", "DELETE /v1/uploads/{upload}" -> wire.with("tus-resumable", "1.0.0");
            case "PATCH /v1/uploads/{upload}" ->
                wire.with("tus-resumable", "1.0.0")
                        .with("upload-offset", "0")
                        .with("content-type", "application/offset+octet-stream")
                        .body(new byte[1]);
            case "POST /v1/reports" ->
                wire.json("{\"report\":\"" + (exists ? report : NOTHING) + "\",\"upload\":\""
                        + (exists ? upload : NOTHING) + "\",\"sha256\":\"" + "0".repeat(64) + "\",\"header\":\""
                        + header
                        + "\",\"readers\":[]}");
            case "PUT /v1/reports/{report}/header" ->
                wire.with("if-match", tag).json("{\"header\":\"" + header + "\"}");
            case "POST /v1/reports/{report}/erasure" -> wire.json(json(anna.erasure(store, exists ? report : NOTHING)));
            case "POST /v1/reports/{report}/grants" -> {
                SignedGrant grant = anna.statement(exists ? report : NOTHING, other, false, GrantChain.NONE);
                wire.with("if-match", tag)
                        .json(org.phrkit.json.JsonObject.write(
                                Map.of("header", header, "statement", grant.text(), "signature", grant.signature())));
            }
            default -> throw new AssertionError(route.name() + ": say here what a right request is");
        }
        return wire;
    }

    private static String point() {
        return base64(StorePart.generate(TestStore.RANDOM).point().bytes());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String json(org.phrkit.store.SignedStatement signed) {
        return org.phrkit.json.JsonObject.write(signed.members());
    }

    private static List<Routes.Entry> signed() {
        return Routes.all().stream()
                .filter(route ->
                        !Set.of("ANYONE", "STRANGER", "HOLDER_OF_ADDRESS").contains(route.audience()))
                .toList();
    }

    @Test
    void whoSignsNothingIsRefusedEverywhere() throws Exception {
        for (Routes.Entry route : signed()) {
            requireSame(
                    route,
                    request(route, true).send(store),
                    request(route, false).send(store),
                    401);
        }
    }

    @Test
    void aKeyThatNoAccountHasIsRefusedEverywhere() throws Exception {
        RequestKey key = RequestKey.generate(TestStore.RANDOM);
        for (Routes.Entry route : signed()) {
            int expected = route.audience().equals("NEWCOMER") ? 400 : 401;
            requireSame(route, ask(route, true, key), ask(route, false, key), expected);
        }
    }

    @Test
    void aSuspendedAccountIsRefusedEverywhere() throws Exception {
        RequestKey key = suspended.membership().key();
        for (Routes.Entry route : signed()) {
            requireSame(route, ask(route, true, key), ask(route, false, key), 403);
        }
    }

    @Test
    void anAdministratorHasNoReports() throws Exception {
        RequestKey key = administrator.membership().key();
        for (Routes.Entry route : of("PATIENT_OR_DOCTOR")) {
            requireSame(route, ask(route, true, key), ask(route, false, key), 403);
        }
    }

    @Test
    void nobodyButAdministratorsRunsTheStore() throws Exception {
        for (TestStore.Person person : List.of(anna, reader, other)) {
            RequestKey key = person.membership().key();
            for (Routes.Entry route : of("ADMINISTRATOR")) {
                requireSame(route, ask(route, true, key), ask(route, false, key), 403);
            }
        }
    }

    @Test
    void anotherDoctorAndAnotherPatientLearnNothingOfAReport() throws Exception {
        for (TestStore.Person person : List.of(other, patient)) {
            RequestKey key = person.membership().key();
            for (Routes.Entry route : of("PATIENT_OR_DOCTOR")) {
                if (route.template().contains("{report}") || route.name().equals("POST /v1/reports")) {
                    requireSame(route, ask(route, true, key), ask(route, false, key), 404);
                }
            }
            assertThat(person.client().list()).isEmpty();
        }
    }

    @Test
    void aReaderDoesNotDoWhatIsItsOwners() throws Exception {
        RequestKey key = reader.membership().key();
        for (Routes.Entry route : of("PATIENT_OR_DOCTOR")) {
            if (route.template().contains("{report}") && !route.method().equals("GET")) {
                int status = ask(route, true, key).status();
                // The statement is signed by another, which he may learn.
                boolean isGrant = route.name().equals("POST /v1/reports/{report}/grants");
                assertThat(status).as(route.name()).isIn(isGrant ? Set.of(400, 403) : REFUSED);
            }
        }
        assertThat(StoreTest.text(reader, report)).isEqualTo("all is well");
        assertThat(StoreTest.text(anna, report)).isEqualTo("all is well");
    }

    @Test
    void nobodyButDoctorsEnrolsOrOpens() throws Exception {
        for (TestStore.Person person : List.of(anna, administrator)) {
            RequestKey key = person.membership().key();
            for (Routes.Entry route : of("DOCTOR")) {
                requireSame(route, ask(route, true, key), ask(route, false, key), 403);
            }
        }
    }

    @Test
    void anotherDoctorLearnsNothingOfAPart() throws Exception {
        RequestKey key = other.membership().key();
        for (Routes.Entry route : of("DOCTOR")) {
            if (route.template().contains("{part}") || route.name().equals("POST /v1/openings")) {
                requireSame(route, ask(route, true, key), ask(route, false, key), 404);
            }
        }
        assertThat(other.client().mediation().parts()).isEmpty();
    }

    @Test
    void anUploadIsForWhomeverHasItsAddressAndForNobodyElse() throws Exception {
        for (Routes.Entry route : of("HOLDER_OF_ADDRESS")) {
            assertThat(request(route, false).send(store).status())
                    .as(route.name())
                    .isEqualTo(404);
        }
    }

    @Test
    void whatSomebodyDoesToHisOwnAccountTouchesNoOther() throws Exception {
        RequestKey key = other.membership().key();
        for (Routes.Entry route : of("MEMBER")) {
            if (!route.method().equals("GET")) {
                assertThat(ask(route, true, key).status()).as(route.name()).isIn(400, 401, 403, 404, 428);
            }
        }
        assertThat(anna.client().devices()).hasSize(1);
    }

    private static List<Routes.Entry> of(String audience) {
        List<Routes.Entry> routes = Routes.all().stream()
                .filter(route -> route.audience().equals(audience))
                .toList();
        assertThat(routes).isNotEmpty();
        return new ArrayList<>(routes);
    }

    private Wire.Reply ask(Routes.Entry route, boolean exists, RequestKey key) throws Exception {
        return request(route, exists).signed(store, key).send(store);
    }

    private static void requireSame(Routes.Entry route, Wire.Reply there, Wire.Reply nothing, int status) {
        assertThat(there.status()).as(route.name() + ": " + there.text()).isEqualTo(status);
        assertThat(nothing).as(route.name()).isEqualTo(there);
    }
}
