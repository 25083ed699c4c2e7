package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.phrkit.neighbours.NeighbourIndex;

/** Builds the groups around random rows again, and takes what comes of it at falling temperature. */
final class Annealing {
    /**
     * The first temperature, as a share of the loss of the groups built again: where a few rows far out lose most, one
     * temperature would be too cold for them and too hot for all others.
     */
    private static final double HOT = 0.06;

    /** How often it cools down. */
    private static final int ROUNDS = 4;

    private static final int MOST_GROUPS = 7;

    /** Groups that are together larger are left as they are: to build them again takes too long. */
    private static final int MOST_ROWS = 2000;

    private final DataMatrix rows;
    private final MutablePartition clusters;
    private final Neighbourhood neighbourhood;
    private final SplittableRandom random;

    private final int k;
    private final NeighbourIndex index;

    /** For each row itself and those near it, from near to far; empty until asked for. */
    private final int[][] nearest;

    private double loss;

    Annealing(DataMatrix rows, MutablePartition clusters, int k, SplittableRandom random) {
        this.rows = rows;
        this.clusters = clusters;
        this.neighbourhood = new Neighbourhood(clusters, k);
        this.random = random;
        this.loss = clusters.totalLoss();
        this.nearest = new int[rows.rowCount()][0];
        this.index = new NeighbourIndex(rows.points());
        this.k = k;
    }

    /**
     * The best partition there was, part by part, as far as it was looked at: once for as many iterations as rows. Each
     * round but the first sets out from the best of those before.
     */
    Partition run(int iterations, Progress progress) {
        BestGroups best = new BestGroups(clusters);
        int ofRound = (iterations - 1) / ROUNDS + 1;
        for (int i = 0; i < iterations && progress.report(i, iterations, rows.percent(loss)); i++) {
            int done = i % ofRound;
            if (done == 0) {
                clusters.become(best.partition());
                loss = clusters.totalLoss();
            }
            step(HOT * (ofRound - done) / ofRound);
            if (done == ofRound - 1 || i == iterations - 1 || i % nearest.length == 0) {
                best.take(clusters);
            }
        }
        return best.partition();
    }

    private void step(double temperature) {
        int[] groups = groupsAround(random.nextInt(nearest.length), 2 + random.nextInt(MOST_GROUPS - 1));
        double before = 0;
        int size = 0;
        for (int group : groups) {
            before += clusters.loss(group);
            size += clusters.members(group).length;
        }
        if (groups.length < 2 || size > MOST_ROWS) {
            return;
        }
        neighbourhood.take(groups);
        neighbourhood.rebuild(random.nextInt(neighbourhood.size()), random);
        double rise = neighbourhood.improve() - before;
        // The strict logarithm is the same on every machine.
        double allowed = temperature * before * -StrictMath.log(1 - random.nextDouble());
        if (rise < allowed - MutablePartition.LEAST_GAIN * (1 + before)) {
            neighbourhood.keep();
            neighbourhood.put(groups);
            loss += rise;
        }
    }

    /** The groups of the row and of those nearest to it: so many, or fewer. */
    private int[] groupsAround(int row, int wanted) {
        int[] groups = new int[wanted];
        int count = 0;
        for (int near : nearest(row)) {
            if (count == wanted) {
                break;
            }
            int group = clusters.groupOf(near);
            boolean isNew = true;
            for (int j = 0; j < count; j++) {
                isNew &= groups[j] != group;
            }
            if (isNew) {
                groups[count++] = group;
            }
        }
        return Arrays.copyOf(groups, count);
    }

    private int[] nearest(int row) {
        if (nearest[row].length == 0) {
            nearest[row] = index.nearest(rows.points().position(row), 2 * MOST_GROUPS * k);
        }
        return nearest[row];
    }
}
