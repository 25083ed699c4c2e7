package org.phrkit.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.Sha256;
import org.phrkit.store.RequestKey;

/**
 * A request byte by byte, which may be wrong in whatever a test wants: the twin of what the client sends, written apart
 * from it. Over plain HTTP/1.1.
 */
final class Wire {
    private static final int TIMEOUT_MILLIS = 60_000;

    private String method;
    private String path;
    private final List<String[]> fields = new ArrayList<>();
    private byte[] body = new byte[0];

    Wire(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** A connection to a store. */
    static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** An answer; fields by name in lower case, without Date. */
    record Reply(int status, Map<String, String> fields, String text) {
        /** A field, or nothing. */
        String field(String name) {
            return fields.getOrDefault(name, "");
        }

        /** The path of the upload that was made. */
        String location() {
            String location = field("location");
            return location.substring(location.indexOf("/v1/"));
        }

        /** The last part of the problem's type. */
        String problem() {
            int start = text.indexOf("/problems/") + "/problems/".length();
            return text.contains("/problems/") ? text.substring(start, text.indexOf('"', start)) : "";
        }
    }

    /** What is signed and how; each may be changed before it is done. */
    static final class Signing {
        String label = "phr";
        String origin;
        String keyId;
        String alg = "\"ed25519\"";
        String tag = "phr-store/1";
        String nonce = HexFormat.of().formatHex(random());
        long created = Instant.now().getEpochSecond();
        List<String> covered = new ArrayList<>();
        private final RequestKey key;

        Signing(TestStore store, RequestKey key) {
            this.origin = store.origin().toString();
            this.key = key;
            this.keyId = key.publicKey();
        }

        private static byte[] random() {
            byte[] bytes = new byte[16];
            TestStore.RANDOM.nextBytes(bytes);
            return bytes;
        }
    }

    /** How a test changes what is signed. */
    interface Change {
        void to(Signing signing);
    }

    Wire with(String name, String value) {
        fields.add(new String[] {name, value});
        return this;
    }

    Wire without(String name) {
        fields.removeIf(field -> field[0].equals(name));
        return this;
    }

    Wire replace(String name, String value) {
        return without(name).with(name, value);
    }

    String field(String name) {
        return fields.stream()
                .filter(field -> field[0].equals(name))
                .map(field -> field[1])
                .collect(Collectors.joining(", "));
    }

    Wire to(String otherMethod, String otherPath) {
        method = otherMethod;
        path = otherPath;
        return this;
    }

    Wire json(String text) {
        return with("content-type", "application/json").body(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire body(byte[] bytes) {
        body = bytes;
        return replace("content-length", Integer.toString(bytes.length));
    }

    /** Another body under the signature of the first. */
    Wire swapBody(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    static String digest(byte[] bytes) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(bytes)) + ":";
    }

    Wire signed(TestStore store, RequestKey key) throws IOException {
        return signed(store, key, signing -> {});
    }

    Wire signed(TestStore store, RequestKey key, Change change) throws IOException {
        if (field("phr-store-key").isEmpty()) {
            with("phr-store-key", store.fingerprint());
        }
        if (body.length > 0) {
            with("content-digest", digest(body));
        }
        Signing signing = new Signing(store, key);
        signing.covered.addAll(List.of("@method", "@target-uri"));
        fields.forEach(field -> signing.covered.add(field[0]));
        signing.covered.removeIf(name -> name.equals("host") || name.equals("tus-resumable"));
        change.to(signing);
        String parameters =
                signing.covered.stream().map(name -> '"' + name + '"').collect(Collectors.joining(" ", "(", ")"))
                        + ";created=" + signing.created + ";nonce=\"" + signing.nonce + "\";keyid=\"" + signing.keyId
                        + "\";alg="
                        + signing.alg + ";tag=\"" + signing.tag + "\"";
        StringBuilder base = new StringBuilder();
        for (String name : signing.covered) {
            String value =
                    switch (name) {
                        case "@method" -> method;
                        case "@target-uri" -> signing.origin + path;
                        default -> field(name);
                    };
            base.append('"').append(name).append("\": ").append(value).append('\n');
        }
        base.append("\"@signature-params\": ").append(parameters);
        byte[] seed = Base64.getDecoder().decode(signing.key.exposeText());
        byte[] signature;
        try (SecretBytes secret = SecretBytes.owning(seed)) {
            signature = Ed25519.sign(secret, base.toString().getBytes(StandardCharsets.UTF_8));
        }
        with("signature-input", signing.label + "=" + parameters);
        return with("signature", signing.label + "=:" + Base64.getEncoder().encodeToString(signature) + ":");
    }

    /** As it is sent. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (field("host").isEmpty()) {
            head.append("host: localhost\r\n");
        }
        fields.forEach(
                field -> head.append(field[0]).append(": ").append(field[1]).append("\r\n"));
        head.append("connection: close\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.UTF_8));
        out.write(body);
        return out.toByteArray();
    }

    Reply send(TestStore store) throws IOException {
        return send(store, bytes());
    }

    /** Sends any bytes. */
    static Reply send(TestStore store, byte[] bytes) throws IOException {
        try (Socket socket = connect(store.configuration().port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(bytes);
            return read(socket.getInputStream(), new String(bytes, 0, 4, StandardCharsets.US_ASCII));
        }
    }

    /** Reads an answer up to its end, or to the end of what comes. */
    static Reply read(InputStream in, String method) throws IOException {
        String status = line(in);
        if (status.isEmpty()) {
            return new Reply(0, Map.of(), "");
        }
        Map<String, String> found = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            found.merge(name, line.substring(colon + 1).strip(), (one, other) -> one + ", " + other);
        }
        found.remove("date");
        int code = Integer.parseInt(status.substring(9, 12));
        String length = found.getOrDefault("content-length", "");
        boolean hasBody = !method.startsWith("HEAD") && code != 204 && code != 304;
        byte[] content = hasBody ? content(in, length) : new byte[0];
        return new Reply(code, found, new String(content, StandardCharsets.UTF_8));
    }

    private static byte[] content(InputStream in, String length) throws IOException {
        return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        byte[] bytes = line.toByteArray();
        boolean hasReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return new String(hasReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes, StandardCharsets.ISO_8859_1);
    }
}
