package org.phrkit.report;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.AgeException;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;

/** The tar archive of a report: plain files alone, each of them asked for in its turn, and nothing behind the last. */
final class ArchiveReader {
    private static final int BLOCK_BYTES = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int BUFFER_BYTES = 1 << 16;

    private final BufferedInputStream in;
    private final TarArchiveInputStream tar;

    ArchiveReader(BufferedInputStream in) {
        this.in = in;
        // Read block by block, so that nothing behind the last one is skipped.
        this.tar = new TarArchiveInputStream(in, BLOCK_BYTES, StandardCharsets.UTF_8.name());
    }

    /** Whether an archive begins with a manifest and its signature; the stream stays where it is. */
    static boolean isReport(BufferedInputStream in) throws IOException {
        in.mark(2 * BLOCK_BYTES + ReportManifest.LIMIT_BYTES);
        try {
            byte[] first = in.readNBytes(BLOCK_BYTES);
            if (!isHeader(first, ReportManifest.NAME)) {
                return false;
            }
            String size = new String(first, SIZE_AT, SIZE_LENGTH, StandardCharsets.ISO_8859_1).trim();
            long sizeBytes = size.matches("[0-7]{1,11}") ? Long.parseLong(size, 8) : Long.MAX_VALUE;
            if (sizeBytes > ReportManifest.LIMIT_BYTES) {
                // It is refused when it is opened.
                return true;
            }
            long blocks = (sizeBytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
            in.skipNBytes(blocks * BLOCK_BYTES);
            return isHeader(in.readNBytes(BLOCK_BYTES), ReportManifest.SIGNATURE_NAME);
        } catch (EOFException e) {
            return false;
        } finally {
            in.reset();
        }
    }

    private static boolean isHeader(byte[] block, String name) {
        String text = new String(block, StandardCharsets.ISO_8859_1);
        return text.length() == BLOCK_BYTES
                && text.startsWith(name + "\0")
                && (text.charAt(TYPE_AT) == '0' || text.charAt(TYPE_AT) == '\0')
                && text.startsWith("ustar", MAGIC_AT);
    }

    static ReportException.Malformed notAReport() {
        return new ReportException.Malformed(
                "the package does not begin with " + ReportManifest.NAME + " and its signature");
    }

    /** The next file, which must be a text of that name. */
    String text(String name, int limitBytes) throws IOException, ReportException {
        TarArchiveEntry entry = next();
        if (entry == null || !entry.getName().equals(name) || !isPlainFile(entry)) {
            throw notAReport();
        }
        if (entry.getSize() > limitBytes) {
            throw new ReportException.Malformed(name + " is larger than " + limitBytes + " bytes");
        }
        byte[] bytes;
        try {
            bytes = tar.readNBytes((int) entry.getSize());
        } catch (IOException e) {
            throw malformed(e);
        }
        if (bytes.length < entry.getSize()) {
            throw new ReportException.Malformed(name + " is not whole");
        }
        try {
            return Utf8.text(bytes);
        } catch (NotUtf8Exception e) {
            throw new ReportException.Malformed(name + " " + e.problem());
        }
    }

    /** Goes to the next file, which must be the one that was signed; its content is left to compare. */
    void requireNext(ReportManifest.Entry signed) throws IOException, ReportException {
        TarArchiveEntry entry = next();
        if (entry == null) {
            throw new ReportException.Altered("a file that was signed is missing");
        }
        if (!isPlainFile(entry) || !entry.getName().equals(signed.name()) || entry.getSize() != signed.sizeBytes()) {
            throw new ReportException.Altered("a file is not the one that was signed: its kind, name or size differs");
        }
    }

    /** Copies the content of the file it is at. A failure to read is one of the package, and one to write is not. */
    void copyTo(OutputStream out) throws IOException, ReportException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (true) {
            int read;
            try {
                read = tar.read(buffer);
            } catch (IOException e) {
                throw malformed(e);
            }
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
        }
    }

    /** Reads the rest of the archive, which must be empty. */
    void requireEnd() throws IOException, ReportException {
        if (next() != null) {
            throw new ReportException.Altered("there is a file that was not signed");
        }
        byte[] rest = new byte[BUFFER_BYTES];
        for (int read = in.read(rest); read >= 0; read = in.read(rest)) {
            for (int i = 0; i < read; i++) {
                if (rest[i] != 0) {
                    throw new ReportException.Altered("there is data behind the last file");
                }
            }
        }
    }

    void close() throws IOException {
        tar.close();
    }

    private @Nullable TarArchiveEntry next() throws IOException, ReportException {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        byte type = entry.getLinkFlag();
        return (type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM)
                && entry.isFile()
                && !entry.isSparse();
    }

    /** What the age file itself complains of goes on as it is. */
    private static ReportException.Malformed malformed(Exception e) throws AgeException {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AgeException age) {
                throw age;
            }
        }
        return new ReportException.Malformed("the package is not a well-formed tar archive");
    }
}
