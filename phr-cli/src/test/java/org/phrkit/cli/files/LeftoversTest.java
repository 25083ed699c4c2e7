package org.phrkit.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    private Path folder;

    @Test
    void aPartialFileThatNobodyWritesIsOne() throws IOException {
        assertThat(Leftovers.is(Files.createFile(folder.resolve(".phr-1a.part"))))
                .isTrue();
        assertThat(Leftovers.is(Files.createFile(folder.resolve(".phr-1a.parts"))))
                .isFalse();
        assertThat(Leftovers.is(Files.createFile(folder.resolve("x.phr-1a.part"))))
                .isFalse();
        assertThat(Leftovers.is(Files.createSymbolicLink(folder.resolve(".phr-2.part"), folder)))
                .isFalse();
    }

    @Test
    void theFileOfACommandThatRunsIsNone() throws IOException {
        try (PartialFile partial = PartialFile.in(folder);
                FileChannel channel = partial.create(true)) {
            assertThat(channel.isOpen()).isTrue();
            assertThat(Leftovers.is(partial.path())).isFalse();
        }
    }

    /** A folder cannot be locked. */
    @Test
    void aFolderIsOneAfterAWhile() throws IOException {
        Path partial = Files.createDirectory(folder.resolve(".phr-3.part"));
        assertThat(Leftovers.is(partial)).isFalse();
        Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));
        assertThat(Leftovers.is(partial)).isFalse();
        Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        assertThat(Leftovers.is(partial)).isTrue();
    }
}
