package org.phrkit.server.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.grants.Grants;
import org.phrkit.server.grants.Openings;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.reports.Mediated;
import org.phrkit.server.reports.Reports;
import org.phrkit.server.storage.Blobs;
import org.phrkit.sign.SignException;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.Erasure;
import org.phrkit.store.SignedStatement;
import org.phrkit.store.StoreFormatException;

/** Reports and their grants. */
final class ReportApi {
    private static final Pattern RANGE = Pattern.compile("bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))");

    private final Reports reports;
    private final Grants grants;
    private final Accounts accounts;
    private final Limits limits;
    private final Blobs blobs;
    private final String store;

    /** @param store the fingerprint of the store's key */
    ReportApi(Reports reports, Grants grants, Accounts accounts, Limits limits, Blobs blobs, String store) {
        this.reports = reports;
        this.grants = grants;
        this.accounts = accounts;
        this.limits = limits;
        this.blobs = blobs;
        this.store = store;
    }

    List<Route> routes() {
        Route.Audience audience = Route.Audience.PATIENT_OR_DOCTOR;
        return List.of(
                new Route("POST", "/v1/reports", audience, this::commit),
                new Route("GET", "/v1/reports", audience, this::list),
                new Route("GET", "/v1/reports/{report}", audience, this::get),
                new Route("DELETE", "/v1/reports/{report}", audience, this::eraseLater),
                new Route("GET", "/v1/reports/{report}/header", audience, this::header),
                new Route("PUT", "/v1/reports/{report}/header", audience, this::putHeader),
                new Route("POST", "/v1/reports/{report}/erasure", audience, this::erase),
                new Route("DELETE", "/v1/reports/{report}/erasure", audience, this::keep),
                new Route("POST", "/v1/reports/{report}/grants", audience, this::grant),
                new Route("GET", "/v1/reports/{report}/grants", audience, this::chain),
                new Route("DELETE", "/v1/reports/{report}/readers/{reader}", audience, this::revoke),
                new Route("DELETE", "/v1/reports/{report}/readers", audience, this::revokeAll));
    }

    private Answer commit(Call call) throws Problem, IOException {
        JsonObject body =
                call.json(Set.of("report", "upload", "sha256", "header", "readers"), Set.of("title", "expires"));
        List<Reports.Reader> readers = new ArrayList<>();
        try {
            for (JsonObject reader : body.objects(
                    "readers",
                    Set.of("signer", "mayGrant"),
                    Set.of("notBefore", "expires", "part", "tag", "maxOpens"))) {
                readers.add(new Reports.Reader(
                        id(reader, "signer"),
                        reader.truth("mayGrant"),
                        seconds(reader, "notBefore", 0),
                        seconds(reader, "expires", Grants.NEVER),
                        mediated(reader)));
            }
            if (readers.stream().map(Reports.Reader::signer).distinct().count() < readers.size()) {
                throw Problem.malformed("the body names a reader twice");
            }
            Reports.Row row = reports.commit(
                    call.caller(),
                    new Reports.Commit(
                            id(body, "report"),
                            id(body, "upload"),
                            body.text("sha256"),
                            Api.bytes(body, "header"),
                            body.has("title") ? Api.bytes(body, "title") : null,
                            body.has("expires") ? seconds(body, "expires", Grants.NEVER) : null,
                            readers));
            return Answer.json(201, members(listed(call, row))).with("ETag", row.etag());
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        } finally {
            readers.forEach(reader -> Mediated.close(reader.mediated()));
        }
    }

    /** How a reader opens through the store, if he does. */
    private static @Nullable Mediated mediated(JsonObject body) throws MalformedJsonException, Problem {
        if (!body.has("part")) {
            return null;
        }
        long most = body.has("maxOpens") ? body.integer("maxOpens", 1, Openings.MOST_A_GRANT) : Openings.MOST_A_GRANT;
        return new Mediated(id(body, "tag"), PartApi.reportPart(body, "part"), most);
    }

