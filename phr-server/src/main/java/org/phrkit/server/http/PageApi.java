package org.phrkit.server.http;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.server.accounts.Passkeys;
import org.phrkit.server.accounts.Vaults;
import org.phrkit.server.problem.Problem;

/** What the pages ask besides what every client asks: passkeys, and the vault that they unlock. */
final class PageApi {
    private final Passkeys passkeys;
    private final Vaults vaults;

    PageApi(Passkeys passkeys, Vaults vaults) {
        this.passkeys = passkeys;
        this.vaults = vaults;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/v1/passkeys/challenges", Route.Audience.STRANGER, this::challenge),
                new Route("POST", "/v1/passkeys/login", Route.Audience.STRANGER, this::login),
                new Route("GET", "/v1/passkeys", Route.Audience.MEMBER, this::list),
                new Route("POST", "/v1/passkeys", Route.Audience.MEMBER, this::register),
                new Route("DELETE", "/v1/passkeys/{passkey}", Route.Audience.MEMBER, this::remove),
                new Route("GET", "/v1/account/vault", Route.Audience.MEMBER, this::vault),
                new Route("PUT", "/v1/account/vault", Route.Audience.MEMBER, this::keepVault));
    }

    private Answer challenge(Call call) throws Problem {
        call.json(Set.of(), Set.of());
        Passkeys.NewChallenge challenge = passkeys.challenge();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("challenge", challenge.value());
        members.put("rpId", challenge.host());
        members.put("expires", Api.time(challenge.expires()));
        return Answer.json(201, members);
    }

    private Answer register(Call call) throws Problem {
        JsonObject body = reply(call, Set.of("attestationObject", "clientDataJSON"), Set.of("wrapped"));
        try {
            Passkeys.View passkey = passkeys.register(
                    call.caller(),
                    new Passkeys.Registration(
                            base64url(body, "attestationObject"),
                            base64url(body, "clientDataJSON"),
                            body.has("wrapped") ? Api.bytes(body, "wrapped") : null));
            return Answer.json(201, members(passkey));
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    private Answer login(Call call) throws Problem {
        JsonObject body = reply(
                call, Set.of("credential", "authenticatorData", "clientDataJSON", "signature", "userHandle"), Set.of());
        try {
            Passkeys.Owner owner = passkeys.login(new Passkeys.Login(
                    base64url(body, "credential"),
                    base64url(body, "authenticatorData"),
                    base64url(body, "clientDataJSON"),
                    base64url(body, "signature"),
                    base64url(body, "userHandle")));
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("account", owner.account());
            members.put("role", owner.role());
            if (owner.wrapped() != null) {
                members.put("wrapped", Api.base64(owner.wrapped()));
            }
            Optional<Vaults.Vault> vault = vaults.of(owner.account());
            if (vault.isPresent()) {
                members.put("vault", Api.base64(vault.get().bytes()));
                members.put("etag", tag(vault.get().tag()));
            }
            return Answer.json(200, members);
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    /** What an authenticator answered, without what only the browser may know. */
    private static JsonObject reply(Call call, Set<String> required, Set<String> optional) throws Problem {
        Set<String> all = new java.util.HashSet<>(optional);
        all.add("clientExtensionResults");
        JsonObject body = call.json(required, all);
        if (body.has("clientExtensionResults")) {
            throw Problem.malformed("the body has \"clientExtensionResults\", which can hold the secret of a passkey: "
                    + "never send it");
        }
        return body;
    }

    private static byte[] base64url(JsonObject body, String name) throws MalformedJsonException, Problem {
        try {
            return Base64.getUrlDecoder().decode(body.text(name));
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("the body has no proper \"" + name + "\"");
        }
    }

    private static Map<String, Object> members(Passkeys.View passkey) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("passkey", passkey.id());
        members.put("created", Api.time(passkey.created()));
        if (passkey.used() != null) {
            members.put("used", Api.time(passkey.used()));
        }
        members.put("unlocks", passkey.unlocks());
        return members;
    }

    private Answer list(Call call) throws Problem {
        return Answer.json(
                200,
                Map.of(
                        "passkeys",
                        passkeys.of(call.caller()).stream()
                                .map(PageApi::members)
                                .toList()));
    }

    private Answer remove(Call call) throws Problem {
        passkeys.remove(call.caller(), call.variable("passkey"));
        return Answer.done();
    }

    private static String tag(String tag) {
        return "\"" + tag + "\"";
    }

    private Answer vault(Call call) throws Problem {
        Vaults.Vault vault = vaults.of(call.caller().account()).orElseThrow(Problem::notFound);
        return Answer.json(200, Map.of("vault", Api.base64(vault.bytes()))).with("ETag", tag(vault.tag()));
    }

    private Answer keepVault(Call call) throws Problem {
        JsonObject body = call.json(Set.of("vault"), Set.of());
        try {
            Optional<String> before = "*".equals(call.field("if-none-match"))
                    ? Optional.empty()
                    : Optional.of(call.ifMatch().replace("\"", ""));
            String tag = vaults.keep(call.caller(), before, Api.bytes(body, "vault"));
            return Answer.done().with("ETag", tag(tag));
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }
}
