package org.phrkit.neighbours;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the nearest and the farthest of a set of rows, from which one row after the other is removed. Each answer is
 * the one that looking at all rows gives, ties to the lowest row, on any number of threads; where dimensions are few
 * it is found in far less time.
 *
 * <p>Rows of which different coordinates are missing are searched one kind after the other.
 */
public final class NeighbourIndex {
    /** So few points are looked at faster than they are put into a tree. */
    private static final int FEW = 500;

    private final Points points;
    private final DistinctPoints places;
    private final List<Search> searches = new ArrayList<>();
    private final List<FarthestOrder> shells = new ArrayList<>();
    private final int[] searchOf;
    private final boolean[] isGone;
    private final int[] positions;
    private int size;
    private long lookedByDefeated;

    /**
     * All rows, of which those at the same place leave from the lowest on. Takes time in proportion to n log n.
     *
     * @param points the points
     */
    public NeighbourIndex(Points points) {
        this(points, true);
    }

    private NeighbourIndex(Points points, boolean areJoined) {
        this.points = points;
        this.size = points.size();
        this.isGone = new boolean[size];
        this.places = new DistinctPoints(points, areJoined);
        this.searchOf = places.kindOf();
        int[] next = places.next();
        this.positions = new int[size];
        for (int kind = 0; kind < places.kindCount(); kind++) {
            int[] dimensions = places.dimensions(kind);
            int[] rows = places.rows(kind);
            searches.add(
                    rows.length > FEW
                            ? new KdTree(points, dimensions, rows, next, positions)
                            : new LinearScan(points, dimensions, rows, next, positions));
            shells.add(new FarthestOrder(points, dimensions, rows, next, isGone));
        }
    }

    /**
     * {@return all rows, which may leave in any order; many rows at one place take longer to look at}
     *
     * @param points the points
     */
    public static NeighbourIndex inAnyOrder(Points points) {
        return new NeighbourIndex(points, false);
    }

    /** {@return the number of rows that remain} */
    public int size() {
        return size;
    }

    /**
     * {@return whether a row is still there}
     *
     * @param row the index of the row, from 0
     */
    public boolean contains(int row) {
        return !isGone[row];
    }

    /**
     * {@return the row farthest from a position; at least one must remain}
     *
     * @param position a coordinate for each dimension
     */
    public int farthest(double[] position) {
        Farthest found = new Farthest();
        for (Search search : searches) {
            search.farthest(position, found);
        }
        return found.row();
    }

    /**
     * {@return the same, in less time where each position asked for is near the one before}
     *
     * @param position a coordinate for each dimension
     */
    public int farthestFromMoving(double[] position) {
        Farthest found = new Farthest();
        for (FarthestOrder shell : shells) {
            shell.farthest(position, found);
        }
        return found.row();
    }

    /**
     * {@return the rows nearest to a position, from near to far: so many, or all where fewer remain}
     *
     * @param position a coordinate for each dimension
     * @param count how many are wanted
     */
    public int[] nearest(double[] position, int count) {
        if (count == 0 || size == 0) {
            return new int[0];
        }
        Nearest found = new Nearest(Math.min(count, size));
        for (Search search : searches) {
            search.nearest(position, found);
        }
        judge();
        return found.rows();
    }

    /**
     * Both in one search.
     *
     * @param position a coordinate for each dimension
     * @param nearest a place for the nearest rows, from near to far; no longer than the number of rows that remain
     * @return the farthest row
     */
    public int nearestAndFarthest(double[] position, int[] nearest) {
        Nearest near = new Nearest(nearest.length);
        Farthest far = new Farthest();
        for (Search search : searches) {
            search.nearestAndFarthest(position, near, far);
        }
        judge();
        System.arraycopy(near.rows(), 0, nearest, 0, nearest.length);
        return far.row();
    }

    private void judge() {
        for (int kind = 0; kind < searches.size(); kind++) {
            if (searches.get(kind) instanceof KdTree tree && tree.isDefeated()) {
                lookedByDefeated += tree.looked();
                searches.set(
                        kind, new LinearScan(points, places.dimensions(kind), tree.rows(), places.next(), positions));
            }
        }
    }

    /**
     * {@return how many distances to a point have been computed so far: what a search of all rows would compute for
     * each that remains} The same on every machine.
     */
    public long looked() {
        return lookedByDefeated
                + searches.stream().mapToLong(Search::looked).sum()
                + shells.stream().mapToLong(FarthestOrder::looked).sum();
    }

    /**
     * Takes out a row. Of rows at the same place the lowest must leave first, as it does where searches choose, unless the
     * index is one {@link #inAnyOrder}.
     *
     * @param row the index of the row, from 0
     */
    public void remove(int row) {
        isGone[row] = true;
        searches.get(searchOf[row]).remove(row);
        size--;
    }
}
