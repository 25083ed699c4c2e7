package org.phrkit.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that goes into a report. It is read twice, by one thread: to sign its hash, and to pack it. */
public interface Source {
    /** {@return the name that it gets in the report} */
    String name();

    /**
     * {@return a new stream of its content}
     *
     * @throws IOException if reading or writing fails
     */
    InputStream open() throws IOException;

    /**
     * {@return a file, under its own name}
     *
     * @param file the file to read
     */
    static Source of(Path file) {
        return new Source() {
            @Override
            public String name() {
                return String.valueOf(file.getFileName());
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }

    /**
     * {@return bytes in memory}
     *
     * @param name the name of the column
     * @param bytes the bytes to read
     */
    static Source of(String name, byte[] bytes) {
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
