package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.testing.EarthMover;

/** {@link Guarantees#enforce} as it is defined: all is computed again for each merge. */
final class NaiveMerging {
    private final DataMatrix rows;
    private final List<Column> sensitive;
    private final Guarantees wanted;
    private final List<Group> groups = new ArrayList<>();

    private NaiveMerging(Table table, Partition partition, Guarantees wanted) {
        this.rows = DataMatrix.of(table);
        this.sensitive = table.columns(Role.SENSITIVE);
        this.wanted = wanted;
        for (int group = 0; group < partition.groupCount(); group++) {
            groups.add(new Group(new ArrayList<>(), new double[rows.points().dimensions()]));
        }
        for (int row = 0; row < partition.rowCount(); row++) {
            Group group = groups.get(partition.groupOf(row));
            group.members.add(row);
            for (int dimension = 0; dimension < group.sums.length; dimension++) {
                double coordinate = rows.points().coordinate(row, dimension);
                group.sums[dimension] += Double.isNaN(coordinate) ? 0 : coordinate;
            }
        }
    }

    static Partition enforce(Table table, Partition partition, Guarantees wanted) {
        return new NaiveMerging(table, partition, wanted).run(table.rowCount());
    }

    /** The sum of a merged group is the sum of the two. */
    private static final class Group {
        private final List<Integer> members;
        private final double[] sums;

        Group(List<Integer> members, double[] sums) {
            this.members = members;
            this.sums = sums;
        }

        Group plus(Group other) {
            List<Integer> both = new ArrayList<>(members);
            both.addAll(other.members);
            double[] bothSums = new double[sums.length];
            Arrays.setAll(bothSums, i -> sums[i] + other.sums[i]);
            return new Group(both, bothSums);
        }
    }

    private int lacking(Group group) {
        return sensitive.stream()
                .mapToInt(column -> Math.max(0, wanted.l() - EarthMover.distinct(column, group.members)))
                .max()
                .orElseThrow();
    }

    private double distance(Group group) {
        return sensitive.stream()
                .mapToDouble(column -> EarthMover.distance(column, group.members))
                .max()
                .orElseThrow();
    }

    private Partition run(int rowCount) {
        while (groups.size() > 1) {
            Group worst = null;
            for (Group group : groups) {
                boolean isBad = lacking(group) > 0 || distance(group) > wanted.t();
                boolean isWorse = worst == null
                        || lacking(group) > lacking(worst)
                        || (lacking(group) == lacking(worst) && wanted.t() < 1 && distance(group) > distance(worst));
                worst = isBad && isWorse ? group : worst;
            }
            if (worst == null) {
                break;
            }
            Group nearest = null;
            for (Group group : groups) {
                if (group != worst && (nearest == null || distance(group, worst) < distance(nearest, worst))) {
                    nearest = group;
                }
            }
            int first = Math.min(groups.indexOf(worst), groups.indexOf(nearest));
            int second = Math.max(groups.indexOf(worst), groups.indexOf(nearest));
            groups.set(first, groups.get(first).plus(groups.get(second)));
            groups.remove(second);
        }
        int[] groupOf = new int[rowCount];
        for (int group = 0; group < groups.size(); group++) {
            for (int row : groups.get(group).members) {
                groupOf[row] = group;
            }
        }
        return new Partition(groupOf);
    }

    private double distance(Group first, Group second) {
        double[][] coordinates = new double[rows.points().dimensions()][];
        double[] mismatches = new double[coordinates.length];
        for (int dimension = 0; dimension < coordinates.length; dimension++) {
            coordinates[dimension] = new double[] {coordinate(first, dimension), coordinate(second, dimension)};
            mismatches[dimension] = rows.points().mismatch(dimension);
        }
        return new Points(coordinates, mismatches).squaredDistance(0, 1);
    }

    private double coordinate(Group group, int dimension) {
        double[] present = group.members.stream()
                .mapToDouble(row -> rows.points().coordinate(row, dimension))
                .filter(coordinate -> !Double.isNaN(coordinate))
                .sorted()
                .toArray();
        if (present.length == 0) {
            return Double.NaN;
        }
        if (rows.kind(dimension) == Kind.ORDINAL) {
            return present[(present.length - 1) / 2];
        }
        if (rows.kind(dimension) != Kind.CATEGORY) {
            return group.sums[dimension] / present.length;
        }
        double mode = present[0];
        for (double candidate : present) {
            mode = count(present, candidate) > count(present, mode) ? candidate : mode;
        }
        return mode;
    }

    private static long count(double[] values, double value) {
        return Arrays.stream(values).filter(other -> other == value).count();
    }
}
