package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files go both ways between phr and the age command. */
class AgePeerIT {
    @TempDir
    private Path folder;

    @BeforeEach
    void needsAge() {
        Peer.need("age");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 10 << 20})
    void eachOpensWhatTheOtherWrote(int size) throws IOException, InterruptedException {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        Files.write(folder.resolve("plain"), plain);
        String happened = Transcript.replay("""
                $ phr keygen -o ours 2>/dev/null; age-keygen -o theirs 2>/dev/null
                $ phr keygen --public ours > all; age-keygen -y theirs >> all
                $ phr encrypt -R all -o by-phr.age plain; age -R all -o by-age.age plain
                $ age -d -i theirs by-phr.age | cmp - plain
                $ age -d -i ours by-phr.age | cmp - plain
                $ phr decrypt -i theirs by-age.age | cmp - plain
                $ phr decrypt -i ours by-age.age | cmp - plain
                """, folder);
        assertThat(happened.lines().filter(line -> !line.startsWith("$ "))).isEmpty();
    }
}
