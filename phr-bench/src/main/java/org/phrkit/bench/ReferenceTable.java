package org.phrkit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/** The tables of the literature, which are not part of the project: their measurements, as quasi-identifiers. */
final class ReferenceTable {
    static final List<String> FILES = List.of("census.csv", "tarragona.csv", "diabetes.csv");

    private static final Set<String> NOT_QUASI = Set.of("PatientID", "Diabetic");

    private ReferenceTable() {}

    /** Where they are unless told: {@code data} in the folder that {@code -Dphr.shared} names, {@code ../shared}. */
    static Path folder() {
        return Path.of(System.getProperty("phr.shared", "../shared")).resolve("data");
    }

    /** All columns of kind number. */
    static Table read(Path folder, String file) throws IOException, TableException, SchemaException {
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            return Csv.read(in, header -> header.stream()
                    .map(name -> new ColumnSpec(name, NOT_QUASI.contains(name) ? Role.DROP : Role.QUASI))
                    .toList());
        }
    }

    /** The same table, its columns of whole numbers of kind integer, so that their centres are rounded. */
    static Table withIntegers(Table table) {
        return table.withColumns(table.quasiNumbers().stream()
                .<Column>map(column -> Arrays.stream(column.values()).allMatch(value -> value == Math.rint(value))
                        ? new NumberColumn(
                                new ColumnSpec(column.spec().name(), Role.QUASI, Kind.INTEGER), column.values())
                        : column)
                .toList());
    }
}
