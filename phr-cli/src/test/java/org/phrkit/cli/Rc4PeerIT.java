package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of RC4 that openssl writes are read by phr. */
class Rc4PeerIT {
    /** OpenSSL 3 has RC4 in its legacy provider; before, there are no providers. */
    private static final String CIPHER = """
            $ (openssl enc -help 2>&1 | grep -q -e -provider) && echo '-provider legacy -provider default' > providers || : > providers
            $ echo x | openssl enc -rc4 $(cat providers) -K 0102030405060708090a0b0c0d0e0f10 > rc4 2>/dev/null && test -s rc4
            """;

    @TempDir
    private Path folder;

    private String failures(String commands) throws IOException, InterruptedException {
        String happened = Transcript.replay(commands.indent(0), folder);
        return happened.lines().filter(line -> !line.startsWith("$ ")).reduce("", (a, b) -> a + b + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65537, 5_000_000})
    void whatOpensslWritesIsRead(int sizeBytes) throws IOException, InterruptedException {
        Peer.need("openssl");
        Peer.assume(
                failures(CIPHER).isEmpty(),
                "skipped: openssl has no RC4 here, as where its legacy provider is missing");
        byte[] plain = new byte[sizeBytes];
        new Random(sizeBytes).nextBytes(plain);
        Files.write(folder.resolve("plain"), plain);
        Files.writeString(folder.resolve("secret"), "korrektes Pferd \u00fc\n");
        assertThat(failures("""
                $ phr keygen -o key 2>/dev/null; phr keygen --public key > me
                $ openssl rand -hex 16 > hex; openssl enc -rc4 $(cat providers) -K $(cat hex) -in plain -out bare
                $ phr import rc4 --key-file hex -R me bare 2>/dev/null | phr decrypt -i key | cmp - plain
                $ openssl enc -rc4 $(cat providers) -md md5 -pass file:secret -in plain -out md5 2>/dev/null
                $ phr import rc4 --passphrase-file secret --digest md5 -R me md5 2>/dev/null | phr decrypt -i key | cmp - plain
                $ openssl enc -rc4 $(cat providers) -md sha256 -pass file:secret -in plain -out sha256 2>/dev/null
                $ phr import rc4 --passphrase-file secret -R me sha256 2>/dev/null | phr decrypt -i key | cmp - plain
                $ openssl enc -rc4 $(cat providers) -pbkdf2 -md sha256 -pass file:secret -in plain -out pbkdf2 2>/dev/null
                $ phr import rc4 --passphrase-file secret --pbkdf2 -R me pbkdf2 2>/dev/null | phr decrypt -i key | cmp - plain
                $ openssl enc -rc4 $(cat providers) -iter 77 -md sha256 -pass file:secret -in plain -out iter 2>/dev/null
                $ phr import rc4 --passphrase-file secret --iterations 77 -R me iter 2>/dev/null | phr decrypt -i key | cmp - plain
                """)).isEmpty();
    }
}
