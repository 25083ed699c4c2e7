package org.phrkit.examples;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Csv;
import org.phrkit.table.Schema;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleasedTable;

/** Releases a table in which each row is one of at least five alike. */
public final class AnonymiseTable {
    private AnonymiseTable() {}

    /** Takes the table, its columns file, and where to put the release. */
    public static void main(String[] args) throws Exception {
        Schema schema = Schema.read(Files.newInputStream(Path.of(args[1])));
        Release release = new Anonymisation(5).of(Csv.read(Files.newInputStream(Path.of(args[0])), schema::bind));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Csv.write(release.table(), written);
        InputStream read = new ByteArrayInputStream(written.toByteArray());
        if (!ReleaseCheck.of(ReleasedTable.read(read, schema), 5).holds()) {
            throw new IllegalStateException("the release is not 5-anonymous");
        }
        Files.write(Path.of(args[2]), written.toByteArray());
        System.out.printf("5-anonymous, information loss %.4f %%%n", release.informationLoss());
    }
}
