package org.phrkit.age;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that appears under its name when it is complete, or not at all; readable by its owner alone. */
final class NewFile {
    private NewFile() {}

    /** What writes to a file. */
    interface Body {
        void writeTo(FileChannel out) throws IOException;
    }

    static void write(Path target, Age.Content content) throws IOException {
        writeTo(target, channel -> {
            try (OutputStream out = Channels.newOutputStream(channel)) {
                content.writeTo(out);
            }
        });
    }

    static void writeTo(Path target, Body body) throws IOException {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        // Temporary files are readable by their owner alone.
        Path partial = Files.createTempFile(absolute.getParent(), ".", ".part");
        try {
            try (FileChannel out = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                body.writeTo(out);
            }
            Files.move(partial, absolute);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
