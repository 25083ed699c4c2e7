package org.phrkit.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.BlockTree;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.microaggregation.Release;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Table;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class LinkageBlockTest {
    private static final double ROUNDING = 1e-12;

    /** Links block by block, cut along numbers that neither table misses. */
    private static LinkageBounds linked(Table original, Table released, int most) {
        List<OriginalScale> scales = OriginalScale.all(original);
        List<OriginalScale> cutting = scales.stream()
                .filter(scale -> !scale.isOfCategories()
                        && original.column(scale.column()).orElseThrow().missingCount() == 0
                        && released.column(scale.column()).orElseThrow().missingCount() == 0)
                .toList();
        int[] none = new int[original.rowCount()];
        BlockTree tree = BlockTree.single();
        int[] blockOfRow = none;
        int[] blockOfRecord = none;
        double[] margins = new double[none.length];
        Arrays.fill(margins, Double.POSITIVE_INFINITY);
        if (!cutting.isEmpty()) {
            tree = BlockTree.of(OriginalScale.points(released, cutting), none.length, most, false);
            blockOfRow = tree.blocksOf(OriginalScale.points(original, cutting));
            blockOfRecord = tree.blocksOf(OriginalScale.points(released, cutting));
            margins = tree.margins(OriginalScale.points(original, cutting));
        }
        EquivalenceClasses classes = EquivalenceClasses.of(released);
        LinkageBounds bounds = LinkageBounds.NONE;
        for (int block = 0; block < tree.blockCount(); block++) {
            bounds = bounds.and(linked(
                    OriginalScale.points(original, scales),
                    OriginalScale.points(released, scales),
                    classes,
                    rows(blockOfRow, block),
                    rows(blockOfRecord, block),
                    margins));
        }
        return bounds;
    }

    private static int[] rows(int[] blockOf, int block) {
        return IntStream.range(0, blockOf.length)
                .filter(row -> blockOf[row] == block)
                .toArray();
    }

    private static LinkageBounds linked(
            Points original, Points released, EquivalenceClasses classes, int[] rows, int[] records, double[] margins) {
        int[] here = Arrays.stream(records).map(classes::classOf).distinct().toArray();
        int[] numberOf = new int[classes.classCount()];
        Arrays.fill(numberOf, -1);
        IntStream.range(0, here.length).forEach(number -> numberOf[here[number]] = number);
        int[] firstRows = classes.firstRows();
        LinkageBlock block = new LinkageBlock(
                released.select(Arrays.stream(here).map(of -> firstRows[of]).toArray()),
                Arrays.stream(here).map(classes::size).toArray());
        return block.link(
                original.select(rows),
                released.select(rows),
                Arrays.stream(rows).map(row -> numberOf[classes.classOf(row)]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> margins[row]).toArray(),
                classes.smallestSize());
    }

    private static void assertBounds(LinkageBounds bounds, RecordLinkage exact) {
        assertThat(bounds.least().ownClass()).as("least own class").isLessThanOrEqualTo(exact.ownClass() + ROUNDING);
        assertThat(bounds.most().ownClass()).as("most own class").isGreaterThanOrEqualTo(exact.ownClass() - ROUNDING);
        assertThat(bounds.least().found()).as("least found").isLessThanOrEqualTo(exact.found() + ROUNDING);
        assertThat(bounds.most().found()).as("most found").isGreaterThanOrEqualTo(exact.found() - ROUNDING);
    }

    @Test
    void theLinkageOfTheWholeIsWithinTheBounds() {
        Seeds.forEach(400, random -> {
            Table original = RecordLinkageTest.random(random, 1 + random.nextInt(80));
            Table released = RecordLinkageTest.released(random, original);
            RecordLinkage exact = RecordLinkage.of(original, released);
            for (int most : new int[] {2, 5, 20, 1000}) {
                assertBounds(linked(original, released, most), exact);
            }
        });
    }

    @Test
    void ofOneBlockAllRowsAreSure() {
        Seeds.forEach(100, random -> {
            Table original = RecordLinkageTest.random(random, 1 + random.nextInt(80));
            Table released = RecordLinkageTest.released(random, original);
            RecordLinkage exact = RecordLinkage.of(original, released);
            LinkageBounds bounds = linked(original, released, 1000);
            assertThat(bounds.sure()).isEqualTo(bounds.rows()).isEqualTo(original.rowCount());
            assertThat(bounds.least()).isEqualTo(bounds.most());
            assertThat(bounds.least().found()).isCloseTo(exact.found(), within(ROUNDING));
            assertThat(bounds.least().ownClass()).isCloseTo(exact.ownClass(), within(ROUNDING));
        });
    }

    @Test
    void largeBlocksLeaveFewRowsUnsure() {
        SplittableRandom random = new SplittableRandom(1);
        Table original = new Table(List.of(
                Tables.quasi("x", random.doubles(4000).toArray()),
                Tables.quasi("y", random.doubles(4000).toArray())));
        Table released = Release.of(original, Mdav.partition(original, 5)).table();
        LinkageBounds bounds = linked(original, released, 500);
        assertBounds(bounds, RecordLinkage.of(original, released));
        assertThat(bounds.sure()).isBetween(3600L, 3999L);
        assertThat(bounds.most().found() - bounds.least().found()).isLessThan(0.2 * 0.1 + ROUNDING);
    }
}
