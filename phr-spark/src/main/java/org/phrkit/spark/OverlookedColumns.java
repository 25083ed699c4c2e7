package org.phrkit.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.IdentifierScan;
import org.phrkit.table.OverlookedIdentifier;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/** What {@link OverlookedIdentifier#in} finds, of a table on a cluster, of which each piece is looked at where it is. */
final class OverlookedColumns {
    private OverlookedColumns() {}

    /** The rows of a piece, with the roles that columns have and the cells that are missing. */
    interface Cells extends Serializable {
        Table of(Piece piece);
    }

    static List<OverlookedIdentifier> in(SparkTable table, Cells cells) throws IOException {
        Map<String, IdentifierScan> scans = Problem.thrown(() -> table.pieces()
                .map(piece -> {
                    Map<String, IdentifierScan> ofPiece = new HashMap<>();
                    for (Column column : cells.of(piece).columns()) {
                        if (column.spec().role() == Role.SENSITIVE
                                || column.spec().role() == Role.PLAIN) {
                            ofPiece.put(column.spec().name(), IdentifierScan.of(column));
                        }
                    }
                    return ofPiece;
                })
                .reduce((one, other) -> {
                    Map<String, IdentifierScan> both = new HashMap<>(one);
                    other.forEach((name, scan) -> both.merge(name, scan, IdentifierScan::and));
                    return both;
                }));
        List<OverlookedIdentifier> found = new ArrayList<>();
        for (ColumnSpec spec : table.columns().specs()) {
            Optional.ofNullable(scans.get(spec.name()))
                    .flatMap(scan -> scan.found(spec.name()))
                    .ifPresent(found::add);
        }
        return found;
    }
}
