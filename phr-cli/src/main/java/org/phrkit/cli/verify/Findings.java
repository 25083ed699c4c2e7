package org.phrkit.cli.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.AttributeDisclosure;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.IntervalDisclosure;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.privacy.ReidentificationRisk;
import org.phrkit.table.Column;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.ReleasedTable;

/**
 * All that was found of a release.
 *
 * @param name what messages call the release
 * @param risk of files of records
 * @param disclosure by sensitive column, in table order; empty where there is none or nobody asked, and of files of groups
 */
record Findings(
        String name,
        ReleasedTable release,
        ReleaseCheck.Verdict verdict,
        Optional<ManifestCheck> manifest,
        NearlyEqualClasses nearlyEqual,
        EquivalenceClasses classes,
        Optional<ReidentificationRisk> risk,
        Map<String, AttributeDisclosure> disclosure,
        Optional<Compared> compared) {

    /** A release, its original, and how they differ. */
    record Compared(String originalName, Table original, Table released, ReleaseComparison figures) {
        String warningOfOrder() {
            return figures.order().arePaired() ? IN_ORDER : NOT_PAIRED;
        }
    }

    /**
     * Judges a release, and holds it against its original if there is one.
     *
     * @param name what messages call the release
     * @param looksAtSensitive whether the cells of sensitive columns are of interest, and must be of their kinds
     * @param hasRoles whether roles were given
     */
    static Findings of(
            String name,
            ReleasedTable release,
            ReleaseCheck.Verdict verdict,
            Optional<ManifestCheck> manifest,
            boolean looksAtSensitive,
            Optional<Input> original,
            boolean hasRoles)
            throws IOException {
        EquivalenceClasses classes = release.classes();
        Map<String, AttributeDisclosure> disclosure = new LinkedHashMap<>();
        if (looksAtSensitive && !release.isOfGroups()) {
            for (Column column : release.sensitive()) {
                disclosure.put(
                        column.spec().name(), AttributeDisclosure.of(classes, column, IntervalDisclosure.USUAL_WIDTH));
            }
        }
        return new Findings(
                name,
                release,
                verdict,
                manifest,
                release.nearlyEqual(),
                classes,
                release.isOfGroups() ? Optional.empty() : Optional.of(ReidentificationRisk.of(classes, verdict.k())),
                disclosure,
                original.isEmpty() ? Optional.empty() : Optional.of(compare(name, release, original.get(), hasRoles)));
    }

    private static Compared compare(String name, ReleasedTable release, Input original, boolean hasRoles)
            throws IOException {
        if (release.isOfGroups()) {
            throw new Failure(
                    ExitCode.USAGE, name + ": --original is compared row by row, and this is a file of groups");
        }
        Table released = release.values();
        Table all;
        int[] blankRows = new int[1];
        try (InputStream in = original.open()) {
            all = release.original(in, row -> blankRows[0]++);
        } catch (BadInputException e) {
            throw VerifyRelease.failure(e, original.name(), hasRoles);
        }
        if (blankRows[0] > 0) {
            Terminal.warning(original.name() + ": rows without any cell are left out: " + blankRows[0]);
        }
        Table before = release.paired(all)
                .orElseThrow(() -> new Failure(
                        ExitCode.COULD_NOT,
                        original.name() + ": has " + all.rowCount() + " rows, the release has " + release.rowCount()));
        if (before.rowCount() < all.rowCount()) {
            Terminal.warning(original.name() + ": compared are the " + before.rowCount() + " of its " + all.rowCount()
                    + " rows that miss no quasi-identifier");
        }
        return new Compared(original.name(), before, released, ReleaseComparison.of(before, released));
    }

    /** What the reader must know before using the figures, a sentence each. */
    void warn() {
        ReleaseWarnings.of(nearlyEqual, release, name).forEach(Terminal::warning);
        compared.ifPresent(found -> Terminal.warning(found.warningOfOrder()));
    }

    private static final String NOT_PAIRED =
            "nothing shows that the rows stand in the order of the original; if they do not, "
                    + "information loss, linkage and intervals, which compare row by row, say nothing";

    private static final String IN_ORDER =
            "the rows stand in the order of the original, which tells whoever knows that order "
                    + "who is who; aggregate --shuffle mixes them";
}
