package org.phrkit.cli.aggregate;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.table.Table;
import picocli.CommandLine.Option;

/** What becomes of missing cells. */
final class MissingOptions {
    @Option(
            names = "--missing",
            paramLabel = "HOW",
            description = "What to do about missing cells of quasi-identifiers: fail; drop their rows; impute, so that "
                    + "the row gets its group's value. fail unless given.")
    private @Nullable Missing missing;

    /** As typed. */
    enum Missing {
        fail,
        drop,
        impute
    }

    /** As typed. */
    String name() {
        return (missing == null ? Missing.fail : missing).name();
    }

    boolean areGiven() {
        return missing != null;
    }

    /** The table without the rows that are not wanted, of which k must be left. */
    Table complete(Table table, String source, int k, Summary summary) throws Failure {
        Map<String, Integer> missingCells = table.missingCells();
        if (missing == Missing.impute || missingCells.isEmpty()) {
            return table;
        }
        if (missing != Missing.drop) {
            String columns = missingCells.entrySet().stream()
                    .map(column -> "column \"" + column.getKey() + "\" misses " + column.getValue())
                    .collect(Collectors.joining(", "));
            throw new Failure(
                    ExitCode.COULD_NOT,
                    source + ": of " + table.rowCount() + " cells " + columns,
                    "--missing drop leaves these rows out, --missing impute gives them the values of their groups");
        }
        int[] rows = table.completeRows();
        summary.add("droppedRows", table.rowCount() - rows.length);
        if (rows.length < k) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    source + ": " + rows.length + " rows without missing cells are fewer than k = " + k);
        }
        return table.select(rows);
    }
}
