package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shares go both ways between phr and the npm package slip39. */
class SharePeerIT {
    private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();

    @TempDir
    private Path folder;

    private String run(String commands) throws IOException, InterruptedException {
        Peer.need("node");
        Peer.assume(
                Files.isDirectory(PEERS.resolve("node_modules/slip39")),
                "skipped: there is no slip39; npm install in phr-cli/src/test/peers brings it");
        Files.writeString(folder.resolve("secret"), "open it\n");
        String happened = Transcript.replayInOneJvm(
                commands.replace("node slip39", "node " + PEERS + "/slip39").indent(0), folder);
        return happened.lines().filter(line -> !line.startsWith("$ ")).reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void theNpmPackageCombinesWhatPhrSplit() throws IOException, InterruptedException {
        assertThat(run("""
                $ phr keygen -o key 2>/dev/null
                $ phr share split -t 3 -n 5 -d plain key 2>/dev/null
                $ phr share split -t 3 -n 5 -d locked --passphrase-file secret key 2>/dev/null
                $ phr share split --group 1:1 --group 2:3 --groups-needed 2 -d groups key 2>/dev/null
                $ words() { for file in "$@"; do sed '/^#/d' $file | tr -d '0-9\\n' | tr -s ' ' | sed 's/^ //'; echo; done; }; words plain/share-[245]* > a; words locked/share-[134]* > b; words groups/group-1* groups/*-[13]-of-3.txt > c
                $ phr share combine --raw-hex - < a > hex
                $ node slip39.mjs combine "" < a | cmp - hex
                $ node slip39.mjs combine "open it" < b | cmp - hex
                $ node slip39.mjs combine "" < c | cmp - hex
                """)).isEmpty();
    }

    @Test
    void phrCombinesWhatTheNpmPackageSplit() throws IOException, InterruptedException {
        String secret = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210";
        assertThat(run("""
                $ node slip39.mjs split SECRET "" 1 3:5 | phr share combine --raw-hex -
                $ node slip39.mjs split SECRET "open it" 2 2:3 1:1 | phr share combine --raw-hex --passphrase-file secret -
                $ node slip39.mjs split 00112233445566778899aabbccddeeff "" 1 2:2 | phr share combine --raw-hex -
                """.replace("SECRET", secret)))
                .isEqualTo(secret + "\n" + secret + "\n00112233445566778899aabbccddeeff\n");
    }
}
