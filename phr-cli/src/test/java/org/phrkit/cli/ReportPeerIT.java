package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed report is opened and checked with age, tar, minisign and sha256sum alone, as docs/formats.md says. */
class ReportPeerIT {
    @TempDir
    private Path folder;

    @Test
    void theToolsOfTheFormatsOpenAReport() throws IOException, InterruptedException {
        for (String program : List.of("age", "tar", "minisign", "sha256sum")) {
            Peer.need(program);
        }
        String happened = Transcript.replay("""
                $ phr keygen -o doctor.key 2>/dev/null; phr keygen --public doctor.key > doctor.pub; phr keygen --signing --unencrypted -o patient 2>/dev/null
                $ head -c 200000 /dev/urandom > scan.bin; echo pulse 60 > "Bäckerei, 2. Befund.txt"; phr encrypt -s patient -R doctor.pub -o report.age scan.bin B* 2>/dev/null
                $ age -d -i doctor.key -o report.tar report.age; mkdir open; tar xf report.tar -C open
                $ minisign -V -q -p patient.pub -m open/manifest.json
                $ cmp scan.bin open/scan.bin; cmp B* open/B*; grep -q $(sha256sum < open/scan.bin | cut -c 1-64) open/manifest.json
                $ grep -q "$(cat doctor.pub)" open/manifest.json; grep -q $(tail -n 1 patient.pub) open/manifest.json
                """.indent(0), folder);
        assertThat(happened.lines().filter(line -> !line.startsWith("$ "))).isEmpty();
    }
}
