package org.phrkit.examples;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Partition;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Refinement;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Csv;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseCheck;

/** Releases a table in which each row is one of at least five alike. */
public final class AnonymiseTable {
    private AnonymiseTable() {}

    /** Takes the table, its columns file, and where to put the release. */
    public static void main(String[] args) throws Exception {
        try (InputStream columns = Files.newInputStream(Path.of(args[1]));
                InputStream in = Files.newInputStream(Path.of(args[0]))) {
            Schema schema = Schema.read(columns, args[1]);
            Table table = Csv.read(in, args[0], schema::bind);
            Partition partition = Refinement.descent(table, Mdav.partition(table, 5), 5, Progress.UNSEEN);
            Release release = Release.of(table, partition);
            if (!ReleaseCheck.of(release.table(), 5).holds()) {
                throw new IllegalStateException("the release is not 5-anonymous");
            }
            try (OutputStream out = Files.newOutputStream(Path.of(args[2]))) {
                Csv.write(release.table(), out);
            }
            System.out.printf("5-anonymous, information loss %.4f %%%n", release.informationLoss());
        }
    }
}
