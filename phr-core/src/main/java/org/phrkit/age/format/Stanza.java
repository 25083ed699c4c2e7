package org.phrkit.age.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One recipient stanza of a header: a type, further arguments, and a body (C2SP age.md, "Recipient stanza").
 */
public final class Stanza {
    /** Of a full line of the body. */
    static final int COLUMNS = 64;

    private final List<String> arguments;
    private final byte[] body;

    /**
     * @param arguments the type first; each of one or more printable ASCII characters
     * @throws IllegalArgumentException if there is none, or one is empty or holds another character
     */
    public Stanza(List<String> arguments, byte[] body) {
        if (arguments.isEmpty() || !areArguments(arguments)) {
            throw new IllegalArgumentException("a stanza needs arguments of visible ASCII characters");
        }
        this.arguments = List.copyOf(arguments);
        this.body = body.clone();
    }

    // By loops: the first stream of a program takes as long as all of a small header.
    static boolean areArguments(List<String> texts) {
        for (String text : texts) {
            if (text.isEmpty()) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < 33 || text.charAt(i) > 126) {
                    return false;
                }
            }
        }
        return true;
    }

    public String type() {
        return arguments.get(0);
    }

    /** All arguments, the type first. */
    public List<String> arguments() {
        return arguments;
    }

    public byte[] body() {
        return body.clone();
    }

    /** Fails unless there are that many arguments, the type among them. */
    public <X extends Exception> void requireArguments(int count, Function<String, X> malformed) throws X {
        if (arguments.size() != count) {
            throw malformed.apply("a stanza of type " + type() + " must have " + (count - 1) + " arguments");
        }
    }

    /** The bytes of an argument, which must be the canonical base64 of that many. */
    public <X extends Exception> byte[] argument(int index, int sizeBytes, Function<String, X> malformed) throws X {
        return Base64.decode(arguments.get(index))
                .filter(bytes -> bytes.length == sizeBytes)
                .orElseThrow(() -> malformed.apply("argument " + index + " of a stanza of type " + type()
                        + " is not the canonical base64 of " + sizeBytes + " bytes"));
    }

    /** The body, which must have that many bytes. */
    public <X extends Exception> byte[] body(int sizeBytes, Function<String, X> malformed) throws X {
        if (body.length != sizeBytes) {
            throw malformed.apply("the body of a stanza of type " + type() + " is not " + sizeBytes + " bytes");
        }
        return body();
    }

    /** As it is written. */
    public byte[] encode() {
        StringBuilder text = new StringBuilder();
        appendTo(text);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    void appendTo(StringBuilder text) {
        text.append("-> ").append(String.join(" ", arguments)).append('\n');
        String encoded = Base64.encode(body);
        int at = 0;
        for (; encoded.length() - at >= COLUMNS; at += COLUMNS) {
            text.append(encoded, at, at + COLUMNS).append('\n');
        }
        text.append(encoded, at, encoded.length()).append('\n');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stanza that && arguments.equals(that.arguments) && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return 31 * arguments.hashCode() + Arrays.hashCode(body);
    }

    @Override
    public String toString() {
        return "Stanza[" + type() + ", " + body.length + " bytes]";
    }
}
