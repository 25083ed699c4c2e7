package org.phrkit.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar archive of a report, as any tar reads it: files of one time, for their owner alone. */
final class ArchiveWriter {
    /** As tar writes it: archives are filled up to a multiple of this. */
    private static final int RECORD_BYTES = 20 * 512;

    private static final int OWNER_ONLY = 0600;

    private final TarArchiveOutputStream tar;
    private final Instant time;

    ArchiveWriter(OutputStream out, Instant time) {
        this.tar = new TarArchiveOutputStream(out, RECORD_BYTES, StandardCharsets.UTF_8.name());
        this.time = time;
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    /** A stream for the content of the next file, to be closed after exactly that many bytes. */
    OutputStream next(String name, long sizeBytes) throws IOException {
        TarArchiveEntry header = new TarArchiveEntry(name, true);
        header.setSize(sizeBytes);
        header.setMode(OWNER_ONLY);
        header.setModTime(Date.from(time));
        tar.putArchiveEntry(header);
        return new Content(tar);
    }

    void put(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (OutputStream content = next(name, bytes.length)) {
            content.write(bytes);
        }
    }

    /** Ends the archive; the stream below stays open. */
    void finish() throws IOException {
        tar.finish();
        tar.flush();
    }

    /** Closing it does not close the archive. */
    private static final class Content extends FilterOutputStream {
        private final TarArchiveOutputStream tar;

        Content(TarArchiveOutputStream tar) {
            super(tar);
            this.tar = tar;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            tar.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            tar.closeArchiveEntry();
        }
    }
}
