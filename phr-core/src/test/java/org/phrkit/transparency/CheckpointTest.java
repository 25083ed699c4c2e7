package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.testing.Seeds;
import org.phrkit.transparency.TransparencyException.BadSignature;
import org.phrkit.transparency.TransparencyException.BadTile;
import org.phrkit.transparency.TransparencyException.Malformed;
import org.phrkit.transparency.TransparencyException.OtherHistory;
import org.phrkit.transparency.TransparencyException.OtherLog;
import org.phrkit.transparency.TransparencyException.Rollback;

/** Checkpoints, and what one who keeps the last of them finds out. */
class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final List<LogEntry> ENTRIES = LogFolder.entries(900, 3);

    private final SecureRandom random = new SecureRandom();
    private final NoteSigningKey key = NoteSigningKey.generate("store.example/log", random);
    private final NoteVerifierKey verifier = key.verifierKey();

    private Checkpoint checkpoint(LogFolder log) throws TransparencyException {
        return Checkpoint.open(Checkpoint.sign(log.head(), key).note(), verifier);
    }

    private static LogFolder log(int size) {
        return LogFolder.of(ENTRIES.subList(0, size));
    }

    /** The same log but for one entry. */
    private static LogFolder otherLog(int size, int differsAt) {
        List<LogEntry> entries = new ArrayList<>(ENTRIES.subList(0, size));
        entries.set(differsAt, LogFolder.entries(1, 99).get(0));
        return LogFolder.of(entries);
    }

    /** One of Sigstore's log of 2025 with a signature of a witness, as clients of that log keep it in their tests. */
    @Test
    void aCheckpointOfAPublicLogIsRead() throws Exception {
        Checkpoint read = Checkpoint.open(
                """
                log2025-1.rekor.sigstore.dev
                139911860
                EliTHtnx44DhEBH+5qIXBtQsSpc54Avam7mIYEvxnTA=

                — log2025-1.rekor.sigstore.dev zxGZFcOra4Y7QpuiQen+CmnUvDZbxSXfBOXJzL+HKIeR9aC58QTfao58ABqkhVyBhQDseS+TZdDNpcnZhoRxkh7IbQ0=
                — witness.stagemole.eu Z/euoAAAAABqxF18wrJCADsJ1G5Lc2JaRjZqqBwjpNqH24yQse4iJ4rKS6b5MtvHP+IbKYXwaWuWokdGA+BubLFi+TrwK7xpKr6XBw==
                """,
                NoteVerifierKey.parse(
                        "log2025-1.rekor.sigstore.dev+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO"));
        assertThat(read.origin()).isEqualTo("log2025-1.rekor.sigstore.dev");
        assertThat(read.head().size()).isEqualTo(139_911_860);
        assertThat(read.head().root()).hasToString("EliTHtnx44DhEBH+5qIXBtQsSpc54Avam7mIYEvxnTA=");
    }

    @Test
    void aCheckpointComesBackAsItWasSigned() throws Exception {
        LogFolder log = log(300);
        Checkpoint signed = Checkpoint.sign(log.head(), key);
        assertThat(signed.note())
                .startsWith("store.example/log\n300\n" + log.head().root() + "\n\n— store.example/log ");
        Checkpoint read = Checkpoint.open(signed.note(), verifier);
        assertThat(read).isEqualTo(signed).hasSameHashCodeAs(signed).hasToString("Checkpoint[store.example/log, 300]");
        assertThat(read.head()).isEqualTo(log.head());
        assertThat(read.origin()).isEqualTo("store.example/log");
        Checkpoint none = Checkpoint.sign(TreeHead.EMPTY, key);
        assertThat(Checkpoint.open(none.note(), verifier).head()).isEqualTo(TreeHead.EMPTY);
    }

    /** The longest there is goes into a manifest and into a grant. */
    @Test
    void theLongestCheckpointIsCarried() {
        String name = "n".repeat(NoteVerifierKey.LONGEST_NAME);
        TreeHead largest = new TreeHead(TreeHead.LARGEST_SIZE, log(1).head().root());
        String note =
                Checkpoint.sign(largest, NoteSigningKey.generate(name, random)).note();
        assertThat(note.length()).isLessThan(16_384);
    }

    @Test
    void moreLinesArePassedOver() throws Exception {
        String note = SignedNote.sign("store.example/log\n5\n" + ROOT + "\nmore\nand more\n", key);
        assertThat(Checkpoint.open(note, verifier).head().size()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store.example/log\n5\n",
                "store.example/log\n5\nROOT\n\nmore\n",
                "store.example/log\n5\n\nROOT\n",
                "store.example/log\n\n5\nROOT\n",
                "\nstore.example/log\n5\nROOT\n",
                "store.example/log\n05\nROOT\n",
                "store.example/log\n-5\nROOT\n",
                "store.example/log\n+5\nROOT\n",
                "store.example/log\n5 \nROOT\n",
                "store.example/log\n0x5\nROOT\n",
                "store.example/log\n٥\nROOT\n",
                "store.example/log\n10000000000000\nROOT\n",
                "store.example/log\n99999999999999999999999\nROOT\n",
                "store.example/log\n5\nROOT=\n",
                "store.example/log\n5\n ROOT\n",
                "store.example/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "store.example/log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n"
            })
    void whatIsNoCheckpointIsRefused(String text) {
        String note = SignedNote.sign(text.replace("ROOT", ROOT), key);
        assertThatThrownBy(() -> Checkpoint.open(note, verifier))
                .isInstanceOf(Malformed.class)
                .hasMessage("is not a checkpoint of a log");
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        for (String text : new String[] {"1099511627777\n" + ROOT, "0\n" + ROOT}) {
            String note = SignedNote.sign("store.example/log\n" + text + "\n", key);
            assertThatThrownBy(() -> Checkpoint.open(note, verifier))
                    .isInstanceOf(Malformed.class)
                    .hasMessage("is not a checkpoint of a log: too many entries, or not the root of none");
        }
    }

    @Test
    void otherKeysAndOtherLogsAreRefused() throws Exception {
        NoteSigningKey other = NoteSigningKey.generate("store.example/log", random);
        String forged = Checkpoint.sign(log(5).head(), other).note();
        assertThatThrownBy(() -> Checkpoint.open(forged, verifier))
                .isInstanceOf(BadSignature.class)
                .hasMessageStartingWith("the note is not signed by the key store.example/log+");
        String altered = Checkpoint.sign(log(5).head(), key).note().replace("\n5\n", "\n6\n");
        assertThatThrownBy(() -> Checkpoint.open(altered, verifier))
                .isInstanceOf(BadSignature.class)
                .hasMessageStartingWith("the signature of the note does not match");
        String elsewhere = SignedNote.sign("other.example/log\n5\n" + ROOT + "\n", key);
        assertThatThrownBy(() -> Checkpoint.open(elsewhere, verifier))
                .isInstanceOf(OtherLog.class)
                .hasMessage("the checkpoint is of the log \"other.example/log\", not of \"store.example/log\"");

        Checkpoint kept = checkpoint(log(5));
        Checkpoint ofOther = Checkpoint.sign(log(6).head(), NoteSigningKey.generate("other.example/log", random));
        assertThatThrownBy(() -> kept.requireConsistent(ofOther, log(6))).isInstanceOf(OtherLog.class);
        assertThatThrownBy(() -> kept.compare(ofOther, log(6))).isInstanceOf(OtherLog.class);
    }

    @Test
    void aLogThatGrewIsAccepted() {
        Seeds.forEach(60, random -> {
            int before = random.nextInt(ENTRIES.size());
            int size = random.nextInt(before, ENTRIES.size() + 1);
            LogFolder log = log(size);
            Checkpoint kept = checkpoint(log(before));
            Checkpoint newer = checkpoint(log);
            log.reads = 0;
            kept.requireConsistent(newer, log);
            assertThat(log.reads).isLessThanOrEqualTo(10);
            assertThat(newer.compare(kept, log)).isEqualTo(Checkpoint.View.CONSISTENT);
            assertThat(kept.compare(newer, log(before)))
                    .isEqualTo(size > before ? Checkpoint.View.AHEAD : Checkpoint.View.CONSISTENT);
        });
    }

    /** Whatever entry it was, and whether or not the log has grown since. */
    @Test
    void anotherHistoryIsFound() {
        Seeds.forEach(60, random -> {
            int before = random.nextInt(1, ENTRIES.size());
            int size = random.nextInt(before, ENTRIES.size() + 1);
            LogFolder rewritten = otherLog(size, random.nextInt(before));
            Checkpoint kept = checkpoint(log(before));
            Checkpoint newer = checkpoint(rewritten);
            assertThatThrownBy(() -> kept.requireConsistent(newer, rewritten))
                    .isInstanceOf(OtherHistory.class)
                    .hasMessage("the first " + before + " entries of the log are not those that it had before");
            // Two clients of whom each was shown one of them.
            assertThat(newer.compare(kept, rewritten)).isEqualTo(Checkpoint.View.SPLIT);
        });
    }

    /** What came behind the kept entries is no other history. */
    @Test
    void whatDiffersLaterIsNotYetFound() throws IOException {
        LogFolder other = otherLog(500, 450);
        checkpoint(log(450)).requireConsistent(checkpoint(other), other);
        assertThat(checkpoint(log(451)).compare(checkpoint(other), log(451))).isEqualTo(Checkpoint.View.AHEAD);
    }

    @Test
    void aRollbackIsFound() throws Exception {
        Checkpoint kept = checkpoint(log(300));
        Checkpoint older = checkpoint(log(299));
        assertThatThrownBy(() -> kept.requireConsistent(older, log(299)))
                .isInstanceOf(Rollback.class)
                .hasMessage("the log has 299 entries, and had 300 before");
        assertThatThrownBy(() -> kept.requireConsistent(Checkpoint.sign(TreeHead.EMPTY, key), log(0)))
                .isInstanceOf(Rollback.class);
    }

    /** A log cannot show the tiles of the old history under the root of a new one. */
    @Test
    void tilesOfAnotherHistoryAreNotBelieved() throws Exception {
        Checkpoint kept = checkpoint(log(300));
        Checkpoint rewritten = checkpoint(otherLog(700, 10));
        assertThatThrownBy(() -> kept.requireConsistent(rewritten, log(700))).isInstanceOf(BadTile.class);
        assertThatThrownBy(() -> kept.requireConsistent(checkpoint(log(700)), new LogFolder()))
                .isInstanceOf(BadTile.class);
    }
}
