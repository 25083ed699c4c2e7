package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.phrkit.neighbours.NeighbourIndex;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Table;

/**
 * Lowers the information loss of a partition; each group keeps k records or more.
 *
 * <p>What is lowered is the sum over groups of the squared distances between their pairs of records, divided by the
 * group's number of records: the sum of squared errors where all columns are numbers without missing cells. The same
 * input gives the same partition on every machine and JDK, on any number of threads.
 */
public final class Refinement {
    /** Groups whose rows are compared in moves and swaps. */
    private static final int NEIGHBOURS = 12;

    /** About so many rows are built again together: more find more, and take more than proportionally longer. */
    private static final int ROWS_OF_POOL = 25;

    /** From how many first rows groups are built again, in one pass over all of them: the fewer, the more there are. */
    private static final int STARTS = 30_000;

    /** How many groups are built again in all: of more, those that lose most. */
    private static final int REBUILDS = 100_000;

    /** How many pairs of rows, for each row of the table, may be looked at for swaps: only large groups come so far. */
    private static final long PAIRS_OF_ROW = 100_000;

    /** In so many rows at most, five groups are built again together: clusters of a few more than k rows need several. */
    private static final int ROWS_OF_FIVE = 50;

    /** Groups are dissolved first if they lose more than this multiple of the mean for each record. */
    private static final double MUCH = 3;

    /** Groups are dissolved first if what that costs is less than this share of their loss. */
    private static final double LITTLE = 0.8;

    /** To how many of the nearest groups a row of a group that is dissolved may go. */
    private static final int HOSTS = 6;

    /** From so many groups on their centres are not indexed again for a few of them. */
    private static final int MANY_GROUPS = 10_000;

    /** In blocks fewer are compared, which are looked for once. */
    private static final int NEIGHBOURS_IN_BLOCK = 8;

    /** A group may gain rows from beyond a cut that is nearer than this multiple of the distance of its rows from its centre. */
    private static final double MARGIN = 4;

    /** What share of the groups of a block are built again. */
    private static final double SHARE_OF_BLOCK = 0.15;

    /** After how many groups the loss of all is summed, to be told. */
    private static final int GROUPS_TO_TELL = 1000;

    private final MutablePartition clusters;
    private final Neighbourhood neighbourhood;
    private final int k;

    /** By group: whether something changed since it was last looked at, for moves and swaps and for rebuilding. */
    private boolean[] isToSwap;

    private boolean[] isToRebuild;

    /** What is left of {@link #REBUILDS}, in groups of which a few have no more than {@link #ROWS_OF_POOL} rows. */
    private long rebuilds = REBUILDS;

    private long pairs;

    /** The centres of groups, and which groups: of many, as they were when last a good part of them was looked at. */
    private NeighbourIndex index;

    private int[] indexed = {};

    /** In a block, by group the neighbours that were found, or none. */
    private int[][] known = {};

    private boolean isInBlock;

    private Refinement(MutablePartition clusters, int k) {
        this.clusters = clusters;
        this.neighbourhood = new Neighbourhood(clusters, k);
        this.k = k;
        this.pairs = PAIRS_OF_ROW * clusters.rowCount();
        this.index = new NeighbourIndex(clusters.centres(new int[0]));
        this.isToSwap = new boolean[clusters.groupCount()];
        this.isToRebuild = new boolean[clusters.groupCount()];
        Arrays.fill(isToSwap, true);
        Arrays.fill(isToRebuild, true);
    }

    /**
     * Changes the partition until no step helps. First groups that lose much are dissolved among others. Then a row moves to
     * one of the twelve nearest groups, two rows swap, or a few neighbouring groups are dissolved, split and built again in
     * several ways of which the best is taken (in fewer ways where there are many groups or large ones, and of more than
     * 100,000 groups only those that lose most). Of large groups not all swaps are looked at. Without randomness.
     *
     * @param table the table
     * @param partition the groups
     * @param k as in {@link Mdav#partition(Table, int)}; no group of the partition may be smaller
     * @param progress receives the progress
     * @return the refined groups
     */
    public static Partition descent(Table table, Partition partition, int k, Progress progress) {
        return new Grouping((rows, size) -> descent(rows, partition, size, progress)).partition(table, k);
    }

