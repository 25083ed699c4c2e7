package org.phrkit.cli.exchange;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;

/** What an age file held, whose first bytes tell whether it is a report; one that is none goes on without a detour. */
final class DecryptedFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final byte[] start;
    private final InputStream rest;
    private final BufferedInputStream all;
    private final boolean isReport;

    private DecryptedFile(byte[] start, InputStream rest) throws IOException {
        this.start = start;
        this.rest = rest;
        this.all =
                new BufferedInputStream(new SequenceInputStream(new ByteArrayInputStream(start), rest), BUFFER_BYTES);
        this.isReport = startsLikeReport(start) && ReportReader.isReport(all);
    }

    static DecryptedFile at(InputStream plaintext) throws IOException {
        return new DecryptedFile(plaintext.readNBytes(ReportManifest.NAME.length()), plaintext);
    }

    private static boolean startsLikeReport(byte[] start) {
        return new String(start, StandardCharsets.ISO_8859_1).equals(ReportManifest.NAME);
    }

    boolean isReport() {
        return isReport;
    }

    InputStream stream() {
        return all;
    }

    void transferTo(OutputStream out) throws IOException {
        if (startsLikeReport(start)) {
            all.transferTo(out);
        } else {
            out.write(start);
            rest.transferTo(out);
        }
    }
}
