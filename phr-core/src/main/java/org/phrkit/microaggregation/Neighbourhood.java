package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a few groups, which are built again. All is done on the squared distances between the rows, so it serves
 * all kinds of columns: with n_G for the records of a group and D(x, G) as in {@link MutablePartition}, its loss is P / n_G for
 * P = ½ Σ w D(x, G) over its rows.
 */
final class Neighbourhood {
    private final MutablePartition clusters;
    private final int k;
    private int[] rows = new int[0];
    private int size;
    private int[] weights = new int[0];

    /** Of each row, numbered from 0 within these rows; as many as rows where each is another's. */
    private int[] personOf = new int[0];

    private int personCount;

    /** By person and group how many rows she has there; by person how many that are in no group yet. */
    private int[] present = new int[0];

    private int[] left = new int[0];

    private double[] apart = new double[0];

    /** The group of each row, and for each row and group D. */
    private int[] groupOf = new int[0];

    private double[] distances = new double[0];

    /** For each row D of its own group, while a step is looked for. */
    private double[] own = new double[0];

    /** The best step as far as it was looked for, and what the loss falls by. */
    private double most;

    private int mover;
    private int partner;
    private int target;

    /** Whether each row stands for one record, and may be in any group. */
    private boolean isPlain;

    private int stride;
    private int groupCount;
    private double[] pairs = new double[0];
    private long[] records = new long[0];

    /** By group: one divided by its records. */
    private double[] shares = new double[0];

    private int[] best = new int[0];
    private int bestCount;

    /** The groups of the rows, and a hash of them, as they were built again since these were taken: one after the other. */
    private int[] built = new int[0];

    private int[] hashes = new int[0];
    private int builtCount;

    Neighbourhood(MutablePartition clusters, int k) {
        this.clusters = clusters;
        this.k = k;
    }

    /** Takes these groups, which are not empty, as they are. */
    void take(int[] groups) {
        size = 0;
        for (int group : groups) {
            size += clusters.members(group).length;
        }
        reserve();
        int at = 0;
        for (int i = 0; i < groups.length; i++) {
            for (int row : clusters.members(groups[i])) {
                rows[at] = row;
                weights[at] = clusters.weight(row);
                groupOf[at++] = i;
            }
        }
        numberPersons();
        isPlain = !isRestricted() && Arrays.stream(weights, 0, size).allMatch(weight -> weight == 1);
        for (int i = 0; i < size; i++) {
            apart[i * size + i] = 0;
            for (int j = 0; j < i; j++) {
                double distance = clusters.squaredDistance(rows[i], rows[j]);
                apart[i * size + j] = distance;
                apart[j * size + i] = distance;
            }
        }
        groupCount = groups.length;
        builtCount = 0;
    }

    private void numberPersons() {
        personCount = 0;
        if (!clusters.isOfPersons()) {
            personCount = size;
            return;
        }
        for (int i = 0; i < size; i++) {
            int person = clusters.person(rows[i]);
            int same = 0;
            while (same < i && clusters.person(rows[same]) != person) {
                same++;
            }
            personOf[i] = same < i ? personOf[same] : personCount++;
        }
    }

    /** Whether two of the rows are of one person, so that not all groups are allowed. */
    private boolean isRestricted() {
        return personCount < size;
    }

    private void reserve() {
        if (rows.length < size) {
            rows = new int[size];
            weights = new int[size];
            personOf = new int[size];
            left = new int[size];
            groupOf = new int[size];
            best = new int[size];
            own = new double[size];
            hashes = new int[size];
            pairs = new double[size];
            records = new long[size];
            shares = new double[size];
        }
        if (apart.length < size * size) {
            apart = new double[size * size];
            distances = new double[size * size];
            present = new int[size * size];
            built = new int[size * size];
        }
    }

    int size() {
        return size;
    }

