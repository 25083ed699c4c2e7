package org.phrkit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/**
 * For each row of a release, the line of its original that holds the same record: what is needed to compare the two
 * row by row where rows were shuffled, sorted or left out. As a file it is CSV in the standard dialect with the one
 * column {@value #COLUMN}. Whoever has it and the original knows whose row is whose, so it is as secret as the
 * original.
 *
 * <p>Immutable; several threads may use one.
 */
public final class Pairing {
    /** The one column of the file. */
    public static final String COLUMN = "line";

    private final int[] lines;

    /** Where each row stands in the file of the pairing itself. */
    private final Table file;

    private Pairing(Table file) {
        this.file = file;
        this.lines = Arrays.stream(file.columns().get(0).numbers())
                .mapToInt(line -> (int) line)
                .toArray();
    }

    /**
     * {@return the pairing of a release whose rows kept the line numbers of the table that it was made from}
     *
     * @param released the release
     */
    public static Pairing of(Table released) {
        double[] lines = IntStream.range(0, released.rowCount())
                .mapToDouble(released::lineNumber)
                .toArray();
        return new Pairing(new Table(List.of(new NumberColumn(spec(COLUMN), lines))));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param in is read to its end and closed
     * @return the pairing
     * @throws PairingException if it is anything else, or a line stands twice
     */
    public static Pairing read(InputStream in) throws IOException, PairingException {
        Table file;
        try {
            file = Csv.read(in, Dialect.STANDARD.withMissingValues(List.of()), header -> header.stream()
                    .map(Pairing::spec)
                    .toList());
        } catch (TableException e) {
            throw new PairingException(e.problem(), e.lineNumber());
        } catch (SchemaException e) {
            throw new AssertionError("each column has a specification", e);
        }
        if (file.columns().size() != 1 || !file.columns().get(0).spec().name().equals(COLUMN)) {
            throw PairingException.ofHeader();
        }
        Set<Double> known = new HashSet<>();
        double[] lines = file.columns().get(0).numbers();
        for (int row = 0; row < lines.length; row++) {
            if (!(lines[row] > 1 && lines[row] <= Integer.MAX_VALUE)) {
                throw new PairingException("the number is not that of a line below a header", file.lineNumber(row));
            }
            if (!known.add(lines[row])) {
                throw PairingException.ofRepeatedLine(file.lineNumber(row));
            }
        }
        return new Pairing(file);
    }

    private static ColumnSpec spec(String name) {
        return new ColumnSpec(name, Role.PLAIN, name.equals(COLUMN) ? Kind.INTEGER : Kind.CATEGORY);
    }

    /**
     * Writes the file.
     *
     * @param out is flushed and not closed
     * @throws IOException if reading or writing fails
     */
    public void write(OutputStream out) throws IOException {
        Csv.write(file, out);
    }

    /** {@return the number of rows of the release} */
    public int rowCount() {
        return lines.length;
    }

    /**
     * {@return the line, from 1, of the original that a row of the release is from}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int line(int rowIndex) {
        return lines[rowIndex];
    }

    /**
     * {@return the rows of the original, one for each row of the release, in its order}
     *
     * @param original the original
     * @param released the columns of the release that are to be compared
     * @throws PairingException if it is the pairing of another release: it has another number of rows, names a line on
     *     which no row of the original starts, or the two rows differ in a column that is released as it is
     */
    public Table select(Table original, Table released) throws PairingException {
        if (lines.length != released.rowCount()) {
            throw PairingException.ofOtherRows(lines.length, released.rowCount());
        }
        Map<Integer, Integer> rows = new HashMap<>();
        for (int row = 0; row < original.rowCount(); row++) {
            rows.put(original.lineNumber(row), row);
        }
        int[] selected = new int[lines.length];
        for (int row = 0; row < selected.length; row++) {
            Integer of = rows.get(lines[row]);
            if (of == null) {
                throw PairingException.ofNoRow(file.lineNumber(row));
            }
            selected[row] = of;
        }
        Table paired = original.select(selected);
        for (Column before : paired.columns()) {
            if (before.spec().role() == Role.SENSITIVE || before.spec().role() == Role.PLAIN) {
                Column after = released.column(before.spec().name())
                        .orElseThrow(() -> new IllegalArgumentException("the release misses a column"));
                requireSame(before, after);
            }
        }
        return paired;
    }

    private void requireSame(Column before, Column after) throws PairingException {
        for (int row = 0; row < lines.length; row++) {
            boolean isSame = before.isMissing(row)
                    ? after.isMissing(row)
                    : !after.isMissing(row) && before.text(row).equals(after.text(row));
            if (!isSame) {
                throw PairingException.ofOtherCell(file.lineNumber(row));
            }
        }
    }

    /**
     * {@return what is known of the order of the rows: they are paired, and in the order of the original where the
     * lines ascend}
     *
     * @param paired as {@link #select} gives it
     * @param released the release
     */
    public RowOrder order(Table paired, Table released) {
        boolean isAscending = IntStream.range(1, lines.length).allMatch(row -> lines[row - 1] < lines[row]);
        return new RowOrder(isAscending, true, RowOrder.of(paired, released).deviations());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pairing that && Arrays.equals(lines, that.lines);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lines);
    }

    @Override
    public String toString() {
        return "Pairing[" + lines.length + " rows]";
    }
}
