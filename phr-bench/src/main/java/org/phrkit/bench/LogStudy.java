package org.phrkit.bench;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.Frontier;
import org.phrkit.transparency.Label;
import org.phrkit.transparency.LogEntry;
import org.phrkit.transparency.NoteSigningKey;
import org.phrkit.transparency.Tile;
import org.phrkit.transparency.TileFile;
import org.phrkit.transparency.TiledTree;

/**
 * How long does it take to append to a log, and to prove something of it, and how large is it? Tiles are in memory, so that
 * no disk is measured:
 *
 * <pre>java -cp phr-bench/target/benchmarks.jar org.phrkit.bench.LogStudy [ENTRIES]</pre>
 */
public final class LogStudy {
    private static final int PROOFS = 5_000;

    private final SecureRandom random = new SecureRandom();
    private final NoteSigningKey key = NoteSigningKey.generate("store.example/log", random);
    private final Map<String, byte[]> files = new HashMap<>();
    private Frontier frontier = Frontier.EMPTY;

    private LogStudy() {}

    /** Measures it all; 100,000 entries unless told. */
    public static void main(String[] args) throws IOException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        LogStudy study = new LogStudy();
        long[] appends = new long[count];
        for (int i = 0; i < count; i++) {
            appends[i] = study.append();
        }
        print("append and checkpoint", appends);
        long[] inclusions = new long[PROOFS];
        long[] consistencies = new long[PROOFS];
        for (int i = 0; i < PROOFS; i++) {
            inclusions[i] = study.prove(study.random.nextInt(count));
            consistencies[i] = study.proveConsistency(1 + study.random.nextInt(count));
        }
        print("inclusion proof, tiles checked", inclusions);
        print("consistency proof, tiles checked", consistencies);
        long sizeBytes =
                study.files.values().stream().mapToLong(file -> file.length).sum();
        System.out.printf(
                Locale.ROOT,
                "files: %,d with %,d bytes, %.1f bytes an entry%n",
                study.files.size(),
                sizeBytes,
                (double) sizeBytes / count);
    }

    private long append() {
        byte[] salt = LogEntry.newSalt(random);
        LogEntry entry = LogEntry.of(Label.random(random), salt, "{\"type\":\"phr/opening/1\"}");
        long start = System.nanoTime();
        Frontier.Growth growth = frontier.append(List.of(entry));
        Checkpoint.sign(growth.frontier().head(), key);
        long took = System.nanoTime() - start;
        frontier = growth.frontier();
        for (TileFile file : growth.files()) {
            files.put(file.tile().path(), file.bytes());
            if (file.tile().width() > 1) {
                Tile tile = file.tile();
                files.remove(new Tile(tile.level(), tile.index(), tile.width() - 1).path());
            }
        }
        return took;
    }

    private TiledTree tree() throws IOException {
        return TiledTree.open(frontier.head(), tile -> Optional.ofNullable(files.get(tile.path())));
    }

    private long prove(long index) throws IOException {
        long start = System.nanoTime();
        tree().inclusion(index);
        return System.nanoTime() - start;
    }

    private long proveConsistency(long before) throws IOException {
        long start = System.nanoTime();
        tree().consistency(before);
        return System.nanoTime() - start;
    }

    private static void print(String what, long[] nanoseconds) {
        Arrays.sort(nanoseconds);
        System.out.printf(
                Locale.ROOT,
                "%s: p50 %.3f ms, p99 %.3f ms%n",
                what,
                nanoseconds[nanoseconds.length / 2] / 1e6,
                nanoseconds[nanoseconds.length * 99 / 100] / 1e6);
    }
}
