package org.phrkit.examples;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Csv;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;

/** Chooses the largest k whose information loss a study can bear. */
public final class ChooseK {
    private static final int[] CANDIDATES = {3, 5, 10, 20, 50};

    private ChooseK() {}

    /** Takes the table, its columns file, where to put the release, and the most information loss in percent. */
    public static void main(String[] args) throws Exception {
        Schema schema = Schema.read(Files.newInputStream(Path.of(args[1])));
        Table table = Csv.read(Files.newInputStream(Path.of(args[0])), schema::bind);
        double bearable = Double.parseDouble(args[3]);
        Optional<Release> chosen = Optional.empty();
        for (int k : CANDIDATES) {
            Release release = new Anonymisation(k).of(table);
            System.out.printf("k = %2d: information loss %.4f %%%n", k, release.informationLoss());
            if (release.informationLoss() <= bearable) {
                chosen = Optional.of(release);
            }
        }
        try (OutputStream out = Files.newOutputStream(Path.of(args[2]))) {
            Csv.write(chosen.orElseThrow().table(), out);
        }
    }
}
