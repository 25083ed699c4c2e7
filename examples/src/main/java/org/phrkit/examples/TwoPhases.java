package org.phrkit.examples;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Csv;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;

/** Joins the tables of two hospitals, neither of which hands over a quasi-identifier of a single person. */
public final class TwoPhases {
    private static final Grouping GROUPING = Grouping.descent(Progress.UNSEEN);
    private static final int K1 = 3;
    private static final int K = 10;

    private TwoPhases() {}

    /** Takes the table, its columns file, and where to put the joint release. */
    public static void main(String[] args) throws Exception {
        Schema schema = Schema.read(Files.newInputStream(Path.of(args[1])));
        Table all = Csv.read(Files.newInputStream(Path.of(args[0])), schema::bind);
        int half = all.rowCount() / 2;
        Table one = all.select(IntStream.range(0, half).toArray());
        Table other = all.select(IntStream.range(half, all.rowCount()).toArray());

        // Phase 1, at each hospital: what it hands over is 3-anonymous already.
        List<Table> handedOver = List.of(centres(one), centres(other));
        // Phase 2, at a server, which sees centres and never a person.
        Release joint = DoublePhase.ofRecords(handedOver, K, GROUPING);
        try (OutputStream out = Files.newOutputStream(Path.of(args[2]))) {
            Csv.write(joint.table(), out);
        }
        System.out.printf(
                "phase 2: %d records, information loss %.4f %%%n", joint.table().rowCount(), joint.informationLoss());
    }

    private static Table centres(Table hospital) {
        Partition groups = GROUPING.partition(hospital, K1);
        Release release = Release.of(hospital, groups);
        System.out.printf(
                "phase 1: %d records, information loss %.4f %%%n", hospital.rowCount(), release.informationLoss());
        return release.table();
    }
}