    static String id(JsonObject body, String name) throws MalformedJsonException, Problem {
        String id = body.text(name);
        if (!Route.isId(id)) {
            throw Problem.malformed("the body has no proper \"" + name + "\"");
        }
        return id;
    }

    private static long seconds(JsonObject body, String name, long otherwise) throws MalformedJsonException, Problem {
        if (!body.has(name)) {
            return otherwise;
        }
        try {
            return java.time.Instant.parse(body.text(name)).getEpochSecond();
        } catch (java.time.DateTimeException e) {
            throw Problem.malformed("the body has no proper \"" + name + "\"");
        }
    }

    private static Reports.Listed listed(Call call, Reports.Row row) {
        return new Reports.Listed(
                row.id(),
                row.isOf(call.caller()),
                row.sizeBytes(),
                row.headerTag(),
                row.title(),
                row.created(),
                row.expires(),
                row.eraseAfter());
    }

    private static Map<String, Object> members(Reports.Listed row) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("report", row.id());
        members.put("own", row.own());
        members.put("bytes", row.sizeBytes());
        members.put("created", Api.time(row.created()));
        if (row.expires() != null) {
            members.put("expires", Api.time(row.expires()));
        }
        if (row.eraseAfter() != null) {
            members.put("erased", Api.time(row.eraseAfter()));
        }
        if (row.title() != null) {
            members.put("title", Base64.getEncoder().encodeToString(row.title()));
        }
        members.put("etag", "\"" + row.headerTag() + "\"");
        return members;
    }

    private Answer list(Call call) throws Problem {
        Reports.Page page = reports.list(call.caller(), call.after(), call.limit());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("reports", page.reports().stream().map(ReportApi::members).toList());
        members.put("more", page.more());
        return Answer.json(200, members);
    }

    private Answer get(Call call) throws Problem {
        Reports.Row row = reports.readable(call.caller(), call.variable("report"));
        if (row.etag().equals(call.field("if-none-match"))) {
            return new Answer(304).with("ETag", row.etag());
        }
        long size = row.sizeBytes();
        String range = call.field("range");
        String ifRange = call.field("if-range");
        Matcher asked = RANGE.matcher(range == null ? "" : range);
        boolean isPart = asked.matches() && (ifRange == null || ifRange.equals(row.etag()));
        if (!isPart) {
            return part(call, row, 200, 0, size);
        }
        String last = asked.group(3);
        long from = last == null ? Long.parseLong(asked.group(1)) : Math.max(0, size - Long.parseLong(last));
        long end = last != null || asked.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(asked.group(2));
        if (end < from) {
            // RFC 9110 has it that this is no range.
            return part(call, row, 200, 0, size);
        }
        long to = Math.min(end, size - 1);
        if (from > to) {
            return Answer.problem(new Problem(Problem.Kind.RANGE, "the report has " + size + " bytes"))
                    .with("Content-Range", "bytes */" + size);
        }
        return part(call, row, 206, from, to + 1).with("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }

    /** Some bytes of header and payload, which together are one age file. */
    private Answer part(Call call, Reports.Row row, int status, long from, long to) throws Problem {
        limits.take(Limits.Measure.BYTES, call.caller().account(), to - from);
        int headerSize = row.header().length;
        byte[] ofHeader = from >= headerSize
                ? new byte[0]
                : Arrays.copyOfRange(row.header(), (int) from, (int) Math.min(to, headerSize));
        long offset = Math.max(0, from - headerSize);
        return new Answer(status)
                .with("Content-Type", "application/octet-stream")
                .with("Cache-Control", "private, no-store")
                .with("Accept-Ranges", "bytes")
                .with("ETag", row.etag())
                .bytes(ofHeader)
                .file(blobs.payload(row.id()), offset, Math.max(0, to - headerSize - offset));
    }

    private Answer header(Call call) throws Problem {
        Reports.Row row = reports.readable(call.caller(), call.variable("report"));
        return new Answer(200)
                .with("Content-Type", "application/octet-stream")
                .with("Cache-Control", "private, no-store")
                .with("ETag", row.etag())
                .bytes(row.header());
    }

    private Answer putHeader(Call call) throws Problem {
        JsonObject body = call.json(Set.of("header"), Set.of("title"));
        try {
            Reports.Row row = reports.putHeader(
                    call.caller(),
                    call.variable("report"),
                    call.ifMatch(),
                    Api.bytes(body, "header"),
                    body.has("title") ? Api.bytes(body, "title") : null);
            return Answer.done().with("ETag", row.etag());
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    private Answer eraseLater(Call call) throws Problem {
        long when = reports.eraseLater(call.caller(), call.variable("report"));
        return Answer.json(202, Map.of("erased", Api.time(when)));
    }

    private Answer erase(Call call) throws Problem, IOException {
        Reports.Row row = reports.owned(call.caller(), call.variable("report"));
        try {
            SignedStatement signed = Api.signed(call.json(Api.SIGNED, Set.of()));
            VerificationKey recovery =
                    VerificationKey.parse(accounts.recoveryKeyOf(call.caller().account()));
            Erasure erasure = Erasure.of(signed, recovery);
            if (!erasure.report().equals(row.id()) || !erasure.store().equals(store)) {
                throw Problem.malformed("the statement is of another report or store");
            }
        } catch (MalformedJsonException | StoreFormatException | SignException.Malformed e) {
            throw Problem.malformed("the statement: " + e.problem());
        }
        reports.erase(row.id());
        return Answer.done();
    }

    private Answer keep(Call call) throws Problem {
        reports.keep(call.caller(), call.variable("report"));
        return Answer.done();
    }

    private Answer grant(Call call) throws Problem, IOException {
        JsonObject body =
                call.json(Set.of("header", "statement", "signature"), Set.of("title", "part", "tag", "maxOpens"));
        Mediated mediated = null;
        try {
            mediated = mediated(body);
            Reports.Row row = grants.grant(
                    call.caller(),
                    call.variable("report"),
                    new Grants.Grant(
                            call.ifMatch(),
                            Api.bytes(body, "header"),
                            title(body),
                            body.text("statement"),
                            body.text("signature"),
                            mediated));
            return Answer.done().with("ETag", row.etag());
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        } finally {
            Mediated.close(mediated);
        }
    }

    private static byte @Nullable [] title(JsonObject body) throws MalformedJsonException, Problem {
        return body.has("title") ? Api.bytes(body, "title") : null;
    }

    private Answer chain(Call call) throws Problem {
        List<Map<String, Object>> readers = new ArrayList<>();
        for (Grants.Access access : grants.visible(call.caller(), call.variable("report"))) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("reader", access.reader());
            each.put("granter", access.granter());
            each.put("mayGrant", access.mayGrant());
            each.put("notBefore", Api.time(access.notBefore()));
            if (access.expires() < Grants.NEVER) {
                each.put("expires", Api.time(access.expires()));
            }
            if (access.statement() != null) {
                each.put("grant", access.statement());
            }
            if (access.tag() != null) {
                each.put("tag", access.tag());
                each.put("opens", access.opens());
                each.put("maxOpens", access.maxOpens());
            }
            readers.add(each);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("readers", readers);
        byte[] title = reports.readable(call.caller(), call.variable("report")).title();
        if (title != null) {
            members.put("title", Base64.getEncoder().encodeToString(title));
        }
        return Answer.json(200, members);
    }

    private Answer revoke(Call call) throws Problem {
        grants.revoke(call.caller(), call.variable("report"), call.variable("reader"));
        return Answer.done();
    }

    private Answer revokeAll(Call call) throws Problem {
        grants.revokeAll(call.caller(), call.variable("report"));
        return Answer.done();
    }
}
