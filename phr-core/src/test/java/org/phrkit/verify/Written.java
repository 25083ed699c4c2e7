package org.phrkit.verify;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;

/** Tables as those who get them read them. */
final class Written {
    private Written() {}

    /** Written in the standard dialect, and read again with the roles and kinds that its columns have. */
    static ReleasedTable of(Table table) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Csv.write(table, out);
            List<ColumnSpec> specs =
                    table.columns().stream().map(column -> column.spec()).toList();
            return ReleasedTable.of(out.toByteArray(), Dialect.STANDARD, Optional.of(new Schema(specs)));
        } catch (Exception e) {
            throw new AssertionError("what was written can be read", e);
        }
    }
}
