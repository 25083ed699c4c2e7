package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/** A table that is accepted, and written, is read again and written the same. */
public final class TableFuzz {
    private TableFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        check(data, Dialect.STANDARD);
        check(data, new Dialect(';', '\'', Dialect.STANDARD.encoding(), ',', List.of("-", "")));
    }

    private static void check(byte[] data, Dialect dialect) {
        Table table;
        try {
            table = read(data, dialect);
        } catch (TableException e) {
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        try {
            byte[] written = write(table, dialect);
            if (!Arrays.equals(written, write(read(written, dialect), dialect))) {
                throw new AssertionError("the table is written otherwise than it was read");
            }
        } catch (IOException e) {
            throw new AssertionError("what was written cannot be read", e);
        }
    }

    /** The kinds take turns; a category is a quasi-identifier once and is kept as it is once. */
    private static Table read(byte[] data, Dialect dialect) throws IOException, TableException, SchemaException {
        return Csv.read(new ByteArrayInputStream(data), dialect, header -> {
            List<ColumnSpec> specs = new ArrayList<>();
            for (String name : header) {
                specs.add(
                        switch (specs.size() % 6) {
                            case 0 -> new ColumnSpec(name, Role.QUASI, Kind.NUMBER);
                            case 1 -> new ColumnSpec(name, Role.SENSITIVE, Kind.CATEGORY);
                            case 2 -> new ColumnSpec(name, Role.QUASI, Kind.CATEGORY);
                            case 3 -> new ColumnSpec(name, Role.PLAIN, Kind.DATE);
                            case 4 -> new ColumnSpec(name, Role.PLAIN, Kind.INTEGER);
                            default -> new ColumnSpec(name, Role.QUASI, Kind.ORDINAL, List.of("low", "high"));
                        });
            }
            return specs;
        });
    }

    private static byte[] write(Table table, Dialect dialect) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(table, out, dialect);
        return out.toByteArray();
    }
}
