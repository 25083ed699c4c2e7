package org.phrkit.server.http;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.mediation.CurvePoint;
import org.phrkit.mediation.MediationException;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Nonces;
import org.phrkit.server.grants.Openings;
import org.phrkit.server.grants.Parts;
import org.phrkit.server.problem.Problem;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.DeviceOrder;
import org.phrkit.store.Recovery;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/** Enrolment, devices and openings of doctors. */
final class PartApi {
    private final Parts parts;
    private final Openings openings;
    private final Accounts accounts;
    private final Gates gates;
    private final String store;

    /** What keeps a statement from being taken late, or twice, or guessed. */
    record Gates(Limits limits, Nonces nonces, Clock clock) {}

    /** @param store the fingerprint of the store's key */
    PartApi(Parts parts, Openings openings, Accounts accounts, Gates gates, String store) {
        this.parts = parts;
        this.openings = openings;
        this.accounts = accounts;
        this.gates = gates;
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/parts", Route.Audience.DOCTOR, this::enrol),
                new Route("GET", "/v1/parts", Route.Audience.DOCTOR, this::all),
                new Route("POST", "/v1/parts/{part}/test", Route.Audience.DOCTOR, this::test),
                new Route("POST", "/v1/parts/{part}/devices", Route.Audience.DOCTOR, this::forDevice),
                new Route("POST", "/v1/parts/{part}/approval", Route.Audience.MEMBER, this::approve),
                new Route("GET", "/v1/accounts/{account}/parts", Route.Audience.ADMINISTRATOR, this::allOf),
                new Route("DELETE", "/v1/accounts/{account}/parts", Route.Audience.ADMINISTRATOR, this::endAll),
                new Route("DELETE", "/v1/accounts/{account}/parts/{part}", Route.Audience.ADMINISTRATOR, this::end),
                new Route("POST", "/v1/account/devices/removal", Route.Audience.MEMBER, this::removeDevice),
                new Route("PUT", "/v1/account/keys", Route.Audience.MEMBER, this::keepKeys),
                new Route("POST", "/v1/recoveries", Route.Audience.NEWCOMER, this::recover),
                new Route("POST", "/v1/openings", Route.Audience.DOCTOR, this::open));
    }

    private Answer enrol(Call call) throws Problem {
        call.json(Set.of(), Set.of());
        return made(parts.enrol(call.caller()));
    }

    private static Answer made(Parts.Made made) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("part", made.id());
        members.put("point", Api.base64(made.point().bytes()));
        return Answer.json(201, members);
    }

    private Answer all(Call call) throws Problem {
        return views(parts.all(call.caller().account()));
    }

    private Answer allOf(Call call) throws Problem {
        return views(parts.all(call.variable("account")));
    }

    private static Answer views(List<Parts.View> views) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Parts.View view : views) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("part", view.id());
            each.put("device", view.device());
            each.put("state", view.state());
            each.put("created", Api.time(view.created()));
            all.add(each);
        }
        return Answer.json(200, Map.of("parts", all));
    }

    private Answer test(Call call) throws Problem {
        JsonObject body = call.json(Set.of("report", "point"), Set.of());
        try (ReportPart report = reportPart(body, "report")) {
            CurvePoint answer = parts.test(call.caller(), call.variable("part"), report, point(body));
            return Answer.json(200, Map.of("point", Api.base64(answer.bytes())));
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    static ReportPart reportPart(JsonObject body, String name) throws MalformedJsonException, Problem {
        byte[] secret = Api.bytes(body, name);
        try {
            return ReportPart.of(secret);
        } catch (MediationException e) {
            throw Problem.malformed("the body has no proper \"" + name + "\"");
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static CurvePoint point(JsonObject body) throws MalformedJsonException, Problem {
        try {
            return CurvePoint.of(Api.bytes(body, "point"));
        } catch (MediationException e) {
            throw Problem.malformed("the body has no proper \"point\": " + e.problem());
        }
    }

    private Answer forDevice(Call call) throws Problem {
        JsonObject body = call.json(Set.of("device", "point"), Set.of());
        try {
            return made(parts.forDevice(call.caller(), call.variable("part"), body.text("device"), point(body)));
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    private Answer approve(Call call) throws Problem {
        JsonObject body = call.json(Set.of(), Set.of("statement", "signature"));
        Optional<SignedStatement> order = order(call, body, DeviceOrder.Kind.APPROVE, call.variable("part"));
        parts.approve(call.caller(), call.variable("part"), order);
        return Answer.done();
    }

    private Answer removeDevice(Call call) throws Problem {
        JsonObject body = call.json(Set.of("device"), Set.of("statement", "signature"));
        try {
            String device = body.text("device");
            parts.removeDevice(call.caller(), device, order(call, body, DeviceOrder.Kind.REMOVE, device));
            return Answer.done();
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    /** What the recovery key of the caller signed, for this store and no other, now and once; nothing where it did not. */
    private Optional<SignedStatement> order(Call call, JsonObject body, DeviceOrder.Kind kind, String subject)
            throws Problem {
        if (!body.has("statement")) {
            return Optional.empty();
        }
        try {
            VerificationKey recovery =
                    VerificationKey.parse(accounts.recoveryKeyOf(call.caller().account()));
            SignedStatement signed = Api.signed(body);
            DeviceOrder order = DeviceOrder.of(signed, kind, recovery);
            if (!order.subject().equals(subject) || !order.store().equals(store)) {
                throw Problem.malformed("the statement is of another device or store");
            }
            gates.nonces.spend(
                    signed, recovery.fingerprintHex(), order.created().getEpochSecond());
            return Optional.of(signed);
        } catch (MalformedJsonException | StoreFormatException | SignException.Malformed e) {
            throw Problem.malformed("the statement: " + e.problem());
        }
    }

    private Answer endAll(Call call) throws Problem {
        parts.end(call.variable("account"), Optional.empty());
        return Answer.done();
    }

    private Answer end(Call call) throws Problem {
        parts.end(call.variable("account"), Optional.of(call.variable("part")));
        return Answer.done();
    }

    private Answer keepKeys(Call call) throws Problem {
        try {
            accounts.keepKeys(call.caller(), Api.bytes(call.json(Set.of("keys"), Set.of()), "keys"));
            return Answer.done();
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    private Answer recover(Call call) throws Problem {
        JsonObject body = call.json(Set.of("statement", "signature", "point"), Set.of());
        try {
            SignedStatement signed = Api.signed(body);
            Recovery recovery = Recovery.of(signed);
            if (!recovery.store().equals(store) || !recovery.device().equals(call.device())) {
                throw Problem.malformed("the statement is of another device or store");
            }
            gates.nonces.spend(
                    signed,
                    recovery.recovery().fingerprintHex(),
                    recovery.created().getEpochSecond());
            return recovered(parts.recover(recovery, signed, point(body)));
        } catch (MalformedJsonException | StoreFormatException e) {
            throw Problem.malformed("the statement: " + e.problem());
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.NOT_FOUND) {
                gates.limits.take(Limits.Measure.INVITATIONS, call.address());
            }
            throw e;
        }
    }

    private static Answer recovered(Parts.Recovered recovered) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("account", recovered.owner().account());
        members.put("role", recovered.owner().role().text());
        members.put("card", recovered.owner().card());
        members.put("keys", Api.base64(recovered.owner().keys()));
        members.put("part", recovered.made().id());
        members.put("point", Api.base64(recovered.made().point().bytes()));
        return Answer.json(201, members);
    }

    private Answer open(Call call) throws Problem {
        JsonObject body = call.json(Set.of("tag", "point"), Set.of("report"));
        try {
            Optional<String> report = body.has("report") ? Optional.of(ReportApi.id(body, "report")) : Optional.empty();
            Openings.Answer answer = openings.open(
                    call.caller(), report, new Opening.Request(ReportApi.id(body, "tag"), point(body)), call.signed());
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("report", answer.report());
            members.put("point", Api.base64(answer.point().bytes()));
            members.put("recipient", answer.recipient().toString());
            return Answer.json(200, members);
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }
}
