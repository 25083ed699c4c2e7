package org.phrkit.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.server.grants.Parts;
import org.phrkit.server.problem.Problem;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/** The store itself, its accounts and its devices, as {@code openapi.yaml} describes them. */
final class Api {
    static final Set<String> SIGNED = Set.of("statement", "signature");

    private final Accounts accounts;
    private final Suspensions suspensions;
    private final Parts parts;
    private final Limits limits;
    private final Clock clock;
    private final String storeKey;
    private final SignedStatement tlsKeys;
    private final SignedStatement log;

    /**
     * @param storeKey the key that is the store's identity, RW…
     * @param tlsKeys the keys of its certificates, signed by it
     * @param log the key of its log, signed by it
     */
    Api(
            Accounts accounts,
            Suspensions suspensions,
            Parts parts,
            Limits limits,
            Clock clock,
            String storeKey,
            SignedStatement tlsKeys,
            SignedStatement log) {
        this.accounts = accounts;
        this.suspensions = suspensions;
        this.parts = parts;
        this.limits = limits;
        this.clock = clock;
        this.storeKey = storeKey;
        this.tlsKeys = tlsKeys;
        this.log = log;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/store", Route.Audience.ANYONE, call -> store()),
                new Route("GET", "/openapi.yaml", Route.Audience.ANYONE, call -> description()),
                new Route("POST", "/v1/accounts", Route.Audience.NEWCOMER, this::join),
                new Route("GET", "/v1/account", Route.Audience.MEMBER, this::account),
                new Route("PUT", "/v1/account/card", Route.Audience.MEMBER, this::showCard),
                new Route("POST", "/v1/account/devices", Route.Audience.MEMBER, this::addDevice),
                new Route("GET", "/v1/accounts", Route.Audience.ADMINISTRATOR, this::all),
                new Route("PUT", "/v1/accounts/{account}/suspension", Route.Audience.ADMINISTRATOR, this::suspend),
                new Route("POST", "/v1/invitations", Route.Audience.ADMINISTRATOR, this::invite));
    }

    private Answer store() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "phr/store/1");
        members.put("key", storeKey);
        members.put("tls", tlsKeys.members());
        members.put("log", log.members());
        members.put("now", clock.instant().toString());
        return Answer.json(200, members);
    }

    private static Answer description() throws IOException {
        try (InputStream in = Objects.requireNonNull(Api.class.getResourceAsStream("openapi.yaml"))) {
            return new Answer(200).with("Content-Type", "application/yaml").bytes(in.readAllBytes());
        }
    }

    private Answer join(Call call) throws Problem {
        JsonObject body = call.json(Set.of("code", "card", "device", "recovery"), Set.of());
        try {
            Accounts.View account = accounts.join(
                    new Accounts.Application(
                            body.text("code"),
                            signed(body, "card"),
                            signed(body, "device"),
                            VerificationKey.parse(body.text("recovery"))),
                    call.device());
            return Answer.json(201, members(account));
        } catch (MalformedJsonException | StoreFormatException | SignException.Malformed e) {
            throw Problem.malformed("the body " + e.problem());
        } catch (Problem e) {
            // Whoever has an invitation joins, however many others tried codes from his address.
            if (e.kind() == Problem.Kind.GONE) {
                limits.take(Limits.Measure.INVITATIONS, call.address());
            }
            throw e;
        }
    }

    static SignedStatement signed(JsonObject body, String name) throws MalformedJsonException, StoreFormatException {
        return signed(body.object(name, SIGNED, Set.of()));
    }

    static SignedStatement signed(JsonObject object) throws MalformedJsonException, StoreFormatException {
        return SignedStatement.of(object.text("statement"), object.text("signature"));
    }

    private static SignedStatement signed(Call call) throws Problem {
        try {
            return signed(call.json(SIGNED, Set.of()));
        } catch (MalformedJsonException | StoreFormatException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    private static Map<String, Object> members(Accounts.View account) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("account", account.id());
        members.put("role", account.role());
        members.put("signer", account.signer());
        members.put("suspended", account.suspended());
        members.put("quotaBytes", account.quotaBytes());
        members.put("usedBytes", account.usedBytes());
        members.put("created", time(account.created()));
        return members;
    }

    static String time(long seconds) {
        return Instant.ofEpochSecond(seconds).toString();
    }

    private Answer account(Call call) throws Problem {
        Map<String, Object> members = members(accounts.view(call.caller().account()));
        List<Map<String, Object>> devices = new ArrayList<>();
        for (Accounts.Device device : accounts.devices(call.caller())) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("device", device.publicKey());
            each.put("created", time(device.created()));
            each.put("current", device.publicKey().equals(call.device()));
            devices.add(each);
        }
        members.put("devices", devices);
        return Answer.json(200, members);
    }

    private Answer showCard(Call call) throws Problem {
        parts.publish(call.caller(), signed(call));
        return Answer.done();
    }

    private Answer addDevice(Call call) throws Problem {
        accounts.addDevice(call.caller(), signed(call));
        return Answer.done();
    }

    private Answer all(Call call) throws Problem {
        Accounts.Page page = accounts.all(call.after(), call.limit());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("accounts", page.accounts().stream().map(Api::members).toList());
        members.put("more", page.more());
        return Answer.json(200, members);
    }

    private Answer suspend(Call call) throws Problem {
        try {
            boolean suspended = call.json(Set.of("suspended"), Set.of()).truth("suspended");
            if (call.variable("account").equals(call.caller().account())) {
                throw new Problem(Problem.Kind.CONFLICT, "an administrator cannot shut out their own account");
            }
            suspensions.suspend(call.variable("account"), suspended);
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
        return Answer.done();
    }

    private Answer invite(Call call) throws Problem {
        try {
            Optional<Role> role = Role.of(call.json(Set.of("role"), Set.of()).text("role"));
            Accounts.NewInvitation invitation = accounts.invite(
                    role.orElseThrow(() -> Problem.malformed("the role is patient, doctor or administrator")));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("code", invitation.code());
            members.put("expires", time(invitation.expires()));
            return Answer.json(201, members);
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Bytes in base64, as they stand in a body. */
    static byte[] bytes(JsonObject body, String name) throws MalformedJsonException, Problem {
        try {
            return Base64.getDecoder().decode(body.text(name));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("the body has no proper \"" + name + "\"");
        }
    }
}
