package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.verify.ComparedRows;
import org.phrkit.cli.verify.Warnings;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.RowOrder;
import org.phrkit.table.Dialect;
import org.phrkit.table.Role;

/** The table that a release was made from, on a cluster: its rows that the release has, under the numbers that they have there. */
final class OriginalTable implements AutoCloseable {
    private final String name;
    private final SparkTable all;
    private final SparkTable released;
    private final @Nullable SparkTable lines;
    private final SparkTable rows;

    private OriginalTable(
            String name, SparkTable all, SparkTable released, @Nullable SparkTable lines, SparkTable rows) {
        this.name = name;
        this.all = all;
        this.released = released;
        this.lines = lines;
        this.rows = rows;
    }

    /**
     * The files that say which row is which.
     *
     * @param name what messages call them
     */
    record Lines(String name, Sources files) {}

    /** How it is read. */
    record Reading(SparkSession spark, Sources release, Dialect dialect, ReleaseColumns columns, Warnings warnings) {
        private SparkTable original(String name) throws IOException {
            Sources sources = Sources.find(List.of(name), spark.sparkContext().hadoopConfiguration());
            return SparkTable.read(spark, sources, new SparkTable.Reading(dialect, true, columns.original()));
        }

        private SparkTable released() throws IOException {
            return SparkTable.read(spark, release, new SparkTable.Reading(dialect, false, columns.values()));
        }
    }

    /**
     * Reads the original.
     *
     * @param pairing which says which of its rows is which; nothing where their order does
     * @throws Failure if it cannot be the original
     */
    static OriginalTable read(String name, Optional<Lines> pairing, Reading reading) throws IOException {
        List<SparkTable> opened = new ArrayList<>();
        try {
            SparkTable all = reading.original(name);
            opened.add(all);
            SparkTable released = reading.released();
            opened.add(released);
            ComparedRows.warnOfBlank(name, all.blankRowCount(), reading.warnings);
            if (pairing.isEmpty()) {
                SparkTable rows = SparkComparison.paired(all, released.rowCount())
                        .orElseThrow(() -> ComparedRows.otherCount(name, all.rowCount(), released.rowCount()));
                ComparedRows.warnOfIncomplete(name, rows.rowCount(), all.rowCount(), reading.warnings);
                return new OriginalTable(name, all, released, null, rows);
            }
            String nameOfPairing = pairing.get().name;
            SparkTable lines = RowPairing.read(reading.spark, pairing.get().files);
            opened.add(lines);
            SparkTable rows = RowPairing.select(all, lines, released, nameOfPairing);
            if (rows.rowCount() < all.rowCount()) {
                reading.warnings.add(name + ": compared are the " + rows.rowCount() + " of its " + all.rowCount()
                        + " rows that " + nameOfPairing + " names");
            }
            return new OriginalTable(name, all, released, lines, rows);
        } catch (IOException | RuntimeException e) {
            opened.forEach(SparkTable::close);
            throw e;
        }
    }

    /**
     * The release with the column that says whom its rows are about.
     *
     * @throws Failure if the original does not say it
     */
    SparkTable named(SparkTable release, String person) throws IOException {
        int index = rows.columns()
                .index(person)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        name + ":1: there is no column " + BadInputException.quoted(person)
                                + ", which says whom a row is about"));
        if (lines == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    name
                            + ": nothing shows which of its rows is which of the release, so it does not say whom these are "
                            + "about",
                    "add --pairing DIR, which aggregate --pairing DIR writes");
        }
        TablePersons.requireNamed(rows, person, row -> name);
        TableColumns columns = release.columns().with(rows.columns().specs().get(index));
        int[] wanted = IntStream.range(0, columns.size()).toArray();
        HashPartitioner byChunk = PairedRows.byChunk(release);
        JavaRDD<Piece> named = PairedRows.cut(
                        release, IntStream.range(0, release.columns().size()).toArray())
                .groupByKey(byChunk)
                .join(PairedRows.cut(rows, new int[] {index}).groupByKey(byChunk), byChunk)
                .values()
                .map(found ->
                        Piece.join(Iterators.list(found._1())).beside(Piece.join(Iterators.list(found._2())), wanted));
        return SparkTable.of(named, columns, release.rowCount());
    }

    /** What the release lost of it. */
    SparkComparison comparison(ReleaseColumns columns, Optional<SparkComparison.Linking> linking, Warnings warnings)
            throws IOException {
        UnaryOperator<RowOrder> known = UnaryOperator.identity();
        if (lines != null) {
            boolean isKept = RowPairing.isAscending(lines);
            known = order -> new RowOrder(isKept, true, order.deviations());
        }
        SparkTable compared = rows.select(rows.columns().indices(role -> role != Role.PERSON));
        SparkComparison found = SparkComparison.of(compared, released, columns.missingTexts(), linking, known);
        ComparedRows.ofOrder(found.order()).ifPresent(warnings::add);
        return found;
    }

    @Override
    public void close() {
        all.close();
        released.close();
        if (lines != null) {
            lines.close();
        }
    }
}
