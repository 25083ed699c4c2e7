package org.phrkit.microaggregation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.neighbours.Points;

/**
 * Cuts points into blocks of near ones: a k-d tree (Bentley 1975, doi 10.1145/361002.361007) of a sample. Each node is cut
 * at the median of its part of the sample, along the dimension of numbers with the largest variance there; what is equal to
 * the median, and what misses the dimension, goes low. Categories are cut only where no numbers can be: the most frequent
 * go low until they are half. What cannot be cut is one block, however large. Immutable; several threads may use one.
 */
public final class BlockTree implements Serializable {
    private static final long serialVersionUID = 1;

    /** So many points are looked at to find the cuts. */
    public static final int SAMPLE = 65_536;

    private final Node[] nodes;
    private final int blockCount;

    private BlockTree(List<Node> nodes, int blockCount) {
        this.nodes = nodes.toArray(Node[]::new);
        this.blockCount = blockCount;
    }

    /** A cut along a dimension at a number, or of codes; where the low child is below 0, the block -1 - low. */
    private record Node(int dimension, double cut, @Nullable BitSet codes, int low, int high) implements Serializable {
        static Node block(int number) {
            return new Node(0, 0, null, -1 - number, 0);
        }

        boolean isLow(double coordinate) {
            return Double.isNaN(coordinate) || (codes == null ? coordinate <= cut : codes.get((int) coordinate));
        }

        Node with(int lowNode, int highNode) {
            return new Node(dimension, cut, codes, lowNode, highNode);
        }
    }

    /**
     * {@return a tree whose blocks have about so many points at most}
     *
     * @param sample the points of the {@value #SAMPLE} least {@link #hash hashes}, or all
     * @param count of all points
     * @param most the most points of a block
     * @param isShifted whether the first cuts are at the quarters and not at the median, so that none is where one of
     *     another tree is
     */
    public static BlockTree of(Points sample, long count, int most, boolean isShifted) {
        Growing growing = new Growing(sample, (double) count / sample.size(), most);
        int[] all = IntStream.range(0, sample.size()).toArray();
        if (isShifted) {
            // One quarter, then two of the three that are left.
            growing.grow(all, 0.25, 2.0 / 3);
        } else {
            growing.grow(all, 0.5, 0.5);
        }
        return new BlockTree(growing.nodes, growing.blockCount);
    }

    /** {@return one block of all points} */
    public static BlockTree single() {
        return new BlockTree(List.of(Node.block(0)), 1);
    }

