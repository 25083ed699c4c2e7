package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and signatures go both ways between phr and minisign. */
class MinisignPeerIT {
    @TempDir
    private Path folder;

    /** Every command must succeed; what they print is returned. */
    private String run(String commands) throws IOException, InterruptedException {
        Peer.need("minisign");
        String happened = Transcript.replayInOneJvm(commands.indent(0), folder);
        assertThat(happened.lines().filter(line -> line.startsWith("? "))).isEmpty();
        return happened.lines().filter(line -> !line.startsWith("$ ")).reduce("", (a, b) -> a + b + "\n");
    }

    @Test
    void minisignSignsWithKeysOfPhr() throws IOException, InterruptedException {
        assertThat(run("""
                $ phr keygen --signing --unencrypted -o plain 2>/dev/null; echo hello > m
                $ minisign -S -s plain -m m -x one -t words > log && minisign -V -q -p plain.pub -m m -x one
                $ minisign -R -s plain -p again.pub > log 2>&1; cmp plain.pub again.pub
                """)).isEmpty();
    }

    @Test
    void minisignOpensKeyFilesOfPhrWithTheirPassphrase() throws IOException, InterruptedException {
        Peer.need("script");
        assertThat(run("""
                $ echo correct horse > secret; echo hello > m; phr keygen --signing --passphrase-file secret -o key 2>/dev/null
                $ (sleep 1; cat secret; sleep 4) | script -qec 'minisign -S -s key -m m -x sig' /dev/null > log
                $ minisign -V -q -p key.pub -m m -x sig
                """)).isEmpty();
    }

    @Test
    void phrReadsKeyFilesOfMinisign() throws IOException, InterruptedException {
        Peer.need("script");
        assertThat(run("""
                $ echo correct horse > secret; minisign -G -W -p plain.pub -s plain > log
                $ tail -n 1 plain.pub > a; phr keygen --public plain | cmp - a
                $ (sleep 1; cat secret; sleep 1; cat secret; sleep 6) | script -qec 'minisign -G -p key.pub -s key' /dev/null > log
                $ tail -n 1 key.pub > a; phr keygen --public --passphrase-file secret key | cmp - a
                """)).isEmpty();
    }

    /** Minisign asks for the empty password of a key, and takes it. */
    @Test
    void phrSignsWithAKeyOfMinisignWhosePasswordIsEmpty() throws IOException, InterruptedException {
        Peer.need("script");
        assertThat(run("""
                $ (sleep 1; echo; sleep 1; echo; sleep 6) | script -qec 'minisign -G -p key.pub -s key' /dev/null > log
                $ tail -n 1 key | cut -c 1-8; echo > empty; tail -n 1 key.pub > a; phr keygen --public --passphrase-file empty key | cmp - a
                $ (sleep 3; echo; sleep 6) | script -qec 'phr keygen --public key' /dev/null | tr -d '\\r' | tail -n 1 | cmp - a
                $ printf 'a,b\\n1,x\\n2,y\\n3,x\\n4,y\\n' > in.csv
                $ phr aggregate -k 2 --quasi a --sensitive b --manifest m.json -s key --sign-passphrase-file empty -o out.csv in.csv > log
                $ minisign -V -q -p key.pub -m m.json
                """)).isEqualTo("RWRTY0Iy\n");
    }

    @Test
    void manifestsOfReleasesAreSignedAndVerifiedByEither() throws IOException, InterruptedException {
        assertThat(run("""
                $ minisign -G -W -p key.pub -s key > log; printf 'a,b\\n1,x\\n2,y\\n3,x\\n4,y\\n' > in.csv
                $ phr aggregate -k 2 --quasi a --sensitive b --manifest m.json -s key -o out.csv in.csv > log
                $ minisign -V -q -p key.pub -m m.json
                $ rm m.json.minisig; minisign -S -s key -m m.json > log
                $ phr verify release --manifest m.json --from key.pub --quasi a --sensitive b out.csv | head -n 1
                """))
                .isEqualTo(
                        "yes: the table is 2-anonymous in rows; whether rows are persons cannot be seen in this file\n");
    }

    @Test
    void minisignVerifiesWhatPhrSigned() throws IOException, InterruptedException {
        assertThat(run("""
                $ minisign -G -W -p key.pub -s key > log; phr keygen -o me 2>/dev/null
                $ phr share split -t 2 -n 2 -d shares -s key me 2>/dev/null
                $ minisign -V -q -p key.pub -m shares/shares.json
                $ rm shares/shares.json.minisig; minisign -S -s key -m shares/shares.json > log
                $ phr verify shares --manifest shares/shares.json --from key.pub shares/share-*.txt | head -n 1
                $ rm shares/shares.json.minisig; minisign -S -l -s key -m shares/shares.json > log
                $ phr verify shares --manifest shares/shares.json --from $(tail -n 1 key.pub) shares/share-*.txt | head -n 1
                """)).isEqualTo("""
                yes: all shares are genuine
                2>
                phr: error: shares/shares.json.minisig: the signature is of minisign's older form
                phr: hint: have it signed again with minisign -S -H
                """);
    }
}