    /**
     * Groups as MDAV makes them from a first row: it takes its nearest, then the row farthest from it, and so on. No group
     * takes two rows of a person; who has as many rows left as there can be groups is in each, as in {@link
     * MdavOfPersons}.
     *
     * @param random where given, every other row on average that takes its nearest is any row instead, and each
     *     fourth time the last group is dissolved among the others
     */
    void rebuild(int first, @Nullable SplittableRandom random) {
        Arrays.fill(groupOf, 0, size, -1);
        long records = 0;
        for (int i = 0; i < size; i++) {
            records += weights[i];
        }
        countLeft();
        int center = first;
        groupCount = 0;
        while (records >= 2L * k) {
            records -= isRestricted() ? takePersons(center, (int) (records / k)) : takeGroup(center);
            groupCount++;
            if (records > 0) {
                center = random != null && random.nextBoolean() ? anyLeft(random) : farthestLeft(center);
            }
        }
        boolean isDissolved = random != null && groupCount > 0 && random.nextInt(4) == 0 && !isRestricted();
        if (groupCount == 0 || (records >= k && !isDissolved)) {
            for (int i = 0; i < size; i++) {
                groupOf[i] = groupOf[i] < 0 ? groupCount : groupOf[i];
            }
            groupCount++;
        } else {
            for (int i = 0; i < size; i++) {
                if (groupOf[i] < 0) {
                    groupOf[i] = -2 - nearestInGroup(i);
                }
            }
            for (int i = 0; i < size; i++) {
                groupOf[i] = groupOf[i] < 0 ? groupOf[-2 - groupOf[i]] : groupOf[i];
            }
        }
    }

    /**
     * The first group's rows each go where they cost least. There must be another.
     *
     * @return whether each has found a group; if not, the groups are none
     */
    boolean dissolveFirst() {
        measure();
        for (int i = 0; i < size; i++) {
            if (groupOf[i] == 0) {
                int cheapest = -1;
                double least = Double.POSITIVE_INFINITY;
                for (int to = 1; to < groupCount; to++) {
                    if (isRestricted() && present[personOf[i] * stride + to] > 0) {
                        continue;
                    }
                    double loss = (pairs[to] + weights[i] * distances[to * size + i]) / (records[to] + weights[i]);
                    double extra = loss - pairs[to] / records[to];
                    if (extra < least) {
                        least = extra;
                        cheapest = to;
                    }
                }
                if (cheapest < 0) {
                    return false;
                }
                change(i, cheapest);
            }
        }
        groupCount--;
        for (int i = 0; i < size; i++) {
            groupOf[i]--;
        }
        return true;
    }

    /** Whether the groups are as they were when this was asked before, at most once for each row; if not, it is remembered. */
    boolean isKnown() {
        int hash = 0;
        for (int i = 0; i < size; i++) {
            hash = 31 * hash + groupOf[i];
        }
        for (int other = 0; other < builtCount; other++) {
            int at = other * size;
            if (hashes[other] == hash && Arrays.equals(built, at, at + size, groupOf, 0, size)) {
                return true;
            }
        }
        hashes[builtCount] = hash;
        System.arraycopy(groupOf, 0, built, builtCount++ * size, size);
        return false;
    }

    private int farthestLeft(int center) {
        int farthest = -1;
        for (int i = 0; i < size; i++) {
            if (groupOf[i] < 0 && (farthest < 0 || apart[center * size + i] > apart[center * size + farthest])) {
                farthest = i;
            }
        }
        return farthest;
    }

    private int anyLeft(SplittableRandom random) {
        int i = random.nextInt(size);
        while (groupOf[i] >= 0) {
            i = i + 1 == size ? 0 : i + 1;
        }
        return i;
    }

    private long takeGroup(int center) {
        groupOf[center] = groupCount;
        long taken = weights[center];
        while (taken < k) {
            int nearest = -1;
            for (int i = 0; i < size; i++) {
                if (groupOf[i] == -1 && (nearest < 0 || apart[center * size + i] < apart[center * size + nearest])) {
                    nearest = i;
                }
            }
            groupOf[nearest] = groupCount;
            taken += weights[nearest];
        }
        return taken;
    }

    private void countLeft() {
        if (isRestricted()) {
            Arrays.fill(left, 0, personCount, 0);
            for (int i = 0; i < size; i++) {
                left[personOf[i]]++;
            }
        }
    }

    /** A group of one row a person: a row of each who has one for each group there can be, then the nearest of others. */
    private long takePersons(int center, int groupsLeft) {
        long taken = 0;
        for (int next = center; next >= 0; next = nearestOfPersons(center, groupsLeft, taken >= k)) {
            groupOf[next] = groupCount;
            taken++;
            // Until the group is whole, she is not asked again.
            left[personOf[next]] = -left[personOf[next]];
        }
        for (int person = 0; person < personCount; person++) {
            left[person] = left[person] < 0 ? -left[person] - 1 : left[person];
        }
        return taken;
    }

