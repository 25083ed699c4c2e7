package org.phrkit.microaggregation;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Persons;

/**
 * Groups that rows move between, and what each change would do to the loss.
 *
 * <p>The loss of a group is the sum over its pairs of records of their squared distance, divided by the number of its
 * records: for numbers without missing cells that is the sum of squared distances to the mean. With D(x, G) for the sum
 * of squared distances from a row x to the records of a group G of n records and loss L, taking a row of w records in
 * gives (nL + wD) / (n + w), and giving it away (nL - wD) / (n - w). For complete numbers D = n|x - mean|² + L, so no
 * other member is looked at.
 */
final class MutablePartition {
    /** A gain of less, as a share of the loss, may be rounding. */
    static final double LEAST_GAIN = 1e-9;

    /** In the place of a row, where there is none. */
    static final int NO_ROW = -1;

    private static final int[] NOBODY = {};

    private final DataMatrix rows;
    private final Points points;

    /** Whether all coordinates are numbers and there. */
    private final boolean isEuclidean;

    private final int dimensions;

    /** By row, then dimension; for Euclidean points. */
    private final double[] coordinates;

    private final int[] groupOf;
    private int[][] members = {};
    private long[] records = {};
    private double[] losses = {};

    /** By group, then dimension; for Euclidean points. */
    private double[] means = {};

    private int groupCount;
    private final Deque<Integer> free = new ArrayDeque<>();

    MutablePartition(DataMatrix rows, Partition partition) {
        this.rows = rows;
        this.points = rows.points();
        this.dimensions = points.dimensions();
        this.isEuclidean = points.areComplete() && points.mismatch(dimensions - 1) == 0;
        this.coordinates = isEuclidean ? byRow() : new double[0];
        this.groupOf = new int[partition.rowCount()];
        become(partition);
    }

    /** Puts the groups of another partition of the same rows in the place of these. */
    void become(Partition partition) {
        groupCount = partition.groupCount();
        members = new int[groupCount][];
        for (int group = 0; group < groupCount; group++) {
            members[group] = new int[partition.size(group)];
        }
        int[] filled = new int[groupCount];
        for (int row = 0; row < groupOf.length; row++) {
            groupOf[row] = partition.groupOf(row);
            members[groupOf[row]][filled[groupOf[row]]++] = row;
        }
        free.clear();
        records = new long[groupCount];
        losses = new double[groupCount];
        means = new double[isEuclidean ? groupCount * dimensions : 0];
        for (int group = 0; group < groupCount; group++) {
            measure(group);
        }
    }

    private double[] byRow() {
        double[] byRow = new double[Math.multiplyExact(points.size(), dimensions)];
        for (int dimension = 0; dimension < dimensions; dimension++) {
            for (int row = 0; row < points.size(); row++) {
                byRow[row * dimensions + dimension] = points.coordinate(row, dimension);
            }
        }
        return byRow;
    }

    /** The number of groups there ever were; some may be empty. */
    int groupCount() {
        return groupCount;
    }

    int rowCount() {
        return groupOf.length;
    }

    /** The number of records of all groups. */
    long recordCount() {
        return Arrays.stream(records, 0, groupCount).sum();
    }

    double[] position(int row) {
        return points.position(row);
    }

    int groupOf(int row) {
        return groupOf[row];
    }

    /** The rows of a group; not to be changed. */
    int[] members(int group) {
        return members[group];
    }

    long records(int group) {
        return records[group];
    }

    double loss(int group) {
        return losses[group];
    }

    double totalLoss() {
        return Arrays.stream(losses, 0, groupCount).sum();
    }

    /** The loss of all groups, as {@link Progress} is told. */
    double percentLoss() {
        return rows.percent(totalLoss());
    }

    int weight(int row) {
        return rows.weights().of(row);
    }

    /**
     * The row of a group that is of the same person as another row, which does not go together with it; -1 where there is
     * none, or rows are persons.
     */
    int rival(int row, int group) {
        Persons persons = rows.persons();
        if (persons != null) {
            for (int member : members[group]) {
                if (member != row && persons.of(member) == persons.of(row)) {
                    return member;
                }
            }
        }
        return NO_ROW;
    }

    /** Whether a group takes one row of a person at most. */
    boolean isOfPersons() {
        return rows.persons() != null;
    }

    /** The person of a row; the row itself where rows are persons. */
    int person(int row) {
        Persons persons = rows.persons();
        return persons == null ? row : persons.of(row);
    }

    double squaredDistance(int first, int second) {
        if (!isEuclidean) {
            return points.squaredDistance(first, second);
        }
        double sum = 0;
        for (int i = first * dimensions, j = second * dimensions, end = i + dimensions; i < end; i++, j++) {
            double difference = coordinates[i] - coordinates[j];
            sum += difference * difference;
        }
        return sum;
    }

    /** Whether rows are points of numbers, each for one record: then D tells how far a row is from a group's mean. */
    boolean isOfSinglePoints() {
        return isEuclidean && rows.weights().areOnes();
    }

    /** D(x, G): the sum of the squared distances from a row to the records of a group. */
    double distances(int row, int group) {
        if (!isEuclidean) {
            double sum = 0;
            for (int member : members[group]) {
                sum += member == row ? 0 : weight(member) * points.squaredDistance(row, member);
            }
            return sum;
        }
        double sum = 0;
        for (int i = row * dimensions, j = group * dimensions, end = i + dimensions; i < end; i++, j++) {
            double difference = coordinates[i] - means[j];
            sum += difference * difference;
        }
        return records[group] * sum + losses[group];
    }

