package org.phrkit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.Frontier;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.LogKey;
import org.phrkit.transparency.NoteSigningKey;
import org.phrkit.transparency.TreeHead;

/** What a device keeps of a log is a file, which may be damaged. */
class KnownLogTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void whatIsKeptIsReadAgainAndWhatIsDamagedIsRefused() throws Exception {
        LogKey logKey = LogKey.generate(random);
        LogEntry entry = LogEntry.of(logKey.keyLabel(1), LogEntry.newSalt(random), "{}");
        TreeHead head =
                Frontier.EMPTY.append(List.of(entry, entry, entry)).frontier().head();
        NoteSigningKey key = NoteSigningKey.generate("phr-store/" + "0".repeat(32), random);
        KnownLog.Watched watched = new KnownLog.Watched(2, new TreeMap<>(Map.of(1, 0L)));
        KnownLog log = KnownLog.first(key.verifierKey(), Checkpoint.sign(head, key))
                .with(watched)
                .with("ab".repeat(16), watched);
        String text = log.text();
        assertThat(KnownLog.parse(text)).isEqualTo(log);
        for (String[] damage : new String[][] {
            {"\"watched\" : 2", "\"watched\" : 4"},
            {"\"watched\" : 2", "\"watched\" : 9223372036854775807"},
            {"\"1:0\"", "\"65537:0\""},
            {"\"1:0\"", "\"1:2\""},
            {"abab 2 1:0", "abab 4 1:0"},
            {"abab 2 1:0", "abab 2 65537:0"},
            {"abab 2 1:0", "abab 2 999999999999:0"},
            {"abab 2 1:0", "abab x"},
            {"\n3\n", "\n2\n"},
        }) {
            String damaged = text.replace(damage[0].replace("\n", "\\n"), damage[1].replace("\n", "\\n"));
            assertThat(damaged).as(damage[0]).isNotEqualTo(text);
            assertThatThrownBy(() -> KnownLog.parse(damaged))
                    .as(damage[1])
                    .isInstanceOf(StoreException.Malformed.class)
                    .hasMessageContaining("damaged");
        }
    }
}