    /**
     * {@return the finalizer of SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195) of a number}
     *
     * @param number the number of the row in the whole table, from 0
     */
    public static long hash(long number) {
        long z = number + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * {@return what the hashes of a sample are below: of the numbers from 0, each of which has another hash}
     *
     * @param count of the numbers
     */
    public static long sampleBound(long count) {
        return sampleBound(LongStream.range(0, count));
    }

    private static long sampleBound(LongStream numbers) {
        // Kept are twice as many as are wanted, and of these the least whenever there is no room for more.
        long[] least = new long[2 * SAMPLE];
        long limit = Long.MAX_VALUE;
        int size = 0;
        for (PrimitiveIterator.OfLong each = numbers.iterator(); each.hasNext(); ) {
            long hash = hash(each.nextLong());
            if (size == least.length) {
                Arrays.sort(least);
                size = SAMPLE + 1;
                limit = least[SAMPLE];
            }
            if (hash < limit) {
                least[size++] = hash;
            }
        }
        Arrays.sort(least, 0, size);
        return size <= SAMPLE ? Long.MAX_VALUE : least[SAMPLE];
    }

    /** The places of the {@value #SAMPLE} of these numbers whose hashes are the least, ascending; all where there are no more. */
    static int[] sample(int count, IntToLongFunction number) {
        long bound = sampleBound(IntStream.range(0, count).mapToLong(number));
        return IntStream.range(0, count)
                .filter(i -> count <= SAMPLE || hash(number.applyAsLong(i)) < bound)
                .toArray();
    }

    /** {@return the number of blocks} */
    public int blockCount() {
        return blockCount;
    }

    /**
     * {@return the block of each point}
     *
     * @param points the points
     */
    public int[] blocksOf(Points points) {
        return IntStream.range(0, points.size())
                .parallel()
                .map(i -> blockOf(points, i))
                .toArray();
    }

    /**
     * {@return how far each point is from the nearest cut of numbers on its way; infinite where there is none}
     *
     * @param points the points
     */
    public double[] margins(Points points) {
        return IntStream.range(0, points.size())
                .parallel()
                .mapToDouble(i -> margin(points, i))
                .toArray();
    }

    private double margin(Points points, int index) {
        double margin = Double.POSITIVE_INFINITY;
        int at = 0;
        for (Node node = nodes[at]; node.low >= 0; node = nodes[at]) {
            double coordinate = points.coordinate(index, node.dimension);
            if (node.codes == null && !Double.isNaN(coordinate)) {
                margin = Math.min(margin, Math.abs(coordinate - node.cut));
            }
            at = node.isLow(coordinate) ? node.low : node.high;
        }
        return margin;
    }

    int blockOf(Points points, int index) {
        int at = 0;
        while (at >= 0) {
            Node node = nodes[at];
            if (node.low < 0) {
                return -1 - node.low;
            }
            at = node.isLow(points.coordinate(index, node.dimension)) ? node.low : node.high;
        }
        throw new AssertionError("each path ends in a block");
    }

    /**
     * {@return the same without the cuts next to some blocks: what they parted is one block then}
     *
     * @param isToGo whether a point, by its index, is left out
     */
    public BlockTree without(IntPredicate isToGo) {
        List<Node> kept = new ArrayList<>();
        return new BlockTree(kept, copy(0, isToGo, kept, 0));
    }

    /** @return how many blocks there are after this part of the tree */
    private int copy(int at, IntPredicate isToGo, List<Node> to, int blocks) {
        Node node = nodes[at];
        if (node.low < 0 || isBlockToGo(node.low, isToGo) || isBlockToGo(node.high, isToGo)) {
            to.add(Node.block(blocks));
            return blocks + 1;
        }
        int place = to.size();
        to.add(node);
        int afterLow = copy(node.low, isToGo, to, blocks);
        int high = to.size();
        int afterHigh = copy(node.high, isToGo, to, afterLow);
        to.set(place, node.with(place + 1, high));
        return afterHigh;
    }

    private boolean isBlockToGo(int at, IntPredicate isToGo) {
        Node node = nodes[at];
        return node.low < 0 && isToGo.test(-1 - node.low);
    }

    /** A tree while it grows on a sample. */
    private static final class Growing {
        private final Points sample;

        /** How many points each of the sample stands for. */
        private final double share;

        private final int most;
        private final List<Node> nodes = new ArrayList<>();
        private int blockCount;

        Growing(Points sample, double share, int most) {
            this.sample = sample;
            this.share = share;
            this.most = most;
        }

        /** @return the node of these points of the sample */
        private int grow(int[] of, double quantile, double quantileOfHigh) {
            int at = nodes.size();
            Node cut = of.length * share <= most ? null : cut(of, quantile);
            if (cut == null) {
                nodes.add(Node.block(blockCount++));
                return at;
            }
            nodes.add(cut);
            int low = grow(part(of, cut, true), 0.5, 0.5);
            int high = grow(part(of, cut, false), quantileOfHigh, 0.5);
            nodes.set(at, cut.with(low, high));
            return at;
        }

        private int[] part(int[] of, Node cut, boolean isLow) {
            return Arrays.stream(of)
                    .filter(i -> cut.isLow(sample.coordinate(i, cut.dimension)) == isLow)
                    .toArray();
        }

        private @Nullable Node cut(int[] of, double quantile) {
            double[] variances = new double[sample.dimensions()];
            Arrays.setAll(variances, dimension -> variance(of, dimension));
            return IntStream.range(0, variances.length)
                    .boxed()
                    .sorted(Comparator.comparing((Integer dimension) -> isCategory(dimension))
                            .thenComparing(dimension -> -variances[dimension]))
                    .map(dimension -> isCategory(dimension)
                            ? cutCodes(of, dimension, quantile)
                            : cutNumbers(of, dimension, quantile))
                    .filter(cut -> cut != null)
                    .findFirst()
                    .orElse(null);
        }

        private boolean isCategory(int dimension) {
            return sample.mismatch(dimension) > 0;
        }

        private double variance(int[] of, int dimension) {
            double[] values = Arrays.stream(of)
                    .mapToDouble(i -> sample.coordinate(i, dimension))
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            // Not the stream's own sums, which are compensated: simple ones are the same anywhere.
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double mean = sum / Math.max(1, values.length);
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            return squares / Math.max(1, values.length);
        }

        /** The cut at a quantile, or where all from there on are the same below it; null where all are the same. */
        private @Nullable Node cutNumbers(int[] of, int dimension, double quantile) {
            double[] values = Arrays.stream(of)
                    .mapToDouble(i -> sample.coordinate(i, dimension))
                    .map(value -> Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value)
                    .sorted()
                    .toArray();
            int at = Math.max(0, (int) (values.length * quantile) - 1);
            while (at >= 0 && values[at] == values[values.length - 1]) {
                at--;
            }
            return at < 0 ? null : new Node(dimension, values[at], null, 0, 0);
        }

        private @Nullable Node cutCodes(int[] of, int dimension, double quantile) {
            int[] counts = new int
                    [1
                            + (int) Arrays.stream(of)
                                    .mapToDouble(i -> sample.coordinate(i, dimension))
                                    .filter(code -> !Double.isNaN(code))
                                    .max()
                                    .orElse(0)];
            int present = 0;
            for (int i : of) {
                double code = sample.coordinate(i, dimension);
                if (!Double.isNaN(code)) {
                    counts[(int) code]++;
                    present++;
                }
            }
            int[] codes = IntStream.range(0, counts.length)
                    .filter(code -> counts[code] > 0)
                    .boxed()
                    .sorted(Comparator.comparing((Integer code) -> -counts[code])
                            .thenComparing(code -> code))
                    .mapToInt(Integer::intValue)
                    .toArray();
            BitSet low = new BitSet();
            int taken = of.length - present;
            for (int i = 0; i < codes.length - 1 && taken < of.length * quantile; i++) {
                low.set(codes[i]);
                taken += counts[codes[i]];
            }
            return taken == 0 || codes.length == 0 ? null : new Node(dimension, 0, low, 0, 0);
        }
    }
}
