package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.Sha256;
import org.phrkit.testing.Seeds;
import org.phrkit.transparency.TransparencyException.BadTile;

/** What is appended is found again, proven, and known from everything else: {@link Frontier} and {@link TiledTree}. */
class TiledLogTest {
    private static final List<LogEntry> ENTRIES = LogFolder.entries(1_100, 1);
    private static final List<MerkleHash> HASHES = LogFolder.hashes(ENTRIES);

    private static LogFolder folder(int size) {
        return LogFolder.of(ENTRIES.subList(0, size));
    }

    private static TreeHead naiveHead(int size) {
        return new TreeHead(size, NaiveTree.root(HASHES.subList(0, size)));
    }

    /** However the entries come: the same head, and each file by its definition. */
    @Test
    void filesFollowTheirDefinition() {
        Seeds.forEach(20, random -> {
            LogFolder folder = new LogFolder();
            int size = 0;
            while (size < ENTRIES.size()) {
                int next = Math.min(ENTRIES.size(), size + 1 + random.nextInt(random.nextBoolean() ? 3 : 700));
                folder.append(ENTRIES.subList(size, next));
                size = next;
                if (random.nextInt(10) == 0 || size == ENTRIES.size()) {
                    assertThat(folder.head()).isEqualTo(naiveHead(size));
                    for (Tile tile : Tile.edge(size)) {
                        assertThat(folder.files.get(tile.path()))
                                .as(tile.path())
                                .isEqualTo(NaiveTree.tile(tile, HASHES));
                    }
                }
            }
            for (Map.Entry<String, byte[]> file : folder.files.entrySet()) {
                Tile tile = Tile.parse(file.getKey());
                assertThat(file.getValue()).hasSize(tile.sizeBytes());
                if (!tile.isOfEntries()) {
                    assertThat(file.getValue()).isEqualTo(NaiveTree.tile(tile, HASHES));
                }
            }
        });
    }

    /** The 70,000 entries of the standard's example, by a program in Python that shares no code with this one. */
    @Test
    void filesAreThoseOfAnIndependentProgram() throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            byte[] hash = Sha256.of(Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
            byte[] entry = Arrays.copyOf(hash, 48);
            System.arraycopy(hash, 0, entry, 32, 16);
            entries.add(LogFolder.entry(entry));
        }
        LogFolder folder = new LogFolder();
        for (int from = 0; from < entries.size(); from += 1_000) {
            folder.append(entries.subList(from, from + 1_000));
        }
        folder.deleteOutgrown();
        folder.files
                .keySet()
                .removeIf(path ->
                        !Tile.edge(70_000).stream().map(Tile::path).toList().contains(path)
                                && path.contains(".p/")
                                && !path.equals("tile/entries/273.p/112"));
        MessageDigest digest = Sha256.start();
        new TreeMap<>(folder.files).forEach((path, bytes) -> {
            digest.update((path + "\0").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        });
        assertThat(folder.files).hasSize(551);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("4e4962437046f5cca8d74d017541ccefd61d618004af6765404e8692213f7f09");
        assertThat(folder.head().root()).hasToString("p/8xEGc/9vsCT1zQHo/4qfoqoblT9to9hDQgDmk0pQQ=");

        requireFewReads(folder, entries);
    }

    /** Of a log with three levels of tiles: a handful each time. */
    private static void requireFewReads(LogFolder folder, List<LogEntry> entries) throws IOException {
        folder.reads = 0;
        TiledTree tree = TiledTree.open(folder.head(), folder);
        assertThat(folder.reads).isEqualTo(3);
        for (int index : new int[] {0, 255, 65_535, 65_536, 69_887, 69_999}) {
            TiledTree fresh = TiledTree.open(folder.head(), folder);
            folder.reads = 0;
            assertThat(fresh.inclusion(index).proves(entries.get(index).hash(), folder.head()))
                    .isTrue();
            assertThat(fresh.consistency(index).before()).isEqualTo(index);
            assertThat(folder.reads).isLessThanOrEqualTo(4);
        }
        folder.reads = 0;
        assertThat(tree.entries(0, 70_000)).isEqualTo(entries);
        assertThat(folder.reads)
                .as("a bundle and a tile for each 256, and one above")
                .isEqualTo(274 + 273 + 1);
    }

