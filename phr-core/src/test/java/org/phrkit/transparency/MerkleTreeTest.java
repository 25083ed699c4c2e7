package org.phrkit.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

/** Hashes and proofs, by the vectors of certificate transparency and by the definitions of RFC 6962. */
class MerkleTreeTest {
    /** Inputs and roots of the reference test of RFC 6962 (github transparency-dev/merkle, testonly/constants.go). */
    private static final List<MerkleHash> ENTRIES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(input -> MerkleHash.ofEntry(HexFormat.of().parseHex(input)))
            .toList();

    private static final List<MerkleHash> ROOTS = Stream.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
            .map(root -> MerkleHash.of(HexFormat.of().parseHex(root)))
            .toList();

    private static final String LEAF_4 = "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=";
    private static final String NODE_2_3 = "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=";
    private static final String NODE_4_5 = "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=";
    private static final String NODE_6_7 = "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=";
    private static final String NODE_0_3 = "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=";

    private static final int LARGEST = 300;
    private static final List<LogEntry> MANY = LogFolder.entries(LARGEST, 7);
    private static final List<MerkleHash> HASHES = LogFolder.hashes(MANY);

    /** Full subtrees straight from the entries. */
    private static Subtrees over(List<MerkleHash> entries) {
        return (height, index) -> NaiveTree.root(entries.subList((int) index << height, ((int) index + 1) << height));
    }

    private static TreeHead head(int size) {
        return new TreeHead(size, NaiveTree.root(HASHES.subList(0, size)));
    }

    private static List<MerkleHash> hashes(String... base64) {
        return Stream.of(base64)
                .map(hash -> MerkleHash.of(Base64.getDecoder().decode(hash)))
                .toList();
    }

    @Test
    void rootsAreThoseOfTheReference() throws IOException {
        for (int size = 0; size <= 8; size++) {
            assertThat(over(ENTRIES).root(size)).isEqualTo(ROOTS.get(size));
            assertThat(NaiveTree.root(ENTRIES.subList(0, size))).isEqualTo(ROOTS.get(size));
        }
    }

    /** Those of github transparency-dev/merkle, testdata/inclusion and testdata/consistency. */
    @Test
    void proofsAreThoseOfTheReference() throws IOException {
        InclusionProof fifth = over(ENTRIES).inclusion(5, 8);
        assertThat(fifth.path()).isEqualTo(hashes(LEAF_4, NODE_6_7, NODE_0_3));
        assertThat(fifth.proves(ENTRIES.get(5), new TreeHead(8, ROOTS.get(8)))).isTrue();
        InclusionProof first = over(ENTRIES).inclusion(1, 5);
        assertThat(first.path()).isEqualTo(hashes("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", NODE_2_3, LEAF_4));
        assertThat(first.proves(ENTRIES.get(1), new TreeHead(5, ROOTS.get(5)))).isTrue();

        ConsistencyProof six = over(ENTRIES).consistency(6, 8);
        assertThat(six.path()).isEqualTo(hashes(NODE_4_5, NODE_6_7, NODE_0_3));
        assertThat(six.proves(new TreeHead(6, ROOTS.get(6)), new TreeHead(8, ROOTS.get(8))))
                .isTrue();
        ConsistencyProof two = over(ENTRIES).consistency(2, 5);
        assertThat(two.path()).isEqualTo(hashes(NODE_2_3, LEAF_4));
        assertThat(two.proves(new TreeHead(2, ROOTS.get(2)), new TreeHead(5, ROOTS.get(5))))
                .isTrue();
        ConsistencyProof seven = over(ENTRIES).consistency(6, 7);
        assertThat(seven.path()).isEqualTo(hashes(NODE_4_5, "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=", NODE_0_3));
        assertThat(seven.proves(new TreeHead(6, ROOTS.get(6)), new TreeHead(7, ROOTS.get(7))))
                .isTrue();
    }

    /** Every proof of every size up to 48, and those of some sizes around the width of a tile. */
    @Test
    void proofsFollowTheDefinitionAndHold() throws IOException {
        int[] sizes = IntStream.concat(IntStream.rangeClosed(1, 48), IntStream.of(64, 65, 255, 256, 257, 300))
                .toArray();
        for (int size : sizes) {
            List<MerkleHash> entries = HASHES.subList(0, size);
            TreeHead head = head(size);
            int step = size > 48 ? 7 : 1;
            for (int i = 0; i < size; i += step) {
                InclusionProof proof = over(HASHES).inclusion(i, size);
                assertThat(proof.path()).isEqualTo(NaiveTree.path(i, entries));
                assertThat(proof.proves(entries.get(i), head)).isTrue();
            }
            for (int before = 0; before <= size; before += step) {
                ConsistencyProof proof = over(HASHES).consistency(before, size);
                assertThat(proof.path()).isEqualTo(NaiveTree.proof(before, entries));
                assertThat(proof.proves(head(before), head)).isTrue();
            }
        }
    }

    private static MerkleHash flipped(MerkleHash hash, SplittableRandom random) {
        byte[] bytes = hash.bytes();
        bytes[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
        return MerkleHash.of(bytes);
    }

    /** A path with one hash too many, one too few, or one with another bit. */
    private static List<List<MerkleHash>> forgeries(List<MerkleHash> path, SplittableRandom random) {
        List<List<MerkleHash>> forged = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<MerkleHash> bit = new ArrayList<>(path);
            bit.set(i, flipped(path.get(i), random));
            List<MerkleHash> less = new ArrayList<>(path);
            less.remove(i);
            forged.addAll(List.of(bit, less));
        }
        for (int i = 0; i <= path.size(); i++) {
            List<MerkleHash> more = new ArrayList<>(path);
            more.add(i, HASHES.get(random.nextInt(LARGEST)));
            forged.add(more);
        }
        return forged;
    }

