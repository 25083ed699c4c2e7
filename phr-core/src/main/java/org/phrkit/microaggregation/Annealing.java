package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.phrkit.neighbours.Remaining;

/** Builds the groups around random rows again, and takes what comes of it at falling temperature. */
final class Annealing {
    /**
     * The first temperature, as a share of the loss of the groups built again: where a few rows far out lose most, one
     * temperature would be too cold for them and too hot for all others.
     */
    private static final double HOT = 0.04;

    private static final int MOST_GROUPS = 7;
    private static final double LEAST_GAIN = 1e-9;

    private final Clusters clusters;
    private final Pool pool;
    private final SplittableRandom random;

    /** For each row itself and those near it, from near to far. */
    private final int[][] nearest;

    private double loss;

    Annealing(Rows rows, Clusters clusters, int k, SplittableRandom random) {
        this.clusters = clusters;
        this.pool = new Pool(clusters, k);
        this.random = random;
        this.loss = clusters.totalLoss();
        this.nearest = new int[rows.rowCount()][];
        Remaining index = new Remaining(rows.points());
        int count = 2 * MOST_GROUPS * k;
        for (int row = 0; row < nearest.length; row++) {
            nearest[row] = index.nearest(rows.points().position(row), count);
        }
    }

    /** The best partition there was, as far as it was looked at: once for as many iterations as rows. */
    Partition run(int iterations, Progress progress) {
        Partition best = clusters.partition();
        double bestLoss = loss;
        for (int i = 0; i < iterations && progress.isWanted(i, iterations); i++) {
            step(HOT * (iterations - i) / iterations);
            boolean isLast = i == iterations - 1;
            if ((isLast || i % nearest.length == 0) && loss < bestLoss - LEAST_GAIN) {
                best = clusters.partition();
                bestLoss = loss;
            }
        }
        return best;
    }

    private void step(double temperature) {
        int[] groups = groupsAround(random.nextInt(nearest.length), 2 + random.nextInt(MOST_GROUPS - 1));
        if (groups.length < 2) {
            return;
        }
        double before = 0;
        for (int group : groups) {
            before += clusters.loss(group);
        }
        pool.take(groups);
        pool.rebuild(random.nextInt(pool.size()), random);
        double rise = pool.improve() - before;
        // The strict logarithm is the same on every machine.
        double allowed = temperature * before * -StrictMath.log(1 - random.nextDouble());
        if (rise < allowed - LEAST_GAIN * (1 + before)) {
            pool.keep();
            pool.put(groups);
            loss += rise;
        }
    }

    /** The groups of the row and of those nearest to it: so many, or fewer. */
    private int[] groupsAround(int row, int wanted) {
        int[] groups = new int[wanted];
        int count = 0;
        for (int i = 0; i < nearest[row].length && count < wanted; i++) {
            int group = clusters.groupOf(nearest[row][i]);
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
}
