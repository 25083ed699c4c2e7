package org.phrkit.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.PersonProtection.PartNames;
import org.phrkit.pseudonym.Pseudonyms;
import org.phrkit.table.Table;

/**
 * The key of {@link Pseudonyms} on its way to tasks. Whoever reads what Spark sends or writes has it, unless Spark encrypts
 * both.
 */
final class PseudonymKey implements Serializable, PartNames {
    private static final long serialVersionUID = 1L;

    private final byte[] file;

    private transient volatile @Nullable Pseudonyms pseudonyms;

    private PseudonymKey(byte[] file) {
        this.file = file;
    }

    static PseudonymKey of(Pseudonyms pseudonyms) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            pseudonyms.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PseudonymKey(file.toByteArray());
    }

    /**
     * The rows with pseudonyms, and with the days of each person moved.
     *
     * @param person says whose days they are; nothing where none are moved
     */
    Piece applied(Piece piece, TableColumns before, TableColumns after, Optional<String> person) {
        Table table = piece.table(before);
        try {
            Table moved = person.isPresent() ? pseudonyms().shifted(table, person.get()) : table;
            return piece.with(pseudonyms().of(moved), after);
        } catch (BadInputException e) {
            throw new IllegalArgumentException("a row is about nobody", e);
        }
    }

    @Override
    public String of(String pseudonym, int part) {
        return pseudonyms().ofPart(pseudonym, part);
    }

    private Pseudonyms pseudonyms() {
        Pseudonyms known = pseudonyms;
        if (known == null) {
            try {
                known = Pseudonyms.read(new ByteArrayInputStream(file));
            } catch (IOException e) {
                throw new IllegalStateException("the key is none", e);
            }
            pseudonyms = known;
        }
        return known;
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "PseudonymKey";
    }
}
