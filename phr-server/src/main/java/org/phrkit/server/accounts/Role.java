package org.phrkit.server.accounts;

import java.util.Locale;
import java.util.Optional;

/** What an account is for. */
public enum Role {
    /** Leaves reports, and grants them. */
    PATIENT,
    /** Reads what was granted; may leave reports as well. */
    DOCTOR,
    /** Invites and suspends; has no reports. */
    ADMINISTRATOR;

    /** As it is written in requests and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a text, if it is one. */
    public static Optional<Role> of(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
