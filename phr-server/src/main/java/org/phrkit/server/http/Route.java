package org.phrkit.server.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.problem.Problem;

/**
 * What the store answers to one method of one kind of address.
 *
 * @param method in capitals
 * @param template the path, with {@code {name}} for 32 hexadecimal digits, and {@code {+name}} at its end for all that is
 *     left
 * @param audience who may ask
 */
record Route(String method, String template, Audience audience, Action action) {
    /** Who may ask. */
    enum Audience {
        /** Without a signature. */
        ANYONE,
        /** Without a signature, with a body. */
        STRANGER,
        /** Whoever loads the pages; not counted. */
        VISITOR,
        /** Whoever knows the address of an upload. */
        HOLDER_OF_ADDRESS,
        /** Signed, by a key that no account has. */
        NEWCOMER,
        /** Any account. */
        MEMBER,
        /** Whoever leaves or reads reports. */
        PATIENT_OR_DOCTOR,
        /** Whoever opens reports through the store. */
        DOCTOR,
        /** Who runs the store. */
        ADMINISTRATOR;

        boolean isSigned() {
            return this != ANYONE && this != STRANGER && this != VISITOR && this != HOLDER_OF_ADDRESS;
        }

        /** Whether the body is read before the route answers. */
        boolean hasBody() {
            return isSigned() || this == STRANGER;
        }

        boolean has(Role role) {
            return switch (this) {
                case ADMINISTRATOR -> role == Role.ADMINISTRATOR;
                case DOCTOR -> role == Role.DOCTOR;
                case PATIENT_OR_DOCTOR -> role != Role.ADMINISTRATOR;
                default -> true;
            };
        }
    }

    /** What is done. */
    @FunctionalInterface
    interface Action {
        Answer answer(Call call) throws Problem, IOException;
    }

    /** The variable parts of a path, if it is one of these. */
    Optional<Map<String, String>> match(String path) {
        String[] expected = template.split("/", -1);
        String[] found = path.split("/", -1);
        Map<String, String> variables = new HashMap<>();
        String last = expected[expected.length - 1];
        if (last.startsWith("{+") && found.length >= expected.length) {
            String[] rest = Arrays.copyOfRange(found, expected.length - 1, found.length);
            variables.put(last.substring(2, last.length() - 1), String.join("/", rest));
            expected = Arrays.copyOf(expected, expected.length - 1);
            found = Arrays.copyOf(found, expected.length);
        }
        if (expected.length != found.length) {
            return Optional.empty();
        }
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                if (!isId(found[i])) {
                    return Optional.empty();
                }
                variables.put(expected[i].substring(1, expected[i].length() - 1), found[i]);
            } else if (!expected[i].equals(found[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    static boolean isId(String text) {
        return text.length() == 32 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
