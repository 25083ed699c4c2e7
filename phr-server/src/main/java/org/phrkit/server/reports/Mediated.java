package org.phrkit.server.reports;

import java.io.IOException;
import java.util.Arrays;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
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

    /**
     * Refuses a grant that its reader could not open: with a part of the key for one who has no other, or without one for
     * one who opens through the store.
     *
     * @param reader the fingerprint of the reader's signing key
     */
    public static void requireFits(@Nullable Mediated mediated, Handle handle, String reader) throws Problem {
        boolean isEnrolled = isThere(handle, "mediated is not null and signer = ?", reader);
        if (mediated == null && isEnrolled) {
            throw new Problem(Problem.Kind.READER, "together with the store, and the grant has no part of the key");
        }
        boolean opens = isEnrolled
                && isThere(
                        handle,
                        "signer = ? and exists (select 1 from part where account = account.id and state = 'active')",
                        reader);
        if (mediated != null && !opens) {
            throw new Problem(Problem.Kind.READER, "without the store, and the grant has a part of the key");
        }
    }

    private static boolean isThere(Handle handle, String where, String signer) {
        return handle.createQuery("select count(*) from account where " + where)
                .bind(0, signer)
                .mapTo(Boolean.class)
                .one();
    }

    /** Overwrites the part of one that was written down, or refused. */
    public static void close(@Nullable Mediated mediated) {
        if (mediated != null) {
            mediated.part.close();
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
