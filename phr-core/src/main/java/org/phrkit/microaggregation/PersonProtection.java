package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How persons are protected, where a person may have several rows.
 *
 * <p>Whoever knows one of her rows ({@link Knowledge#ONE_ROW}): nobody has more than 1/k of the rows of any group, so each
 * group is of k persons or more, and the chance to be right about a person's row is 1/k at most. Whoever knows all her
 * rows, or can join them ({@link Knowledge#ALL_ROWS}): besides, k persons or more have the same groups, each as often.
 *
 * <p>Immutable; several threads may use one, if the names of parts allow it.
 *
 * @param column says whom a row is about; of role person, or a pseudonym
 * @param against what the adversary knows
 * @param maxRows the most rows that a person keeps, where she keeps not all: of those that are cut the first stay. With
 *     {@link Knowledge#ALL_ROWS} as few rows are cut as can be, so that each number of rows is that of k persons or more
 * @param parts how persons are split whose rows are not to be joined all, for {@link Knowledge#ALL_ROWS}
 */
public record PersonProtection(String column, Knowledge against, OptionalInt maxRows, Optional<Parts> parts) {
    /** What an adversary knows about a person, besides her being in the table. */
    public enum Knowledge {
        /** The quasi-identifiers of one of her rows. */
        ONE_ROW,
        /** Those of all her rows, or of one where the rows of a person can be joined, as by a pseudonym. */
        ALL_ROWS
    }

    /** Names the parts of a person; may be sent to another process, if what it needs may. */
    public interface PartNames extends Serializable {
        /**
         * {@return the pseudonym of a part of a person, that nobody can join with that of another part}
         *
         * @param pseudonym of the person
         * @param part from 0
         */
        String of(String pseudonym, int part);
    }

    /**
     * How persons are split into parts that nothing joins: no row is lost, and no two parts of one person are in one
     * group.
     *
     * @param maxRows the most rows of a part, at least 1
     * @param names names the parts
     */
    public record Parts(int maxRows, PartNames names) {
        /**
         * Refuses components that are out of range, or do not go together.
         *
         * @param maxRows the most rows of a part, at least 1
         * @param names names the parts
         */
        public Parts {
            if (maxRows < 1) {
                throw new IllegalArgumentException("a part has one row or more");
            }
        }
    }

    /**
     * Refuses components that are out of range, or do not go together.
     *
     * @param column says whom a row is about
     * @param against what the adversary knows
     * @param maxRows the most rows that a person keeps
     * @param parts how persons are split whose rows are not to be joined all, for {@link Knowledge#ALL_ROWS}
     */
    public PersonProtection {
        if (maxRows.isPresent() && maxRows.getAsInt() < 1) {
            throw new IllegalArgumentException("a person keeps one row or more");
        }
        if (parts.isPresent() && against == Knowledge.ONE_ROW) {
            throw new IllegalArgumentException("parts are for persons whose rows can be joined");
        }
    }

    /**
     * Of all rows, whole persons.
     *
     * @param column the column that says whom a row is about
     * @param against what the adversary knows
     */
    public PersonProtection(String column, Knowledge against) {
        this(column, against, OptionalInt.empty(), Optional.empty());
    }
}