    @Test
    void noForgedInclusionHolds() {
        Seeds.forEach(200, random -> {
            int size = random.nextInt(1, LARGEST + 1);
            int index = random.nextInt(size);
            TreeHead head = head(size);
            InclusionProof proof = over(HASHES).inclusion(index, size);
            assertThat(proof.proves(HASHES.get(index), head)).isTrue();
            assertThat(proof.proves(flipped(HASHES.get(index), random), head)).isFalse();
            assertThat(proof.proves(HASHES.get(index), new TreeHead(size, flipped(head.root(), random))))
                    .isFalse();
            assertThat(proof.proves(HASHES.get(index), new TreeHead(size + 1, head.root())))
                    .as("a head of another size")
                    .isFalse();
            for (List<MerkleHash> path : forgeries(proof.path(), random)) {
                assertThat(new InclusionProof(index, size, path).proves(HASHES.get(index), head))
                        .isFalse();
            }
            int other = random.nextInt(size);
            assertThat(new InclusionProof(other, size, proof.path()).proves(HASHES.get(index), head))
                    .isEqualTo(other == index);
        });
    }

    /** Its path is right, and shorter than that of any entry. */
    @Test
    void aNodeDoesNotPassForAnEntry() {
        MerkleHash left = NaiveTree.root(HASHES.subList(0, 2));
        MerkleHash right = NaiveTree.root(HASHES.subList(2, 4));
        assertThat(MerkleHash.ofNode(left, right)).isEqualTo(head(4).root());
        assertThat(new InclusionProof(0, 4, List.of(right)).proves(left, head(4)))
                .isFalse();
    }

    @Test
    void noForgedConsistencyHolds() {
        Seeds.forEach(200, random -> {
            int size = random.nextInt(2, LARGEST + 1);
            int before = random.nextInt(1, size);
            TreeHead older = head(before);
            TreeHead newer = head(size);
            ConsistencyProof proof = over(HASHES).consistency(before, size);
            assertThat(proof.proves(older, newer)).isTrue();
            assertThat(proof.proves(new TreeHead(before, flipped(older.root(), random)), newer))
                    .isFalse();
            assertThat(proof.proves(older, new TreeHead(size, flipped(newer.root(), random))))
                    .isFalse();
            assertThat(proof.proves(head(before - 1), newer))
                    .as("older of another size")
                    .isFalse();
            assertThat(proof.proves(older, head(size - 1)))
                    .as("newer of another size")
                    .isFalse();
            for (List<MerkleHash> path : forgeries(proof.path(), random)) {
                assertThat(new ConsistencyProof(before, size, path).proves(older, newer))
                        .isFalse();
            }
        });
    }

    @Test
    void theSameSizeAndNoEntriesNeedNoPath() {
        TreeHead head = head(5);
        assertThat(new ConsistencyProof(5, 5, List.of()).proves(head, head)).isTrue();
        assertThat(new ConsistencyProof(5, 5, List.of()).proves(head, new TreeHead(5, HASHES.get(0))))
                .isFalse();
        assertThat(new ConsistencyProof(5, 5, HASHES.subList(0, 1)).proves(head, head))
                .isFalse();
        assertThat(new ConsistencyProof(0, 5, List.of()).proves(TreeHead.EMPTY, head))
                .isTrue();
        assertThat(new ConsistencyProof(0, 5, HASHES.subList(0, 1)).proves(TreeHead.EMPTY, head))
                .isFalse();
        assertThat(new ConsistencyProof(4, 5, List.of()).proves(head(4), head)).isFalse();
    }

    @Test
    void whatNoTreeHasIsASlip() {
        assertThatThrownBy(() -> new InclusionProof(5, 5, List.of())).hasMessage("no entry 5 of 5");
        assertThatThrownBy(() -> new InclusionProof(-1, 5, List.of())).hasMessage("no entry -1 of 5");
        assertThatThrownBy(() -> new ConsistencyProof(6, 5, List.of()))
                .hasMessage("no log of 5 entries has grown from one of 6");
        assertThatThrownBy(() -> new TreeHead(-1, MerkleHash.EMPTY)).hasMessage("no log has -1 entries");
        assertThatThrownBy(() -> new TreeHead(TreeHead.LARGEST_SIZE + 1, MerkleHash.EMPTY))
                .hasMessage("no log has 1099511627777 entries");
        assertThatThrownBy(() -> new TreeHead(0, HASHES.get(0))).hasMessageContaining("a log without entries has");
        assertThatThrownBy(() -> MerkleHash.of(new byte[31])).hasMessage("a hash has 32 bytes, not 31");
    }

    @Test
    void hashesAreValues() {
        byte[] bytes = ROOTS.get(3).bytes();
        MerkleHash hash = MerkleHash.of(bytes);
        bytes[0] ^= 1;
        hash.bytes()[0] ^= 1;
        assertThat(hash).isEqualTo(ROOTS.get(3)).hasSameHashCodeAs(ROOTS.get(3));
        assertThat(hash).hasToString("rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=");
        assertThat(hash).isNotEqualTo(ROOTS.get(4)).isNotEqualTo("a text");
    }
}
