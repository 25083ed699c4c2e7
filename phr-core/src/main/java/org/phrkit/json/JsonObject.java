package org.phrkit.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of which the reader knows every member: one that is missing, not known, there twice, or of another type
 * than asked for is refused, so that two readers of the same bytes never understand different things.
 */
public final class JsonObject {
    private final JsonNode node;

    private JsonObject(JsonNode node) {
        this.node = node;
    }

    /**
     * The text of an object: indented, in the order of the map, with line feeds on every system.
     *
     * @param members text, integers, booleans, {@link java.math.BigDecimal}, and lists and maps of these. No
     *     {@code double}: its text differs between JDKs
     */
    public static String write(Map<String, ?> members) {
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(members)
                        .replace(System.lineSeparator(), "\n")
                + "\n";
    }

    /**
     * Reads a text that is one object and nothing else.
     *
     * @param required the members that it has
     * @param optional the members that it may have besides
     */
    public static JsonObject read(String text, Set<String> required, Set<String> optional)
            throws MalformedJsonException {
        try {
            return of(
                    JsonMapper.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .build()
                            .readTree(text),
                    required,
                    optional);
        } catch (JacksonException e) {
            throw new MalformedJsonException("is not JSON");
        }
    }

    private static JsonObject of(JsonNode node, Set<String> required, Set<String> optional)
            throws MalformedJsonException {
        Set<String> names = new HashSet<>(node.propertyNames());
        if (!node.isObject() || !names.containsAll(required)) {
            throw new MalformedJsonException("lacks a member");
        }
        names.removeAll(required);
        names.removeAll(optional);
        if (!names.isEmpty()) {
            throw new MalformedJsonException("has a member that is not known");
        }
        return new JsonObject(node);
    }

    /** The same object where its kind, which stands in one of its members, decides which others it has. */
    public JsonObject as(Set<String> required, Set<String> optional) throws MalformedJsonException {
        return of(node, required, optional);
    }

    /** Whether an optional member is there. */
    public boolean has(String name) {
        return node.has(name);
    }

    /** An integer in a range, both ends included. */
    public long integer(String name, long least, long most) throws MalformedJsonException {
        JsonNode value = node.path(name);
        require(value.isIntegralNumber() && value.canConvertToLong(), name);
        require(value.longValue() >= least && value.longValue() <= most, name);
        return value.longValue();
    }

    /** {@link #integer} where the range is one of {@code int}. */
    public int small(String name, int least, int most) throws MalformedJsonException {
        return (int) integer(name, least, most);
    }

    /** A number: the nearest double. */
    public double number(String name) throws MalformedJsonException {
        JsonNode value = node.path(name);
        require(value.isNumber() && Double.isFinite(value.doubleValue()), name);
        return value.doubleValue();
    }

    /** True or false. */
    public boolean truth(String name) throws MalformedJsonException {
        require(node.path(name).isBoolean(), name);
        return node.path(name).booleanValue();
    }

    /** A text. */
    public String text(String name) throws MalformedJsonException {
        require(node.path(name).isString(), name);
        return node.path(name).stringValue();
    }

    /** A list of texts. */
    public List<String> texts(String name) throws MalformedJsonException {
        require(node.path(name).isArray(), name);
        List<String> texts = new ArrayList<>();
        for (JsonNode value : node.path(name)) {
            require(value.isString(), name);
            texts.add(value.stringValue());
        }
        return texts;
    }

    /** An object in this one. */
    public JsonObject object(String name, Set<String> required, Set<String> optional) throws MalformedJsonException {
        return of(node.path(name), required, optional);
    }

    /** A list of objects. */
    public List<JsonObject> objects(String name, Set<String> required, Set<String> optional)
            throws MalformedJsonException {
        require(node.path(name).isArray(), name);
        List<JsonObject> objects = new ArrayList<>();
        for (JsonNode value : node.path(name)) {
            objects.add(of(value, required, optional));
        }
        return objects;
    }

    private static void require(boolean proper, String name) throws MalformedJsonException {
        if (!proper) {
            throw new MalformedJsonException("has no proper \"" + name + "\"");
        }
    }
}
