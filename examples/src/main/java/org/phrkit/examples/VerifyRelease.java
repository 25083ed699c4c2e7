package org.phrkit.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.table.BlankRows;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.ReleasedTable;

/** Checks a release that somebody else made, alone and against its original. */
public final class VerifyRelease {
    private VerifyRelease() {}

    /** Takes the release, its original, the columns file, and k. */
    public static void main(String[] args) throws Exception {
        Schema schema = Schema.read(Files.newInputStream(Path.of(args[2])));
        ReleasedTable release = ReleasedTable.read(Files.newInputStream(Path.of(args[0])), schema);
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(release, Integer.parseInt(args[3]));
        System.out.printf("%d-anonymous: %s%n", verdict.k(), verdict.holds() ? "yes" : "no");
        System.out.printf(
                "equivalence classes: %d, the smallest of %d%n", verdict.classCount(), verdict.smallestClass());

        Table original = release.original(Files.newInputStream(Path.of(args[1])), BlankRows.REFUSED);
        ReleaseComparison comparison = ReleaseComparison.of(original, release.values());
        RecordLinkage linkage = comparison.linkage().orElseThrow();
        System.out.printf(
                "information loss: %.4f %%%n", comparison.informationLoss().orElseThrow());
        System.out.printf("persons found by record linkage: %.2f %%%n", 100 * linkage.found());
    }
}
