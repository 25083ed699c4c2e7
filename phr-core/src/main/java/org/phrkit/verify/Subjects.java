package org.phrkit.verify;

import org.phrkit.table.Persons;

/**
 * Whom the rows of a release are about, and so whom k counts. A file of rows does not tell: five rows may be five
 * persons, or five visits of one.
 *
 * <p>Immutable; several threads may use one.
 */
public sealed interface Subjects {
    /** Nobody says. k counts rows, and a pseudonym that stands in two of them shows that rows are not persons. */
    Subjects UNKNOWN = new Unknown();

    /** Each row is about another person, as whoever made the table says. */
    Subjects ROWS = new Rows();

    /** See {@link #UNKNOWN}. */
    record Unknown() implements Subjects {}

    /** See {@link #ROWS}. */
    record Rows() implements Subjects {}

    /**
     * The rows are about the given persons.
     *
     * @param persons of each row of the release
     * @param areLinked whether the adversary knows all rows of a person, or can join them; if not, he knows one
     */
    record Named(Persons persons, boolean areLinked) implements Subjects {}
}
