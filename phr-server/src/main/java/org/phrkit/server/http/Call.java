package org.phrkit.server.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.phrkit.input.BadInputException;
import org.phrkit.input.Utf8;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.RequestSignature;
import org.phrkit.store.SignedRequest;

/** One request, as a route sees it. For one thread. */
final class Call {
    /** The largest body that is read whole. */
    static final int LARGEST_BODY_BYTES = 1 << 18;

    /** How many of a list one answer has at most. */
    private static final int MOST_LISTED = 1000;

    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{1,42}");

    private final Request request;
    private final Map<String, String> variables;
    private byte[] body = new byte[0];
    private @Nullable Caller caller;
    private String device = "";
    private @Nullable SignedRequest signed;

    Call(Request request, Map<String, String> variables) {
        this.request = request;
        this.variables = variables;
    }

    Request request() {
        return request;
    }

    /** A part of the path: 32 hexadecimal digits. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** A parameter behind {@code ?}. */
    String parameter(String name, String otherwise) throws Problem {
        try {
            String value = Request.extractQueryParameters(request).getValue(name);
            return value == null ? otherwise : value;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Problem.malformed("the query after ? is not understood");
        }
    }

    /** Behind which id a list goes on; empty for its beginning. */
    String after() throws Problem {
        String after = parameter("after", "");
        if (!after.isEmpty() && !Route.isId(after)) {
            throw Problem.malformed("after must be an id");
        }
        return after;
    }

    /** How many of a list are asked for. */
    int limit() throws Problem {
        String limit = parameter("limit", Integer.toString(MOST_LISTED));
        if (!limit.matches("[1-9][0-9]{0,3}")) {
            throw Problem.malformed("limit must be a number from 1 to " + MOST_LISTED);
        }
        return Math.min(MOST_LISTED, Integer.parseInt(limit));
    }

    /**
     * The one value of a field.
     *
     * @return nothing where it is not there
     * @throws Problem MALFORMED if it is there twice
     */
    @Nullable
    String field(String name) throws Problem {
        List<String> values = request.getHeaders().getValuesList(name);
        if (values.size() > 1) {
            throw Problem.malformed("the field " + name + " is there twice");
        }
        return values.isEmpty() ? null : values.get(0).strip();
    }

    /** A field that must be there. */
    String requiredField(String name) throws Problem {
        String value = field(name);
        if (value == null) {
            throw Problem.malformed("the field " + name + " is missing");
        }
        return value;
    }

    /** A field that is a number from 0. */
    long number(String name) throws Problem {
        String value = requiredField(name);
        if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Problem.malformed("the field " + name + " is not a number");
        }
        return Long.parseLong(value);
    }

    /** What is to be changed: the field If-Match. */
    String ifMatch() throws Problem {
        String tag = field("if-match");
        if (tag == null) {
            throw new Problem(Problem.Kind.PRECONDITION, "If-Match says which header is to be changed");
        }
        return tag;
    }

    /** The request as it was signed: its address is at this store's own origin, whatever Host says. */
    RequestSignature.Message message(String origin) throws Problem {
        Map<String, String> fields = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getLowerCaseName();
            if (fields.containsKey(name) && (RequestSignature.GUARDED.contains(name) || name.contains("signature"))) {
                throw Problem.malformed("the field " + name + " is there twice");
            }
            fields.merge(name, String.valueOf(field.getValue()).strip(), (one, other) -> one + ", " + other);
        }
        return new RequestSignature.Message(
                request.getMethod(), origin + request.getHttpURI().getPathQuery(), fields);
    }

    /** The body, which was read. */
    void bring(byte[] bytes) {
        body = bytes;
    }

    static Problem tooLarge() {
        return new Problem(Problem.Kind.TOO_LARGE, "a body has at most " + LARGEST_BODY_BYTES + " bytes");
    }

    byte[] body() {
        return body;
    }

    /** The body as an object. */
    JsonObject json(Set<String> required, Set<String> optional) throws Problem {
        String type = field("content-type");
        if (type == null || !type.equals("application/json")) {
            throw new Problem(Problem.Kind.MEDIA_TYPE, "the body must be application/json");
        }
        try {
            return JsonObject.read(Utf8.text(body), required, optional);
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        } catch (BadInputException e) {
            throw Problem.malformed("the body " + e.problem());
        }
    }

    /** @param request as somebody else can check it later */
    void identify(String key, SignedRequest request, @Nullable Caller known) {
        device = key;
        signed = request;
        caller = known;
    }

    /** The key that signed the request. */
    String device() {
        return device;
    }

    /** The request as its device signed it. */
    SignedRequest signed() {
        if (signed == null) {
            throw new IllegalStateException("the request is not signed");
        }
        return signed;
    }

    /** Whose request it is. */
    Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("nobody is known to ask");
        }
        return caller;
    }

    /** Where it comes from: the machine, or what a proxy on this machine says of it. */
    String address() {
        String address = Request.getRemoteAddr(request);
        List<String> forwarded = request.getHeaders().getValuesList("x-forwarded-for");
        boolean isProxy = !request.isSecure() && !forwarded.isEmpty();
        String shown = isProxy ? forwarded.get(forwarded.size() - 1) : address;
        String last = shown.substring(shown.lastIndexOf(',') + 1).strip();
        return network(last);
    }

    /** Who has an address of IPv6 has 2^64 of them. */
    static String network(String address) {
        String plain = address.replace("[", "").replace("]", "");
        if (!IPV6.matcher(plain).matches()) {
            return address.substring(0, Math.min(address.length(), 64));
        }
        try {
            // It is an address and no name, for which nobody is asked.
            InetAddress found = InetAddress.getByName(plain);
            byte[] bytes = found.getAddress();
            return bytes.length == 4 ? found.getHostAddress() : HexFormat.of().formatHex(bytes, 0, 8);
        } catch (UnknownHostException e) {
            return plain;
        }
    }
}
