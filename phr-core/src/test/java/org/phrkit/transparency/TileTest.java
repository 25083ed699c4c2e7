package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.testing.Seeds;

/** Paths as C2SP tlog-tiles writes them. */
class TileTest {
    @ParameterizedTest
    @CsvSource({
        "tile/0/x001/x234/067, 0, 1234067, 256",
        "tile/0/000, 0, 0, 256",
        "tile/1/999.p/1, 1, 999, 1",
        "tile/2/x001/000.p/255, 2, 1000, 255",
        "tile/0/x004/x294/x967/295, 0, 4294967295, 256",
        "tile/5/000.p/1, 5, 0, 1",
        "tile/entries/x003/x057/500, -1, 3057500, 256",
        "tile/entries/273.p/112, -1, 273, 112"
    })
    void pathsGoBothWays(String path, int level, long index, int width) throws Exception {
        Tile tile = new Tile(level, index, width);
        assertThat(tile.path()).isEqualTo(path);
        assertThat(Tile.parse(path)).isEqualTo(tile);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/tile/0/000",
                "tile/0/000/",
                "tile/00/000",
                "tile/-1/000",
                "tile/data/000",
                "tile/0/0",
                "tile/0/1000",
                "tile/0/001/000",
                "tile/0/x001",
                "tile/0/x000/001",
                "tile/0/001.p/0",
                "tile/0/001.p/256",
                "tile/0/001.p/01",
                "tile/0/001.p/",
                "tile/0/001.p/5/",
                "tile/0/001.p/+5",
                "tile/0/x001/x001/x001/x001/001",
                "tile/0/٠٠١",
                "tile/0/../001",
                "tile/0/000\n"
            })
    void whatIsNotExactlyAPathIsRefused(String path) {
        assertThatThrownBy(() -> Tile.parse(path))
                .isInstanceOf(TransparencyException.Malformed.class)
                .hasMessage("is not the path of a tile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/x004/x294/x967/296",
                "tile/5/000",
                "tile/5/000.p/2",
                "tile/0/000.p/257",
                "tile/6/000.p/1",
                "tile/4/001"
            })
    void whatNoLogHasIsRefused(String path) {
        assertThatThrownBy(() -> Tile.parse(path))
                .isInstanceOf(TransparencyException.Malformed.class)
                .hasMessage("no log has such a tile");
    }

    @Test
    void slipsAreTold() {
        assertThatThrownBy(() -> new Tile(-2, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tile(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tile(0, 0, 257)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tile(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tile(0, Long.MAX_VALUE / 256 + 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizesAreKnownBefore() throws Exception {
        assertThat(Tile.parse("tile/0/000").sizeBytes()).isEqualTo(8192);
        assertThat(Tile.parse("tile/3/000.p/3").sizeBytes()).isEqualTo(96);
        assertThat(Tile.parse("tile/entries/000.p/3").sizeBytes()).isEqualTo(150);
        assertThat(Tile.parse("tile/entries/000.p/3").full()).isEqualTo(Tile.parse("tile/entries/000"));
    }

    @Test
    void aTreeHasWhatItsSizeAllows() {
        Seeds.forEach(200, random -> {
            long size = random.nextLong(1, 1L << random.nextInt(1, 41));
            for (int level = Tile.ENTRIES; level <= 4; level++) {
                long count = size >> (8 * Math.max(level, 0));
                if (count > 0) {
                    Tile last = Tile.of(level, (count - 1) / 256, size);
                    assertThat(last.isIn(size)).isTrue();
                    assertThat(last.index() * 256 + last.width()).isEqualTo(count);
                    if (!last.isFull()) {
                        assertThat(new Tile(level, last.index(), last.width() + 1).isIn(size))
                                .isFalse();
                    }
                }
            }
        });
    }

    /** The example of the standard: 70,000 entries. */
    @Test
    void theEdgeIsTheStandards() {
        assertThat(Tile.edge(70_000)).containsExactly(new Tile(0, 273, 112), new Tile(1, 1, 17), new Tile(2, 0, 1));
        assertThat(Tile.edge(256)).containsExactly(new Tile(1, 0, 1));
        assertThat(Tile.edge(0)).isEmpty();
        assertThat(Tile.edge(TreeHead.LARGEST_SIZE)).containsExactly(new Tile(5, 0, 1));
    }
}