    static Partition descent(DataMatrix rows, Partition partition, int k, Progress progress) {
        MutablePartition clusters = new MutablePartition(rows, partition);
        new Refinement(clusters, k).descend(progress);
        return clusters.partition();
    }

    /** As {@link #descent}, where there are many groups: only those that lose most are built again. */
    static Partition inBlock(DataMatrix rows, Partition partition, int k) {
        MutablePartition clusters = new MutablePartition(rows, partition);
        Refinement refinement = new Refinement(clusters, k);
        refinement.isInBlock = true;
        refinement.rebuilds = Math.min(REBUILDS, (int) (SHARE_OF_BLOCK * partition.groupCount()));
        refinement.descend(Progress.UNSEEN);
        return clusters.partition();
    }

    /**
     * Moves and swaps of rows of groups near the cuts between former blocks.
     *
     * @param margins by group how far its centre is from the nearest cut
     */
    static Partition alongCuts(DataMatrix rows, Partition partition, double[] margins, int k) {
        MutablePartition clusters = new MutablePartition(rows, partition);
        Refinement refinement = new Refinement(clusters, k);
        refinement.isInBlock = true;
        for (int group : clusters.groups()) {
            double reach = MARGIN * MARGIN * clusters.loss(group) / clusters.records(group);
            refinement.isToSwap[group] = margins[group] * margins[group] < reach;
        }
        while (refinement.swapAll(Progress.UNSEEN)) {
            // Each pass lowers the loss, so this ends.
        }
        return clusters.partition();
    }

    private void descend(Progress progress) {
        dissolveAll();
        while (true) {
            if (!swapAll(progress)) {
                int[] groups = toDo(isToRebuild);
                int starts = STARTS / Math.max(1, groups.length);
                if (rebuilds < 1 || !rebuild(worst(groups), Math.max(1, starts), progress)) {
                    return;
                }
            }
        }
    }

    /** Now and then. */
    private void tell(Progress progress, int done, int total) {
        if (done % GROUPS_TO_TELL == 0) {
            progress.report(done, total, clusters.percentLoss());
        }
    }

    /** @return whether anything changed */
    private boolean swapAll(Progress progress) {
        boolean changed = false;
        int[] groups = toDo(isToSwap);
        int[][] neighbours = neighboursToSwap(groups);
        isToSwap = new boolean[clusters.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            tell(progress, i, groups.length);
            while (moveOrSwap(groups[i], neighbours[i])) {
                changed = true;
            }
        }
        return changed;
    }

    /**
     * Dissolves groups whose rows are nearer to others than to each other: what is left where k does not divide natural
     * clusters. From the group that loses most for each record on, the rows of a group go where each costs least, if that
     * gains enough: where it gains little, building groups again finds better (as the second step of TFRP: Chang, Li and
     * Huang 2007, doi 10.1016/j.jss.2007.02.002).
     */
    private void dissolveAll() {
        int[] groups = clusters.groups();
        NeighbourIndex index = new NeighbourIndex(clusters.centres(groups));
        double mean = clusters.totalLoss() / clusters.recordCount();
        int[] worst = Arrays.stream(groups)
                .filter(group -> clusters.loss(group) > MUCH * mean * clusters.records(group))
                .boxed()
                .sorted(worstFirst())
                .mapToInt(Integer::intValue)
                .toArray();
        for (int group : worst) {
            dissolve(group, groups, index);
        }
    }

