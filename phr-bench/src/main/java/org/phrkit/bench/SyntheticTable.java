package org.phrkit.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/** Tables of independent, normally distributed quasi-identifiers x0, x1, …: the same numbers each time. */
public final class SyntheticTable {
    private static final long SEED = 1;
    private static final double DECIMALS = 1e6;

    private SyntheticTable() {}

    /** Prints a table as CSV: ROWS and COLUMNS. */
    public static void main(String[] args) throws IOException {
        Csv.write(of(Integer.parseInt(args[0]), Integer.parseInt(args[1])), System.out);
    }

    /** Numbers of six decimals, as a program would export them. */
    static Table of(int rows, int columns) {
        return of(rows, columns, Kind.NUMBER);
    }

    /** Numbers as above, or integers, which are millions times as large. */
    static Table of(int rows, int columns, Kind kind) {
        Random random = new Random(SEED);
        List<Column> made = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            double[] values = new double[rows];
            for (int row = 0; row < rows; row++) {
                double rounded = Math.rint(random.nextGaussian() * DECIMALS);
                values[row] = kind == Kind.INTEGER ? rounded : rounded / DECIMALS;
            }
            made.add(new NumberColumn(new ColumnSpec("x" + column, Role.QUASI, kind), values));
        }
        return new Table(made);
    }
}
