package org.phrkit.age;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that appears under its name when it is complete, or not at all. */
final class NewFile {
    private NewFile() {}

    static void write(Path target, Age.Content content) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        // Temporary files are readable by their owner alone.
        Path partial = Files.createTempFile(absolute.getParent(), ".", ".part");
        try {
            try (OutputStream out = Files.newOutputStream(partial)) {
                content.writeTo(out);
            }
            Files.move(partial, absolute);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