    private void dissolve(int group, int[] groups, NeighbourIndex index) {
        int[] members = clusters.members(group);
        double before = clusters.loss(group);
        double enough = LITTLE * before;
        int[] hosts = new int[members.length];
        double cost = 0;
        for (int i = 0; i < members.length && cost < enough; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int near : index.nearest(clusters.position(members[i]), HOSTS)) {
                int to = groups[near];
                if (to != group && clusters.members(to).length > 0 && clusters.rival(members[i], to) < 0) {
                    double extra =
                            clusters.lossWith(to, members[i], clusters.distances(members[i], to)) - clusters.loss(to);
                    if (extra < least) {
                        least = extra;
                        hosts[i] = to;
                    }
                }
            }
            cost += least;
        }
        if (cost < enough) {
            move(group, members, hosts, enough);
        }
    }

    /** Moves the rows of a group to others, and back if they cost more there, as several may have gone to one. */
    private void move(int group, int[] members, int[] hosts, double enough) {
        double cost = 0;
        int count = 0;
        while (count < members.length && cost < enough) {
            int to = hosts[count];
            if (clusters.rival(members[count], to) >= 0) {
                break;
            }
            double before = clusters.loss(to);
            clusters.move(members[count++], to);
            cost += clusters.loss(to) - before;
        }
        if (count == members.length && cost < enough) {
            clusters.empty(group);
            Arrays.stream(hosts).forEach(this::mark);
            return;
        }
        for (int i = 0; i < count; i++) {
            clusters.move(members[i], group);
        }
    }

    private Comparator<Integer> worstFirst() {
        return Comparator.comparingDouble((Integer group) -> -clusters.loss(group) / clusters.records(group))
                .thenComparing(group -> group);
    }

    /** As many of these groups as can be built again: those that lose most for each record. */
    private int[] worst(int[] groups) {
        return groups.length <= rebuilds
                ? groups
                : Arrays.stream(groups)
                        .boxed()
                        .sorted(worstFirst())
                        .limit(rebuilds)
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private boolean rebuild(int[] groups, int starts, Progress progress) {
        boolean changed = false;
        int[][] neighbours = neighbours(groups, neighboursOfPool());
        isToRebuild = new boolean[clusters.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            tell(progress, i, groups.length);
            changed |= rebuild(groups[i], neighbours[i], starts);
        }
        return changed;
    }

    private int neighboursOfPool() {
        return Math.max(Math.max(2, ROWS_OF_POOL / k - 1), Math.min(4, ROWS_OF_FIVE / k - 1));
    }

    /** The groups that are marked and not empty. */
    private int[] toDo(boolean[] isMarked) {
        return Arrays.stream(clusters.groups())
                .filter(group -> group >= isMarked.length || isMarked[group])
                .toArray();
    }

    private void mark(int group) {
        if (group >= isToSwap.length) {
            isToSwap = Arrays.copyOf(isToSwap, group + 1);
        }
        if (group >= isToRebuild.length) {
            isToRebuild = Arrays.copyOf(isToRebuild, group + 1);
        }
        isToSwap[group] = true;
        isToRebuild[group] = true;
    }

    private void forget(int group) {
        if (group < known.length) {
            known[group] = new int[0];
        }
    }

    private int[][] neighboursToSwap(int[] of) {
        if (!isInBlock) {
            return neighbours(of, NEIGHBOURS);
        }
        int[] unknown = Arrays.stream(of)
                .filter(group -> group >= known.length || known[group].length == 0)
                .toArray();
        int[][] found = neighbours(unknown, NEIGHBOURS_IN_BLOCK);
        int before = known.length;
        known = Arrays.copyOf(known, Math.max(before, clusters.groupCount()));
        Arrays.fill(known, before, known.length, new int[0]);
        for (int i = 0; i < unknown.length; i++) {
            known[unknown[i]] = found[i];
        }
        return Arrays.stream(of).mapToObj(group -> known[group]).toArray(int[][]::new);
    }

    /** For each of these groups the others whose centres are nearest. */
    private int[][] neighbours(int[] of, int count) {
        if (of.length == 0) {
            return new int[0][];
        }
        if (indexed.length < MANY_GROUPS || of.length > indexed.length / 4) {
            indexed = clusters.groups();
            index = new NeighbourIndex(clusters.centres(indexed));
        }
        Points centres = clusters.centres(of);
        int[][] neighbours = new int[of.length][];
        for (int i = 0; i < of.length; i++) {
            int self = of[i];
            neighbours[i] = Arrays.stream(index.nearest(centres.position(i), count + 1))
                    .map(other -> indexed[other])
                    .filter(other -> other != self)
                    .limit(count)
                    .toArray();
        }
        return neighbours;
    }

    /** What to do best, as far as it was looked for. */
    private static final class Step {
        private double gain;
        private int row = -1;
        private int partner = -1;
        private int to;

        void offer(double before, double after, int candidate, int otherRow, int target) {
            double offered = before - after - MutablePartition.LEAST_GAIN * (1 + before);
            if (offered > gain) {
                gain = offered;
                row = candidate;
                partner = otherRow;
                to = target;
            }
        }
    }

    /** Makes the best move of a row between the group and a neighbour, or swap of two. */
    private boolean moveOrSwap(int group, int[] neighbours) {
        Step step = new Step();
        double[] own = distances(clusters.members(group), group);
        for (int other : neighbours) {
            if (clusters.members(other).length > 0) {
                compare(group, own, other, step);
            }
        }
        if (step.row < 0) {
            return false;
        }
        mark(clusters.groupOf(step.row));
        mark(step.to);
        if (step.partner < 0) {
            clusters.move(step.row, step.to);
        } else {
            clusters.swap(step.row, step.partner);
        }
        return true;
    }

    private double[] distances(int[] rows, int group) {
        double[] distances = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            distances[i] = clusters.distances(rows[i], group);
        }
        return distances;
    }

    private void compare(int group, double[] own, int other, Step step) {
        int[] members = clusters.members(group);
        int[] others = clusters.members(other);
        pairs -= (long) members.length * others.length;
        if (pairs < 0) {
            return;
        }
        double[] toOther = distances(members, other);
        double[] toGroup = distances(others, group);
        double[] ofOther = distances(others, other);
        int[] rivals = rivals(members, other);
        int[] rivalsOfOthers = rivals(others, group);
        double losses = clusters.loss(group) + clusters.loss(other);
        for (int i = 0; i < members.length; i++) {
            if (rivals[i] < 0) {
                offerMove(members[i], group, own[i], other, toOther[i], step);
            }
        }
        for (int j = 0; j < others.length; j++) {
            if (rivalsOfOthers[j] < 0) {
                offerMove(others[j], other, ofOther[j], group, toGroup[j], step);
            }
        }
        Reach reach = clusters.isOfSinglePoints() ? new Reach(group, other, own, toOther, toGroup, ofOther) : null;
        for (int i = 0; i < members.length; i++) {
            for (int j = 0; j < others.length; j++) {
                if (reach != null && reach.gain(i, j) < step.gain) {
                    continue;
                }
                if ((rivals[i] >= 0 && rivals[i] != others[j])
                        || (rivalsOfOthers[j] >= 0 && rivalsOfOthers[j] != members[i])) {
                    continue;
                }
                int difference = clusters.weight(members[i]) - clusters.weight(others[j]);
                if (clusters.records(group) - difference >= k && clusters.records(other) + difference >= k) {
                    double apart = clusters.squaredDistance(members[i], others[j]);
                    double after = clusters.lossWithInstead(group, members[i], own[i], others[j], toGroup[j], apart)
                            + clusters.lossWithInstead(other, others[j], ofOther[j], members[i], toOther[i], apart);
                    step.offer(losses, after, members[i], others[j], other);
                }
            }
        }
    }

    /**
     * What a swap of two rows gains at most, by the triangle inequality, without a look at how far they are apart: most
     * swaps need no more. For {@link MutablePartition#isOfSinglePoints}.
     */
    private final class Reach {
        private final double[] ofRows;
        private final double[] ofPartners;
        private final double[] rowsToMean;
        private final double[] partnersToMean;
        private final double both;

        Reach(int group, int other, double[] own, double[] toOther, double[] toGroup, double[] ofOther) {
            double share = 1.0 / clusters.records(group);
            double shareOfOther = 1.0 / clusters.records(other);
            double loss = clusters.loss(group);
            both = share + shareOfOther;
            ofRows = new double[own.length];
            ofPartners = new double[toGroup.length];
            rowsToMean = new double[own.length];
            partnersToMean = new double[toGroup.length];
            for (int i = 0; i < own.length; i++) {
                ofRows[i] = own[i] * share - toOther[i] * shareOfOther;
                rowsToMean[i] = Math.sqrt(Math.max(0, own[i] - loss) * share);
            }
            for (int j = 0; j < toGroup.length; j++) {
                ofPartners[j] = ofOther[j] * shareOfOther - toGroup[j] * share;
                partnersToMean[j] = Math.sqrt(Math.max(0, toGroup[j] - loss) * share);
            }
        }

        double gain(int i, int j) {
            double apart = rowsToMean[i] + partnersToMean[j];
            return ofRows[i] + ofPartners[j] + both * (apart * apart);
        }
    }

    /** For each row the one of a group that is of the same person, or -1. */
    private int[] rivals(int[] rows, int group) {
        int[] rivals = new int[rows.length];
        Arrays.setAll(rivals, i -> clusters.rival(rows[i], group));
        return rivals;
    }

    private void offerMove(int row, int from, double fromDistances, int to, double toDistances, Step step) {
        if (clusters.records(from) - clusters.weight(row) >= k) {
            double before = clusters.loss(from) + clusters.loss(to);
            double after = clusters.lossWithout(from, row, fromDistances) + clusters.lossWith(to, row, toDistances);
            step.offer(before, after, row, -1, to);
        }
    }

    /** Builds a group and its neighbours again, from so many first rows, and takes the best if it is better. */
    private boolean rebuild(int group, int[] neighbours, int starts) {
        int[] groups = IntStream.concat(IntStream.of(group), IntStream.of(neighbours))
                .filter(each -> clusters.members(each).length > 0)
                .toArray();
        long work = work(groups);
        if (groups.length < 2 || clusters.members(group).length == 0 || work > rebuilds) {
            return false;
        }
        rebuilds -= work;
        double before = Arrays.stream(groups).mapToDouble(clusters::loss).sum();
        double enough = before - MutablePartition.LEAST_GAIN * (1 + before);
        double best = enough;
        neighbourhood.take(groups);
        best = keepIfBelow(best);
        if (neighbourhood.dissolveFirst()) {
            best = keepIfBelow(best);
        }
        // The more rows there are, the less it matters where they begin.
        int affordable = (int) Math.max(1, starts / (work * work));
        int step = Math.max(1, (neighbourhood.size() + affordable - 1) / affordable);
        for (int first = 0; first < neighbourhood.size(); first += step) {
            neighbourhood.rebuild(first, null);
            // From many rows the same groups are built.
            if (!neighbourhood.isKnown()) {
                best = keepIfBelow(best);
            }
        }
        if (best >= enough) {
            return false;
        }
        for (int changed : neighbourhood.put(groups)) {
            mark(changed);
            forget(changed);
        }
        return true;
    }

    /** How much longer these take than groups of the usual size: the time grows with the third power of their rows. */
    private long work(int[] groups) {
        int size =
                Arrays.stream(groups).map(each -> clusters.members(each).length).sum();
        long times = Math.min(1000, Math.max(1, size / ROWS_OF_POOL));
        return times * times * times;
    }

    private double keepIfBelow(double best) {
        double loss = neighbourhood.improve();
        if (loss < best) {
            neighbourhood.keep();
            return loss;
        }
        return best;
    }

    /**
     * Searches on from where a descent ends: again and again the groups around a random row are built anew, and what
     * comes of it is kept where the loss falls, and at random where it rises, ever less often as the search goes on
     * (ruin and recreate: Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000, doi 10.1006/jcph.1999.6413; simulated
     * annealing: Kirkpatrick, Gelatt and Vecchi 1983, doi 10.1126/science.220.4598.671). Another descent ends it.
     *
     * @param table the table
     * @param partition the groups
     * @param k the smallest size of a group, at least 2
     * @param iterations how often; more find more. The time for each depends on k, not on the number of rows
     * @param seed another one gives another partition, the same the same
     * @param progress may end it early: then the best so far is returned
     * @return the best partition found, at least as good as the descent's
     */
    public static Partition search(
            Table table, Partition partition, int k, int iterations, long seed, Progress progress) {
        return new Grouping((rows, size) -> search(rows, partition, size, iterations, seed, progress))
                .partition(table, k);
    }

    static Partition search(DataMatrix rows, Partition partition, int k, int iterations, long seed, Progress progress) {
        MutablePartition clusters = new MutablePartition(rows, partition);
        new Refinement(clusters, k).descend(Progress.UNSEEN);
        Partition best = new Annealing(rows, clusters, k, new SplittableRandom(seed)).run(iterations, progress);
        MutablePartition found = new MutablePartition(rows, best);
        new Refinement(found, k).descend(Progress.UNSEEN);
        return found.partition();
    }
}
