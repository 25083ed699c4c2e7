package org.phrkit.table;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a column is to an adversary who looks for a person in the table. */
public enum Role {
    /** Names the person by itself: a name, a record number. Never released. */
    IDENTIFIER,
    /** Says whom a row is about, so that persons are protected and not rows. Never released. */
    PERSON,
    /** Known to others, and together with its like enough to find the person. Aggregated. */
    QUASI,
    /** What nobody should learn of the person. Released as it is, within groups. */
    SENSITIVE,
    /** Tells nothing of the person. Released as it is. */
    PLAIN,
    /**
     * Names the person, and is to join tables: released as a pseudonym, which stands for its text in every table that
     * was made with the same key.
     */
    PSEUDONYM,
    /**
     * Days that are not to be known: released with all of a person's moved by one secret number of days, so that their order
     * and distances stay.
     */
    SHIFT,
    /** In a survey, how many persons of the population a row stands for. Released as it is. */
    WEIGHT,
    /** In a file of groups, how many records a row stands for. */
    COUNT,
    /** Not wanted. Never released. */
    DROP;

    /** {@return the word for it in a columns file} */
    public String term() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return whether the column may stand in a release} */
    public boolean isReleased() {
        return this != IDENTIFIER && this != PERSON && this != DROP;
    }

    /**
     * {@return whether a release has the column's own cell in each row, neither that of a group nor a pseudonym: so
     * that rows of one person can be joined by it}
     */
    public boolean isReleasedByRow() {
        return this == SENSITIVE || this == PLAIN || this == SHIFT || this == WEIGHT;
    }

    static Optional<Role> ofTerm(String term) {
        return Arrays.stream(values()).filter(role -> role.term().equals(term)).findFirst();
    }

    static String terms() {
        return Arrays.stream(values()).map(Role::term).collect(Collectors.joining(", "));
    }
}
