package org.phrkit.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object on standard output, its members in the order in which they were added. */
final class Json {
    private final Map<String, Object> members = new LinkedHashMap<>();

    Json() {
        add("schema", 1);
    }

    Json add(String name, Object value) {
        members.put(name, value);
        return this;
    }

    String text() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(members);
    }
}
