package org.phrkit.cli.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object on standard output, its members in the order in which they were added. */
public final class Json {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    public Json() {
        add("schema", 1);
    }

    public Json add(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    public String text() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(members);
    }
}
