package org.phrkit.server.reports;

import java.io.IOException;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.phrkit.age.AgeHeader;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.PartKeys;

/**
 * How a reader opens a report through the store.
 *
 * @param tag of the stanza in the header
 * @param part the report's part of the key
 * @param maxOpens how often it may be opened
 */
public record Mediated(String tag, ReportPart part, long maxOpens) {
    /** Refuses one whose stanza is not in the header: an opening would be of another report. */
    void requireIn(byte[] header) throws Problem {
        try {
            if (AgeHeader.of(header).shares().stream().map(Opening::tag).noneMatch(tag::equals)) {
                throw Problem.malformed("the header has no stanza of this tag");
            }
        } catch (IOException e) {
            throw Problem.malformed("the header is not one of an age file");
        }
    }

    /** Writes it down with the access that is there. */
    public void keep(Handle handle, PartKeys keys, String report, String reader) {
        byte[] secret = part.exposeBytes();
        handle.execute(
                "update access set tag = ?, part = ?, max_opens = ?, opens = 0 where report = ? and reader = ?",
                tag,
                keys.encrypt(secret, PartKeys.rowOfReport(report, reader)),
                maxOpens,
                report,
                reader);
        Arrays.fill(secret, (byte) 0);
    }
}
