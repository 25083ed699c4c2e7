package org.phrkit.cli.verify;

import java.util.Optional;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.privacy.RowOrder;

/** What there is to say of the rows of an original that a release is compared with. */
public final class ComparedRows {
    private ComparedRows() {}

    /** The original has another number of rows than the release. */
    public static Failure otherCount(String original, long rows, long released) {
        return new Failure(
                ExitCode.COULD_NOT,
                original + ": has " + rows + " rows, the release has " + released,
                "name the rows with --pairing FILE, which aggregate --pairing FILE writes");
    }

    /** Warns where rows without any cell were left out of the original. */
    public static void warnOfBlank(String original, long blankRows, Warnings warnings) {
        if (blankRows > 0) {
            warnings.add(original + ": rows without any cell are left out: " + blankRows);
        }
    }

    /** Warns where rows that miss a quasi-identifier were left out. */
    public static void warnOfIncomplete(String original, long kept, long rows, Warnings warnings) {
        if (kept < rows) {
            warnings.add(original + ": compared are the " + kept + " of its " + rows
                    + " rows that miss no quasi-identifier");
        }
    }

    /** What the reader must know of the order of the rows. */
    public static Optional<String> ofOrder(RowOrder order) {
        if (!order.arePaired()) {
            return Optional.of("nothing shows which row of the original belongs to which row of "
                    + "the release, so information loss, linkage and intervals are left out; add --pairing FILE");
        }
        return order.isKept()
                ? Optional.of("the rows are in the order of the original: whoever knows that "
                        + "order can tell who is who; mix them with aggregate --shuffle")
                : Optional.empty();
    }
}
