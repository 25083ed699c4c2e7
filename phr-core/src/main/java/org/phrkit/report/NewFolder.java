package org.phrkit.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A folder that appears under its name when it is complete, or not at all; for its owner alone. */
final class NewFolder implements AutoCloseable {
    private final Path target;
    private final Path partial;
    private final List<Path> files = new ArrayList<>();
    private OutputStream last = OutputStream.nullOutputStream();
    private boolean complete;

    NewFolder(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        if (Files.exists(this.target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        // Temporary folders are for their owner alone.
        this.partial = Files.createTempDirectory(this.target.getParent(), ".");
    }

    /** A file in it; no more than one is written at a time. */
    OutputStream add(ReportManifest.Entry file) throws IOException {
        Path path = partial.resolve(file.name());
        last = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW);
        files.add(path);
        return last;
    }

    void complete() throws IOException {
        Files.move(partial, target);
        complete = true;
    }

    /** Unless it is complete, leaves nothing. */
    @Override
    public void close() throws IOException {
        if (!complete) {
            last.close();
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(partial);
        }
    }
}
