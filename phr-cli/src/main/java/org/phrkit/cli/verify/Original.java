package org.phrkit.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;
import org.phrkit.verify.Pairing;
import org.phrkit.verify.PairingException;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.ReleasedTable;
import org.phrkit.verify.Subjects;

/**
 * The table that a release was made from.
 *
 * @param name what messages call it
 * @param table its rows that the release has
 * @param released the same columns of the release
 * @param order what is known of the order of the rows
 * @param isPairedByFile whether a file says which row is which
 */
record Original(String name, Table table, Table released, RowOrder order, boolean isPairedByFile) {
    /**
     * Reads an original.
     *
     * @param pairing which says which of its rows is which, if there is one
     */
    static Original read(String release, ReleasedTable checked, Input input, Optional<Input> pairing, Warnings warnings)
            throws IOException {
        if (checked.isOfGroups()) {
            throw new Failure(ExitCode.USAGE, release + ": --original compares records, but this is a file of groups");
        }
        Table released = checked.values();
        Table all;
        int[] blankRows = new int[1];
        try (InputStream in = input.open()) {
            all = checked.original(in, row -> blankRows[0]++);
        } catch (BadInputException e) {
            throw VerifyRelease.failure(e, input.name(), checked.schema().isPresent());
        }
        ComparedRows.warnOfBlank(input.name(), blankRows[0], warnings);
        if (pairing.isPresent()) {
            return paired(input.name(), all, released, pairing.get(), warnings);
        }
        Table before = checked.paired(all)
                .orElseThrow(() -> ComparedRows.otherCount(input.name(), all.rowCount(), checked.rowCount()));
        ComparedRows.warnOfIncomplete(input.name(), before.rowCount(), all.rowCount(), warnings);
        return new Original(input.name(), before, released, RowOrder.of(before, released), false);
    }

    private static Original paired(String name, Table all, Table released, Input pairing, Warnings warnings)
            throws IOException {
        try (InputStream in = pairing.open()) {
            Pairing pairs = Pairing.read(in);
            Table before = pairs.select(all, released);
            if (before.rowCount() < all.rowCount()) {
                warnings.add(name + ": compared are the " + before.rowCount() + " of its " + all.rowCount()
                        + " rows that " + pairing.name() + " names");
            }
            return new Original(name, before, released, pairs.order(before, released), true);
        } catch (PairingException e) {
            throw Failure.of(e, pairing.name());
        }
    }

    /** Whom each row of the release is about. */
    Persons persons(ReleasedTable release, String column) throws IOException {
        if (table.column(column).isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    name + ":1: there is no column " + BadInputException.quoted(column)
                            + ", which says whom a row is about");
        }
        // What is sorted is in the order of any original that is sorted in the same way, whosever its rows are.
        if (!order.arePaired() || (release.isSorted() && !isPairedByFile)) {
            throw new Failure(
                    ExitCode.USAGE,
                    name
                            + ": nothing shows which of its rows is which of the release, so it does not say whom these are "
                            + "about",
                    "add --pairing FILE, which aggregate --pairing FILE writes");
        }
        try {
            return Persons.of(table, column);
        } catch (BadInputException e) {
            throw Failure.of(e, name);
        }
    }

    Findings.Compared compared(Subjects subjects) {
        return new Findings.Compared(
                name,
                table,
                released,
                ReleaseComparison.of(
                        table,
                        released,
                        subjects instanceof Subjects.Named named ? named.persons() : Persons.ofRows(table.rowCount()),
                        order));
    }
}
