package org.phrkit.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.ContentHash;
import org.phrkit.sign.HashingStream;
import org.phrkit.spark.Sources.Source;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Table;

/** The parts of a release as the one file that a manifest is of: one after the other by name, with one header line. */
final class JoinedParts {
    private JoinedParts() {}

    /** The header line of each part. */
    static byte[] header(Table columns, Dialect dialect) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        Csv.write(columns, header, dialect);
        return header.toByteArray();
    }

    /**
     * What stands for them; they pass by, and are not held.
     *
     * @throws Failure if one does not begin with the header line
     */
    static ContentHash hash(List<Source> parts, byte[] header, Configuration configuration) throws IOException {
        HashingStream hashing = new HashingStream(OutputStream.nullOutputStream());
        hashing.write(header);
        for (Source part : parts) {
            try (InputStream in = part.path().getFileSystem(configuration).open(part.path())) {
                if (!Arrays.equals(in.readNBytes(header.length), header)) {
                    throw new Failure(ExitCode.MALFORMED, part.name() + ":1: is no header line of a release");
                }
                if (in.transferTo(hashing) + header.length != part.sizeBytes()) {
                    throw new Failure(ExitCode.COULD_NOT, part.name() + ": was changed while it was read");
                }
            }
        }
        return hashing.hash();
    }
}
