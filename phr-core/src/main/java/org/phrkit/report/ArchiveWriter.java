package org.phrkit.report;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar archive of a report, as any tar reads it: files of one time, for their owner alone. */
final class ArchiveWriter {
    private static final int BLOCK_BYTES = 512;

    /** As tar writes it: archives are filled up to a multiple of this. */
    private static final int RECORD_BYTES = 20 * BLOCK_BYTES;

    private static final int OWNER_ONLY = 0600;
    private static final byte[] ZEROS = new byte[1 << 16];

    private final OutputStream out;
    private final TarArchiveOutputStream tar;
    private final Instant time;

    ArchiveWriter(OutputStream out, Instant time) {
        this.out = out;
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
        byte[] bytes = bytes(text);
        try (OutputStream content = next(name, bytes.length)) {
            content.write(bytes);
        }
    }

    /**
     * Ends the archive; the stream below stays open.
     *
     * @param padded whether zeros follow, up to a size of {@link Padme}
     */
    void finish(boolean padded) throws IOException {
        tar.finish();
        tar.flush();
        if (padded) {
            long left = Padme.padded(tar.getBytesWritten()) - tar.getBytesWritten();
            for (; left > 0; left -= ZEROS.length) {
                out.write(ZEROS, 0, (int) Math.min(left, ZEROS.length));
            }
        }
    }

    /** The size of an archive before anything of it is written. */
    static long sizeBytes(ReportManifest manifest, ReportManifest.GrantedFrom signed, boolean padded) {
        // Two empty blocks stand at the end.
        long size = 2 * BLOCK_BYTES
                + sizeBytes(ReportManifest.NAME, bytes(signed.manifest()).length)
                + sizeBytes(ReportManifest.SIGNATURE_NAME, bytes(signed.signature()).length);
        for (ReportManifest.Entry file : manifest.files()) {
            size = Math.addExact(size, sizeBytes(file.name(), file.sizeBytes()));
        }
        size = filledUp(size, RECORD_BYTES);
        return padded ? Padme.padded(size) : size;
    }

    private static long sizeBytes(String name, long contentBytes) {
        // What headers an entry gets depends on its name and size; so they are written, to nowhere.
        ArchiveWriter archive = new ArchiveWriter(OutputStream.nullOutputStream(), Instant.EPOCH);
        try {
            archive.next(name, contentBytes);
            return archive.tar.getBytesWritten() + filledUp(contentBytes, BLOCK_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long filledUp(long sizeBytes, int unit) {
        return Math.addExact(sizeBytes, unit - 1) / unit * unit;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
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