    @Test
    void aFileIsWrittenForWhatIsNewAlone() {
        LogFolder folder = folder(511);
        assertThat(folder.append(ENTRIES.subList(511, 512)).stream()
                        .map(file -> file.tile().path()))
                .containsExactly("tile/entries/001", "tile/0/001", "tile/1/000.p/2");
        assertThat(folder.append(ENTRIES.subList(512, 513)).stream()
                        .map(file -> file.tile().path()))
                .containsExactly("tile/entries/002.p/1", "tile/0/002.p/1");
        assertThat(folder.append(List.of())).isEmpty();
        assertThat(folder.head()).isEqualTo(naiveHead(513));
    }

    @Test
    void anEdgeIsResumedFromItsFiles() {
        Seeds.forEach(40, random -> {
            int size = random.nextInt(8) == 0 ? 256 * random.nextInt(4) : random.nextInt(1_000);
            LogFolder folder = folder(size);
            folder.deleteOutgrown();
            folder.reads = 0;
            folder.frontier = Frontier.resume(folder.head(), folder);
            assertThat(folder.reads).isLessThanOrEqualTo(4);
            folder.append(ENTRIES.subList(size, size + 100));
            assertThat(folder.head()).isEqualTo(naiveHead(size + 100));
            assertThat(folder.files).containsAllEntriesOf(folder(size + 100).files);
        });
    }

    @Test
    void anEdgeThatIsNotTheHeadsIsNotResumed() {
        LogFolder folder = folder(300);
        TreeHead other = LogFolder.of(LogFolder.entries(300, 2)).head();
        assertThatThrownBy(() -> Frontier.resume(other, folder))
                .isInstanceOf(BadTile.class)
                .hasMessage("the tiles at the right edge are not those of the tree of 300 entries");
        folder.alter("tile/entries/001.p/44", 7, 1);
        assertThatThrownBy(() -> Frontier.resume(folder.head(), folder))
                .isInstanceOf(BadTile.class)
                .hasMessage("tile/entries/001.p/44: the entries are not those of the tree");
    }

    /** Each entry, each proof, each root before, of a log at a few sizes. */
    @Test
    void everythingIsReadAgain() throws IOException {
        for (int size : new int[] {1, 2, 255, 256, 257, 512, 700, 1_100}) {
            LogFolder folder = folder(size);
            TiledTree tree = TiledTree.open(folder.head(), folder);
            assertThat(tree.entries(0, size)).isEqualTo(ENTRIES.subList(0, size));
            for (int i = 0; i < size; i += Math.max(1, size / 40)) {
                assertThat(tree.entry(i)).isEqualTo(ENTRIES.get(i));
                assertThat(tree.inclusion(i).path()).isEqualTo(NaiveTree.path(i, HASHES.subList(0, size)));
                assertThat(tree.consistency(i).path()).isEqualTo(NaiveTree.proof(i, HASHES.subList(0, size)));
                assertThat(tree.rootOf(i)).isEqualTo(naiveHead(i).root());
            }
            assertThat(tree.rootOf(size)).isEqualTo(tree.head().root());
        }
        TiledTree empty = TiledTree.open(TreeHead.EMPTY, new LogFolder());
        assertThat(empty.entries(0, 0)).isEmpty();
        assertThat(empty.rootOf(0)).isEqualTo(MerkleHash.EMPTY);
    }

    /** One bit of one file: either it is noticed, or it was not needed. */
    @Test
    void noAlteredFileIsBelieved() {
        int[] noticed = new int[1];
        Seeds.forEach(300, random -> {
            int size = random.nextInt(1, 800);
            LogFolder folder = folder(size);
            folder.deleteOutgrown();
            List<String> paths = new ArrayList<>(new TreeMap<>(folder.files).keySet());
            String path = paths.get(random.nextInt(paths.size()));
            folder.alter(path, random.nextInt(Tile.parse(path).sizeBytes()), 1 << random.nextInt(8));
            int index = random.nextInt(size);
            try {
                TiledTree tree = TiledTree.open(folder.head(), folder);
                assertThat(tree.inclusion(index).path()).isEqualTo(NaiveTree.path(index, HASHES.subList(0, size)));
                assertThat(tree.consistency(index).path()).isEqualTo(NaiveTree.proof(index, HASHES.subList(0, size)));
                assertThat(tree.entries(0, size)).isEqualTo(ENTRIES.subList(0, size));
            } catch (BadTile e) {
                noticed[0]++;
            }
        });
        assertThat(noticed[0]).isGreaterThan(150);
    }

