package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files go both ways between phr, the age command, and the npm package age-encryption. */
@Execution(ExecutionMode.CONCURRENT)
class AgePeerIT {
    private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();

    @TempDir
    private Path folder;

    private void writePlain(int size) throws IOException {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        Files.write(folder.resolve("plain"), plain);
    }

    /** Every command must succeed and say nothing. */
    private void run(String commands) throws IOException, InterruptedException {
        String happened = Transcript.replayInOneJvm(commands.indent(0), folder);
        assertThat(happened.lines().filter(line -> !line.startsWith("$ "))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 10 << 20})
    void eachOpensWhatTheAgeCommandWrote(int size) throws IOException, InterruptedException {
        Peer.need("age");
        writePlain(size);
        run("""
                $ phr keygen -o ours 2>/dev/null; age-keygen -o theirs 2>/dev/null
                $ phr keygen --public ours > all; age-keygen -y theirs >> all
                $ phr encrypt -R all -o by-phr.age plain; age -R all -o by-age.age plain
                $ phr encrypt -a -R all -o by-phr.txt plain; age -a -R all -o by-age.txt plain
                $ age -d -i theirs by-phr.age | cmp - plain
                $ age -d -i ours by-phr.txt | cmp - plain
                $ phr decrypt -i theirs by-age.age | cmp - plain
                $ phr decrypt -i ours by-age.txt | cmp - plain
                """);
    }

    /** The age command asks for a passphrase on a terminal, which script provides. */
    @ParameterizedTest
    @ValueSource(strings = {"", "-a "})
    void passphrasesGoBothWaysWithTheAgeCommand(String armor) throws IOException, InterruptedException {
        Peer.need("age");
        Peer.need("script");
        writePlain(1000);
        Files.writeString(folder.resolve("secret"), "correct horse\n");
        run("""
                $ phr encrypt %1$s--passphrase-file secret -o by-phr.age plain
                $ (sleep 1; cat secret; sleep 3) | script -qec 'age -d -o opened by-phr.age' /dev/null > log
                $ cmp opened plain
                $ (sleep 1; cat secret; sleep 1; cat secret; sleep 3) | script -qec 'age %1$s-p -o by-age.age plain' log2 > log
                $ phr decrypt --passphrase-file secret by-age.age | cmp - plain
                """.formatted(armor));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 10 << 20})
    void eachOpensWhatTheNpmPackageWrote(int size) throws IOException, InterruptedException {
        Peer.need("node");
        Peer.assume(
                Files.isDirectory(PEERS.resolve("node_modules/age-encryption")),
                "skipped: there is no age-encryption; npm install in phr-cli/src/test/peers brings it");
        writePlain(size);
        Files.writeString(folder.resolve("secret"), "correct horse\n");
        run("""
                $ phr keygen --pq -o ours 2>/dev/null; node PEERS/age.mjs keygen hybrid > theirs
                $ phr encrypt -r $(phr keygen --public theirs) -r $(phr keygen --public ours) -o by-phr.age plain
                $ node PEERS/age.mjs decrypt opened by-phr.age i:theirs; cmp opened plain
                $ node PEERS/age.mjs decrypt opened by-phr.age i:ours; cmp opened plain
                $ node PEERS/age.mjs encrypt by-node.age plain r:$(phr keygen --public ours)
                $ phr decrypt -i ours by-node.age | cmp - plain
                $ phr keygen -o classic 2>/dev/null
                $ node PEERS/age.mjs encrypt by-node.txt plain armor r:$(phr keygen --public classic)
                $ phr decrypt -i classic by-node.txt | cmp - plain
                $ phr encrypt -a -r $(node PEERS/age.mjs recipient classic) plain > by-phr.txt
                $ node PEERS/age.mjs decrypt opened by-phr.txt i:classic; cmp opened plain
                $ node PEERS/age.mjs encrypt secret.age plain "p:correct horse"
                $ phr decrypt --passphrase-file secret secret.age | cmp - plain
                """.replace("PEERS", PEERS.toString()));
    }
}