    /**
     * The nearest row of a person who must be in the group, or else may; -1 where there is none.
     *
     * @param isFull whether nobody is wanted who need not be there
     */
    private int nearestOfPersons(int center, int groupsLeft, boolean isFull) {
        int nearest = -1;
        boolean isNeeded = false;
        for (int i = 0; i < size; i++) {
            boolean isDue = left[personOf[i]] == groupsLeft;
            if (groupOf[i] == -1 && left[personOf[i]] > 0 && (isDue || (!isNeeded && !isFull))) {
                if (nearest < 0 || (isDue && !isNeeded) || apart[center * size + i] < apart[center * size + nearest]) {
                    nearest = i;
                }
                isNeeded |= isDue;
            }
        }
        return nearest;
    }

    private int nearestInGroup(int row) {
        int nearest = -1;
        for (int i = 0; i < size; i++) {
            if (groupOf[i] >= 0 && (nearest < 0 || apart[row * size + i] < apart[row * size + nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    /** Moves and swaps until none helps. @return the loss of all groups */
    double improve() {
        measure();
        double leastGain = MutablePartition.LEAST_GAIN * (1 + loss());
        while (moveOrSwap(leastGain)) {
            // Each lowers the loss, so this ends.
        }
        return loss();
    }

    private double loss() {
        double loss = 0;
        for (int group = 0; group < groupCount; group++) {
            loss += pairs[group] / records[group];
        }
        return loss;
    }

    private void measure() {
        stride = groupCount;
        Arrays.fill(distances, 0, size * stride, 0);
        Arrays.fill(records, 0, groupCount, 0);
        Arrays.fill(pairs, 0, groupCount, 0);
        if (isRestricted()) {
            Arrays.fill(present, 0, personCount * stride, 0);
            for (int i = 0; i < size; i++) {
                present[personOf[i] * stride + groupOf[i]]++;
            }
        }
        for (int i = 0; i < size; i++) {
            int weight = weights[i];
            records[groupOf[i]] += weight;
            int ofGroup = groupOf[i] * size;
            int ofRow = i * size;
            for (int j = 0; j < size; j++) {
                distances[ofGroup + j] += weight * apart[ofRow + j];
            }
        }
        for (int group = 0; group < groupCount; group++) {
            shares[group] = 1.0 / records[group];
        }
        for (int i = 0; i < size; i++) {
            pairs[groupOf[i]] += 0.5 * weights[i] * distances[groupOf[i] * size + i];
        }
    }

    /** Makes the best move of a row to another group, or swap of two rows. */
    private boolean moveOrSwap(double leastGain) {
        most = leastGain;
        mover = -1;
        for (int i = 0; i < size; i++) {
            own[i] = distances[groupOf[i] * size + i];
        }
        for (int i = 0; i < size; i++) {
            if (records[groupOf[i]] - weights[i] >= k) {
                offerMoves(i);
            }
            if (isPlain) {
                offerSwapsOfPlain(i);
            } else {
                offerSwaps(i);
            }
        }
        if (mover < 0) {
            return false;
        }
        int from = groupOf[mover];
        change(mover, target);
        if (partner >= 0) {
            change(partner, from);
        }
        return true;
    }

    private void offer(double gain, int row, int otherRow, int to) {
        most = gain;
        mover = row;
        partner = otherRow;
        target = to;
    }

    private void offerMoves(int i) {
        boolean isRestricted = isRestricted();
        int from = groupOf[i];
        int wi = weights[i];
        double without = (pairs[from] - wi * own[i]) / (records[from] - wi);
        double saved = pairs[from] / records[from] - without;
        for (int to = 0; to < groupCount; to++) {
            if (to != from && !(isRestricted && present[personOf[i] * stride + to] > 0)) {
                double gain = saved
                        + pairs[to] / records[to]
                        - (pairs[to] + wi * distances[to * size + i]) / (records[to] + wi);
                if (gain > most) {
                    offer(gain, i, -1, to);
                }
            }
        }
    }

    private void offerSwaps(int i) {
        boolean isRestricted = isRestricted();
        for (int j = i + 1; j < size; j++) {
            if (groupOf[j] != groupOf[i] && !(isRestricted && areRivals(i, j))) {
                double gain = weights[j] == weights[i] ? gainOfEqualSwap(i, j) : gainOfSwap(i, j);
                if (gain > most) {
                    offer(gain, i, j, groupOf[j]);
                }
            }
        }
    }

    /** The same of rows that may be in any group and stand for one record each, which most are. */
    private void offerSwapsOfPlain(int i) {
        int from = groupOf[i];
        int fromAt = from * size;
        int apartAt = i * size;
        double toOwn = own[i];
        double share = shares[from];
        for (int j = i + 1; j < size; j++) {
            int to = groupOf[j];
            if (to != from) {
                double d = apart[apartAt + j];
                double ofFrom = toOwn - distances[fromAt + j] + d;
                double ofTo = own[j] - distances[to * size + i] + d;
                double gain = ofFrom * share + ofTo * shares[to];
                if (gain > most) {
                    offer(gain, i, j, to);
                }
            }
        }
    }

    /** Whether two rows cannot swap, because one would meet another row of its person. */
    private boolean areRivals(int i, int j) {
        return personOf[i] != personOf[j]
                && (present[personOf[i] * stride + groupOf[j]] > 0 || present[personOf[j] * stride + groupOf[i]] > 0);
    }

    /** What the loss falls by where two rows of one weight swap: no number of records changes. */
    private double gainOfEqualSwap(int i, int j) {
        int from = groupOf[i];
        int to = groupOf[j];
        int weight = weights[i];
        double d = weight * apart[i * size + j];
        double ofFrom = own[i] - distances[from * size + j] + d;
        double ofTo = own[j] - distances[to * size + i] + d;
        return weight * (ofFrom * shares[from] + ofTo * shares[to]);
    }

    /** What the loss falls by where two rows swap; nothing where a group would get too small. */
    private double gainOfSwap(int i, int j) {
        int from = groupOf[i];
        int to = groupOf[j];
        int wi = weights[i];
        int wj = weights[j];
        long recordsFrom = records[from] - wi + wj;
        long recordsTo = records[to] - wj + wi;
        if (recordsFrom < k || recordsTo < k) {
            return 0;
        }
        double d = apart[i * size + j];
        double pairsFrom = pairs[from] - wi * distances[from * size + i] + wj * (distances[from * size + j] - wi * d);
        double pairsTo = pairs[to] - wj * distances[to * size + j] + wi * (distances[to * size + i] - wj * d);
        return pairs[from] / records[from] + pairs[to] / records[to] - pairsFrom / recordsFrom - pairsTo / recordsTo;
    }

    private void change(int i, int to) {
        int from = groupOf[i];
        int weight = weights[i];
        pairs[from] -= weight * distances[from * size + i];
        pairs[to] += weight * distances[to * size + i];
        records[from] -= weight;
        records[to] += weight;
        shares[from] = 1.0 / records[from];
        shares[to] = 1.0 / records[to];
        if (isRestricted()) {
            present[personOf[i] * stride + from]--;
            present[personOf[i] * stride + to]++;
        }
        for (int j = 0; j < size; j++) {
            double distance = weight * apart[i * size + j];
            distances[from * size + j] -= distance;
            distances[to * size + j] += distance;
        }
        groupOf[i] = to;
    }

    /** Keeps the groups as they are now, to be put into effect later. */
    void keep() {
        System.arraycopy(groupOf, 0, best, 0, size);
        bestCount = groupCount;
    }

    /**
     * Puts the kept groups in the place of those taken.
     *
     * @return the groups that are not empty now
     */
    int[] put(int[] groups) {
        int[] into = Arrays.copyOf(groups, bestCount);
        for (int group = groups.length; group < bestCount; group++) {
            into[group] = clusters.newGroup();
        }
        for (int group = bestCount; group < groups.length; group++) {
            clusters.empty(groups[group]);
        }
        int[] members = new int[size];
        for (int group = 0; group < bestCount; group++) {
            int count = 0;
            for (int i = 0; i < size; i++) {
                if (best[i] == group) {
                    members[count++] = rows[i];
                }
            }
            clusters.assign(into[group], Arrays.copyOf(members, count));
        }
        return into;
    }
}