    /** The loss of a group without a row of it, of which {@code distances} is D. */
    double lossWithout(int group, int row, double distances) {
        int weight = weight(row);
        return Math.max(0, records[group] * losses[group] - weight * distances) / (records[group] - weight);
    }

    /** The loss of a group with another row, of which {@code distances} is D. */
    double lossWith(int group, int row, double distances) {
        int weight = weight(row);
        return (records[group] * losses[group] + weight * distances) / (records[group] + weight);
    }

    /** The loss of a group in which one row takes the place of another, {@code apart} their squared distance. */
    double lossWithInstead(int group, int out, double outDistances, int in, double inDistances, double apart) {
        double weightOut = weight(out);
        double weightIn = weight(in);
        double pairs = records[group] * losses[group]
                - weightOut * outDistances
                + weightIn * (inDistances - weightOut * apart);
        return Math.max(0, pairs) / (records[group] - weightOut + weightIn);
    }

    void move(int row, int to) {
        int from = groupOf[row];
        members[from] = without(members[from], row);
        members[to] = with(members[to], row);
        groupOf[row] = to;
        measure(from);
        measure(to);
    }

    void swap(int first, int second) {
        int one = groupOf[first];
        int other = groupOf[second];
        members[one] = with(without(members[one], first), second);
        members[other] = with(without(members[other], second), first);
        groupOf[first] = other;
        groupOf[second] = one;
        measure(one);
        measure(other);
    }

    /** Gives a group other members, all taken from groups that are given others too. */
    void assign(int group, int[] rowsOfGroup) {
        members[group] = rowsOfGroup;
        for (int row : rowsOfGroup) {
            groupOf[row] = group;
        }
        measure(group);
    }

    /** Leaves a group without members, until it becomes a new one. */
    void empty(int group) {
        assign(group, NOBODY);
        free.push(group);
    }

    /** A new group, empty. */
    int newGroup() {
        if (!free.isEmpty()) {
            return free.pop();
        }
        if (groupCount == members.length) {
            int capacity = groupCount + groupCount / 8 + 1;
            members = Arrays.copyOf(members, capacity);
            records = Arrays.copyOf(records, capacity);
            losses = Arrays.copyOf(losses, capacity);
            means = Arrays.copyOf(means, isEuclidean ? capacity * dimensions : 0);
        }
        members[groupCount] = NOBODY;
        return groupCount++;
    }

    private static int[] without(int[] rows, int row) {
        int[] others = new int[rows.length - 1];
        int size = 0;
        for (int other : rows) {
            if (other != row) {
                others[size++] = other;
            }
        }
        return others;
    }

    private static int[] with(int[] rows, int row) {
        int[] more = Arrays.copyOf(rows, rows.length + 1);
        more[rows.length] = row;
        return more;
    }

    private void measure(int group) {
        records[group] = 0;
        for (int member : members[group]) {
            records[group] += weight(member);
        }
        losses[group] = isEuclidean ? measureMean(group) : loss(rows, members[group]);
    }

    private double measureMean(int group) {
        double loss = 0;
        for (int i = 0; i < dimensions; i++) {
            double sum = 0;
            for (int member : members[group]) {
                sum += weight(member) * coordinates[member * dimensions + i];
            }
            double mean = records[group] == 0 ? 0 : sum / records[group];
            means[group * dimensions + i] = mean;
            for (int member : members[group]) {
                double difference = coordinates[member * dimensions + i] - mean;
                loss += weight(member) * (difference * difference);
            }
        }
        return loss;
    }

    /** The loss of a group by its definition. */
    static double loss(DataMatrix rows, int[] group) {
        double pairs = 0;
        long records = 0;
        for (int i = 0; i < group.length; i++) {
            long weight = rows.weights().of(group[i]);
            records += weight;
            for (int j = 0; j < i; j++) {
                double apart = rows.points().squaredDistance(group[i], group[j]);
                pairs += (double) weight * rows.weights().of(group[j]) * apart;
            }
        }
        return pairs / Math.max(1, records);
    }

    /** The centre of each group that is not empty, as points; {@code groups} are their numbers. */
    Points centres(int[] groups) {
        double[][] columns = new double[dimensions][groups.length];
        double[] mismatches = new double[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++) {
            mismatches[dimension] = points.mismatch(dimension);
        }
        for (int i = 0; i < groups.length; i++) {
            double[] centre = isEuclidean
                    ? Arrays.copyOfRange(means, groups[i] * dimensions, (groups[i] + 1) * dimensions)
                    : new Centroid(rows, members[groups[i]]).position();
            for (int dimension = 0; dimension < dimensions; dimension++) {
                columns[dimension][i] = centre[dimension];
            }
        }
        return new Points(columns, mismatches);
    }

    /** The groups that are not empty, ascending. */
    int[] groups() {
        int[] groups = new int[groupCount];
        int size = 0;
        for (int group = 0; group < groupCount; group++) {
            if (members[group].length > 0) {
                groups[size++] = group;
            }
        }
        return Arrays.copyOf(groups, size);
    }

    /** Groups numbered in the order of their first rows. */
    Partition partition() {
        int[] groups = groups();
        int[] numbers = new int[groupCount];
        Arrays.setAll(numbers, group -> -1);
        for (int i = 0; i < groups.length; i++) {
            numbers[groups[i]] = i;
        }
        return new Partition(Arrays.stream(groupOf).map(group -> numbers[group]).toArray()).inOrder();
    }
}
