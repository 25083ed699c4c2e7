package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Persons;

/**
 * Groups of rows in which all rows of a person can be known, or joined: k persons or more have the same groups, each as
 * often. Persons with equally many rows m are put into groups as points of m slots; in a group the i-th slots of its
 * persons are a group of rows.
 *
 * <p>Which row stands in which slot is free. At first it is the order along the column in which the rows of persons
 * differ most; then the rows of each person are matched to the centres of the slots of her group, at the least sum of
 * squared distances ({@link Assignment}), until nothing changes; the groups are refined on the new points; and so on, as
 * long as the loss falls. A slot's centre is that of one row of each person.
 */
final class LinkedRecords {
    /** The loss falls by ever less; more rounds find next to nothing. */
    private static final int ROUNDS = 12;

    private static final int MATCHINGS = 100;

    private final DataMatrix rows;
    private final Points points;
    private final int k;
    private final Grouping grouping;

    /** Along which rows are put in order first: dimensions from that in which the rows of persons differ most. */
    private final int[] dimensions;

    private LinkedRecords(DataMatrix rows, PersonParts parts, int k, Grouping grouping) {
        this.rows = rows;
        this.points = rows.points();
        this.k = k;
        this.grouping = grouping;
        double[] spreads = new double[points.dimensions()];
        for (int part = 0; part < parts.count(); part++) {
            addSpreads(parts.rows(part), spreads);
        }
        this.dimensions = IntStream.range(0, spreads.length)
                .boxed()
                .sorted(Comparator.comparingDouble(dimension -> -spreads[dimension]))
                .mapToInt(dimension -> dimension)
                .toArray();
    }

    /**
     * The group of each row.
     *
     * @param rows of all parts
     * @param parts of each number of rows that there is, they can be grouped
     */
    static Partition partition(DataMatrix rows, PersonParts parts, int k, Grouping grouping) {
        LinkedRecords linked = new LinkedRecords(rows, parts, k, grouping);
        int[] groupOf = new int[rows.rowCount()];
        int groupCount = 0;
        for (int[] equal : parts.bySize()) {
            groupCount = linked.group(parts, equal, groupOf, groupCount);
        }
        return new Partition(groupOf).inOrder();
    }

    /** Sums of squared differences from the mean. */
    private void addSpreads(int[] ofPerson, double[] spreads) {
        for (int dimension = 0; dimension < spreads.length; dimension++) {
            if (points.mismatch(dimension) == 0) {
                double sum = 0;
                double squares = 0;
                int count = 0;
                for (int row : ofPerson) {
                    double coordinate = points.coordinate(row, dimension);
                    if (!Double.isNaN(coordinate)) {
                        sum += coordinate;
                        squares += coordinate * coordinate;
                        count++;
                    }
                }
                spreads[dimension] += count == 0 ? 0 : Math.max(0, squares - sum * sum / count);
            }
        }
    }

    /** @return how many groups there are then */
    private int group(PersonParts parts, int[] equal, int[] groupOf, int groupCount) {
        int[][] arrangement =
                Arrays.stream(equal).mapToObj(part -> inOrder(parts.rows(part))).toArray(int[][]::new);
        Persons persons = Persons.of(Arrays.stream(equal).map(parts::personOf).toArray());
        DataMatrix stacked = rows.stacked(arrangement, persons);
        Partition partition = grouping.partition(stacked, k);
        int slots = arrangement[0].length;
        if (slots > 1) {
            double loss = loss(stacked, partition);
            for (int round = 0; round < ROUNDS; round++) {
                int[][] matched = matched(arrangement, partition);
                DataMatrix restacked = rows.stacked(matched, persons);
                Partition improved = grouping.improve(restacked, partition, k);
                double lossNow = loss(restacked, improved);
                if (!(lossNow < loss - MutablePartition.LEAST_GAIN * (1 + loss))) {
                    break;
                }
                loss = lossNow;
                arrangement = matched;
                partition = improved;
            }
        }
        for (int point = 0; point < arrangement.length; point++) {
            for (int slot = 0; slot < slots; slot++) {
                groupOf[arrangement[point][slot]] = groupCount + partition.groupOf(point) * slots + slot;
            }
        }
        return groupCount + partition.groupCount() * slots;
    }

    private int[] inOrder(int[] ofPerson) {
        return Arrays.stream(ofPerson)
                .boxed()
                .sorted((one, other) -> compare(points.position(one), points.position(other)))
                .mapToInt(row -> row)
                .toArray();
    }

    /** What is missing comes last. */
    private int compare(double[] one, double[] other) {
        int difference = 0;
        for (int i = 0; i < dimensions.length && difference == 0; i++) {
            difference = Double.compare(one[dimensions[i]], other[dimensions[i]]);
        }
        return difference;
    }

    private static double loss(DataMatrix stacked, Partition partition) {
        return new MutablePartition(stacked, partition).totalLoss();
    }

    /** The rows of each point in the slots of its group to which they are nearest, the slots of each group in order. */
    private int[][] matched(int[][] arrangement, Partition partition) {
        int[][] matched = Arrays.stream(arrangement).map(int[]::clone).toArray(int[][]::new);
        for (int[] group : partition.members()) {
            int[][] ofGroup =
                    Arrays.stream(group).mapToObj(point -> matched[point]).toArray(int[][]::new);
            double[][] centres = centres(ofGroup);
            for (int i = 0; i < MATCHINGS && match(ofGroup, centres); i++) {
                centres = centres(ofGroup);
            }
            double[][] last = centres;
            int[] order = IntStream.range(0, last.length)
                    .boxed()
                    .sorted((one, other) -> compare(last[one], last[other]))
                    .mapToInt(slot -> slot)
                    .toArray();
            for (int[] point : ofGroup) {
                int[] before = point.clone();
                Arrays.setAll(point, slot -> before[order[slot]]);
            }
        }
        return matched;
    }

    private double[][] centres(int[][] ofGroup) {
        double[][] centres = new double[ofGroup[0].length][];
        for (int slot = 0; slot < centres.length; slot++) {
            int at = slot;
            int[] inSlot = Arrays.stream(ofGroup).mapToInt(point -> point[at]).toArray();
            centres[slot] = new Centroid(rows, inSlot).position();
        }
        return centres;
    }

    /** @return whether a row has changed its slot for a nearer one */
    private boolean match(int[][] ofGroup, double[][] centres) {
        boolean isChanged = false;
        for (int[] point : ofGroup) {
            double[][] costs = new double[point.length][point.length];
            double before = 0;
            for (int i = 0; i < point.length; i++) {
                for (int slot = 0; slot < point.length; slot++) {
                    costs[i][slot] = points.squaredDistance(point[i], centres[slot]);
                }
                before += costs[i][i];
            }
            int[] rowOf = Assignment.of(costs);
            double after = 0;
            for (int slot = 0; slot < point.length; slot++) {
                after += costs[rowOf[slot]][slot];
            }
            if (after < before - MutablePartition.LEAST_GAIN * (1 + before)) {
                int[] old = point.clone();
                Arrays.setAll(point, slot -> old[rowOf[slot]]);
                isChanged = true;
            }
        }
        return isChanged;
    }
}
