package org.phrkit.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.Persons;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.ReleasedTable;
import org.phrkit.verify.Subjects;

/**
 * The table that a release was made from.
 *
 * @param name what messages call it
 * @param table its rows that the release has
 * @param released the same columns of the release
 */
record Original(String name, Table table, Table released) {
    static Original read(String release, ReleasedTable checked, Input input, Optional<Schema> schema)
            throws IOException {
        if (checked.isOfGroups()) {
            throw new Failure(
                    ExitCode.USAGE, release + ": --original is compared row by row, and this is a file of groups");
        }
        Table released = checked.values();
        Table all;
        int[] blankRows = new int[1];
        try (InputStream in = input.open()) {
            all = checked.original(in, row -> blankRows[0]++);
        } catch (BadInputException e) {
            throw VerifyRelease.failure(e, input.name(), schema.isPresent());
        }
        if (blankRows[0] > 0) {
            Terminal.warning(input.name() + ": rows without any cell are left out: " + blankRows[0]);
        }
        Table before = checked.paired(all)
                .orElseThrow(() -> new Failure(
                        ExitCode.COULD_NOT,
                        input.name() + ": has " + all.rowCount() + " rows, the release has " + checked.rowCount()));
        if (before.rowCount() < all.rowCount()) {
            Terminal.warning(input.name() + ": compared are the " + before.rowCount() + " of its " + all.rowCount()
                    + " rows that miss no quasi-identifier");
        }
        return new Original(input.name(), before, released);
    }

    /** Whom each row of the release is about. */
    Persons persons(String column) throws IOException {
        if (table.column(column).isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    name + ":1: there is no column " + BadInputException.quoted(column)
                            + ", which says whom a row is about");
        }
        if (!RowOrder.of(table, released).arePaired()) {
            throw new Failure(
                    ExitCode.USAGE,
                    name
                            + ": nothing shows which of its rows is which of the release, so it does not say whom these are "
                            + "about");
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
                subjects instanceof Subjects.Named named
                        ? ReleaseComparison.of(table, released, named.persons())
                        : ReleaseComparison.of(table, released));
    }
}
