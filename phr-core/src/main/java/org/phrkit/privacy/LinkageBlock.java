package org.phrkit.privacy;

import org.phrkit.neighbours.Points;
import org.phrkit.neighbours.TieIndex;

/**
 * The records of a release that are in one block, to which rows of the original are linked by {@link RecordLinkage}, as far
 * as these records tell. All points are on the scales of the original ({@link OriginalScale#points}).
 *
 * <p>A row's record in the whole release is never farther than the nearest one here. So a row is sure
 * <ul>
 * <li>where that is nearer than any record outside of the block can be: it has all that are nearest; and
 * <li>where its own record is farther than the nearest here: it is not linked to its class, wherever the others are.
 * </ul>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class LinkageBlock {
    private final Points records;
    private final int[] sizes;
    private final TieIndex.Search search;

    /**
     * A block.
     *
     * @param records one for each class of the release that is here, at least one
     * @param sizes by class the number of rows, all of which are here
     */
    public LinkageBlock(Points records, int[] sizes) {
        this.records = records;
        this.sizes = sizes.clone();
        this.search = new TieIndex(records).search(RecordLinkage::limitOf);
    }

    /**
     * Links rows of the original, each a person. Takes time in proportion to n log n for n rows and records where there are
     * few columns.
     *
     * @param rows of the original
     * @param released the same rows of the release
     * @param classOf by row the class of its row in the release, or below 0 where that is not here
     * @param margins by row a distance that no record outside of the block is nearer than
     * @param smallest no class of the release has fewer rows
     * @return what these rows add to the bounds
     */
    public LinkageBounds link(Points rows, Points released, int[] classOf, double[] margins, long smallest) {
        LinkageBounds bounds = LinkageBounds.NONE;
        for (int row = 0; row < rows.size(); row++) {
            double[] position = rows.position(row);
            boolean isHere = classOf[row] >= 0;
            search.find(position, isHere ? classOf[row] : 0);
            boolean isOwnNearest = released.squaredDistance(row, position) <= search.limit();
            if (!isOwnNearest) {
                bounds = bounds.withSure(0, 0);
            } else if (Math.sqrt(search.limit()) < margins[row]) {
                double rowCount = 0;
                for (int i = 0; i < search.count(); i++) {
                    rowCount += sizes[search.row(i)];
                }
                bounds = bounds.withSure((isHere ? sizes[classOf[row]] : 0) / rowCount, 1 / rowCount);
            } else {
                bounds = bounds.withUnsure(1.0 / (isHere ? sizes[classOf[row]] : smallest));
            }
        }
        return bounds;
    }

    @Override
    public String toString() {
        return "LinkageBlock[" + records.size() + " classes]";
    }
}
