package org.phrkit.fuzz;

import org.phrkit.input.BadInputException;
import org.phrkit.input.Utf8;
import org.phrkit.report.ReportManifest;

/** The manifest of a report that is accepted is written again with the same content. */
public final class ReportManifestFuzz {
    private ReportManifestFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            ReportManifest manifest = ReportManifest.parse(Utf8.text(data));
            if (!ReportManifest.parse(manifest.json()).equals(manifest)) {
                throw new AssertionError("the manifest is written otherwise than it was read");
            }
        } catch (BadInputException e) {
            return;
        }
    }
}
