package org.phrkit.microaggregation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.phrkit.neighbours.NeighbourIndex;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Persons;

/**
 * {@link Mdav} where a group takes one row of a person at most. Of n rows there can be q = ⌊n/k⌋ groups, so nobody may have
 * more than q rows; and as long as nobody has, they can be grouped.
 *
 * <p>That stays so from group to group. Whoever has q rows of those that remain must be in the next group, with her row
 * nearest to its first; the others are the nearest of other persons, up to k rows in all. With n = qk + r at most
 * k + (r-1)/q persons besides the first have q rows, so a group has at most k + r rows, and the n - k - r or more that
 * are left still make q - 1 groups, where nobody has more than q - 1 rows. The last group is all that remain when q is 1.
 *
 * <p>Where each person has one row, these are the groups of {@link Mdav}. Takes its time, and where many rows of one person
 * are near each other, that of looking past them.
 */
final class MdavOfPersons {
    private final DataMatrix rows;
    private final Points points;
    private final Persons persons;
    private final int k;
    private final Progress progress;
    private final int[] groupOf;
    private final NeighbourIndex remaining;
    private final Centroid centroid;
    private int groupCount;

    /** By person: of the rows that remain. */
    private final int[] rowsLeft;

    /** By number of rows left: the persons. */
    private final int[] personsWith;

    /** Who has as many rows left as there can be groups; once there, a person stays. */
    private final List<Integer> due = new ArrayList<>();

    /** By person: the last group, from 1, that took a row of hers or will. */
    private final int[] takenBy;

    /** Of the groups made. */
    private double loss;

    MdavOfPersons(DataMatrix rows, Persons persons, int k, Progress progress) {
        this.rows = rows;
        this.points = rows.points();
        this.persons = persons;
        this.k = k;
        this.progress = progress;
        this.groupOf = new int[points.size()];
        Arrays.fill(groupOf, -1);
        this.remaining = NeighbourIndex.inAnyOrder(points);
        this.centroid = new Centroid(rows);
        this.rowsLeft = new int[persons.count()];
        Arrays.setAll(rowsLeft, persons::rowCount);
        this.personsWith = new int[persons.mostRows() + 1];
        for (int count : rowsLeft) {
            personsWith[count]++;
        }
        this.takenBy = new int[persons.count()];
        if (persons.mostRows() > groupsLeft()) {
            throw new IllegalArgumentException("a person has more than 1/k of the rows");
        }
    }

    private int groupsLeft() {
        return remaining.size() / k;
    }

    Partition run() {
        while (groupsLeft() >= 3) {
            int farthest = remaining.farthestFromMoving(centroid.position());
            takeGroup(farthest);
            takeGroup(remaining.farthest(points.position(farthest)));
            progress.report(groupOf.length - remaining.size(), groupOf.length, rows.percent(loss));
        }
        if (groupsLeft() == 2) {
            takeGroup(remaining.farthestFromMoving(centroid.position()));
        }
        takeRest();
        progress.report(groupOf.length, groupOf.length, rows.percent(loss));
        return new Partition(groupOf);
    }

    /** Makes a group of a row, the nearest of each person who is due, and the nearest of others. */
    private void takeGroup(int center) {
        double[] position = points.position(center);
        int[] group = new int[Math.max(k, findDue() + 1)];
        int size = 0;
        group[size++] = center;
        takenBy[persons.of(center)] = groupCount + 1;
        for (int person : due) {
            if (isFree(person)) {
                group[size++] = nearestOf(person, position);
                takenBy[person] = groupCount + 1;
            }
        }
        remaining.remove(center);
        size = addNearest(position, group, size);
        leave(center, false);
        for (int i = 1; i < size; i++) {
            leave(group[i], true);
        }
        loss += MutablePartition.loss(rows, Arrays.copyOf(group, size));
        groupCount++;
    }

    /** @return how many persons are due */
    private int findDue() {
        int rowsOfDue = groupsLeft();
        if (rowsOfDue < personsWith.length && personsWith[rowsOfDue] > due.size()) {
            due.clear();
            for (int person = 0; person < rowsLeft.length; person++) {
                if (rowsLeft[person] == rowsOfDue) {
                    due.add(person);
                }
            }
        }
        return due.size();
    }

    private boolean isFree(int person) {
        return takenBy[person] != groupCount + 1;
    }

    private int nearestOf(int person, double[] position) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int row : persons.rows(person)) {
            double distance = groupOf[row] < 0 ? points.squaredDistance(row, position) : Double.POSITIVE_INFINITY;
            if (distance < least) {
                least = distance;
                nearest = row;
            }
        }
        return nearest;
    }

    /** Fills a group up to k rows with the nearest, from near to far. @return its size then */
    private int addNearest(double[] position, int[] group, int from) {
        int size = from;
        for (int wanted = 2 * k; size < k; wanted *= 4) {
            size = from;
            int[] nearest = remaining.nearest(position, Math.min(wanted, remaining.size()));
            for (int i = 0; i < nearest.length && size < k; i++) {
                int person = persons.of(nearest[i]);
                if (isFree(person)) {
                    group[size++] = nearest[i];
                    takenBy[person] = groupCount + 1;
                }
            }
            if (size < k) {
                for (int i = from; i < size; i++) {
                    takenBy[persons.of(group[i])] = 0;
                }
            }
        }
        return size;
    }

    private void leave(int row, boolean isThere) {
        groupOf[row] = groupCount;
        if (isThere) {
            remaining.remove(row);
        }
        centroid.remove(row);
        int person = persons.of(row);
        personsWith[rowsLeft[person]]--;
        personsWith[--rowsLeft[person]]++;
    }

    private void takeRest() {
        int[] rest = new int[remaining.size()];
        int size = 0;
        for (int row = 0; row < groupOf.length; row++) {
            if (groupOf[row] < 0) {
                rest[size++] = row;
            }
        }
        for (int row : rest) {
            groupOf[row] = groupCount;
        }
        loss += MutablePartition.loss(rows, rest);
    }
}