    @Test
    void aTileOfAnotherTreeIsRefused() throws IOException {
        LogFolder folder = folder(600);
        TiledTree tree = TiledTree.open(folder.head(), folder);
        folder.files.put("tile/0/000", folder.file("tile/0/001"));
        assertThatThrownBy(() -> tree.inclusion(3))
                .isInstanceOf(BadTile.class)
                .hasMessage("tile/0/000: the tile is not that of the tree");
        assertThat(tree.inclusion(300).proves(HASHES.get(300), folder.head())).isTrue();
        folder.files.put("tile/entries/001", new byte[12_800]);
        assertThatThrownBy(() -> tree.entry(300))
                .isInstanceOf(BadTile.class)
                .hasMessage("tile/entries/001: the entries are not those of the tree");
    }

    /** The bytes are hashed without their length. */
    @Test
    void anEntryOfAnotherLengthIsRefused() {
        LogFolder folder = folder(3);
        folder.alter("tile/entries/000.p/3", 51, 48 ^ 47);
        assertThatThrownBy(() -> TiledTree.open(folder.head(), folder).entry(0))
                .isInstanceOf(BadTile.class)
                .hasMessage("tile/entries/000.p/3: the entries are not those of the tree");
    }

    @Test
    void missingAndShortFilesAreTold() {
        LogFolder folder = folder(600);
        folder.files.put("tile/0/002.p/88", new byte[5]);
        assertThatThrownBy(() -> TiledTree.open(folder.head(), folder))
                .isInstanceOf(BadTile.class)
                .hasMessage("tile/0/002.p/88: has 5 bytes, not 2816");
        folder.files.remove("tile/0/002.p/88");
        assertThatThrownBy(() -> TiledTree.open(folder.head(), folder))
                .isInstanceOf(BadTile.class)
                .hasMessage("tile/0/002: is missing");
    }

    /** The log has grown since the checkpoint was fetched, and deleted what was outgrown. */
    @Test
    void theFullTileStandsForAPartialOne() throws IOException {
        LogFolder folder = folder(600);
        TreeHead before = folder.head();
        folder.append(ENTRIES.subList(600, 1_000));
        folder.deleteOutgrown();
        assertThat(folder.files).doesNotContainKeys("tile/0/002.p/88", "tile/entries/002.p/88");
        TiledTree tree = TiledTree.open(before, folder);
        assertThat(tree.entries(0, 600)).isEqualTo(ENTRIES.subList(0, 600));
        assertThat(tree.inclusion(599).proves(HASHES.get(599), before)).isTrue();
        folder.files.put("tile/0/002", new byte[5]);
        assertThatThrownBy(() -> TiledTree.open(before, folder)).hasMessage("tile/0/002: has 5 bytes, not 8192");
    }

    /** More tiles than are kept, back and forth. */
    @Test
    void whatIsNotKeptIsReadAgain() throws IOException {
        List<LogEntry> entries = LogFolder.entries(70 * 256, 5);
        LogFolder folder = LogFolder.of(entries);
        TiledTree tree = TiledTree.open(folder.head(), folder);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 400; i++) {
            int index = random.nextInt(entries.size());
            assertThat(tree.inclusion(index).proves(entries.get(index).hash(), folder.head()))
                    .isTrue();
        }
    }

    @Test
    void whatIsNotInTheTreeIsASlip() throws IOException {
        LogFolder folder = folder(10);
        TiledTree tree = TiledTree.open(folder.head(), folder);
        assertThatThrownBy(() -> tree.entry(10)).hasMessage("no entries 10 to 11 of 10");
        assertThatThrownBy(() -> tree.entries(-1, 2)).hasMessage("no entries -1 to 2 of 10");
        assertThatThrownBy(() -> tree.entries(3, 2)).hasMessage("no entries 3 to 2 of 10");
        assertThatThrownBy(() -> tree.inclusion(10)).hasMessage("no entry 10 of 10");
        assertThatThrownBy(() -> tree.consistency(11)).hasMessage("no log of 10 entries has grown from one of 11");
        assertThatThrownBy(() -> tree.rootOf(11)).hasMessage("no root of 11 entries among 10");
    }

    @Test
    void filesAreCopiedOut() {
        TileFile file = Frontier.EMPTY.append(ENTRIES.subList(0, 1)).files().get(0);
        file.bytes()[0] = 1;
        assertThat(file)
                .isEqualTo(Frontier.EMPTY.append(ENTRIES.subList(0, 1)).files().get(0));
        assertThat(file)
                .isNotEqualTo(
                        Frontier.EMPTY.append(ENTRIES.subList(1, 2)).files().get(0));
        assertThat(file).hasToString("tile/entries/000.p/1");
    }
}
