package org.phrkit.microaggregation;

import java.util.Arrays;

/**
 * The best groups that a search has come by, part by part. Some groups of the best and some of now that hold the same
 * rows between them are a part; of each part those groups are kept that lose less, whatever became of all other rows.
 */
final class BestGroups {
    private final int[] groupOf;

    /** By group. */
    private double[] losses;

    BestGroups(MutablePartition clusters) {
        Partition partition = clusters.partition();
        this.groupOf = partition.groups();
        this.losses = new double[partition.groupCount()];
        for (int row = 0; row < groupOf.length; row++) {
            losses[groupOf[row]] = clusters.loss(clusters.groupOf(row));
        }
    }

    Partition partition() {
        return new Partition(groupOf);
    }

    /** Takes the groups of each part that is better now. */
    void take(MutablePartition clusters) {
        int[] partOf = parts(clusters);
        double[] before = new double[losses.length];
        double[] now = new double[losses.length];
        for (int group = 0; group < losses.length; group++) {
            before[partOf[group]] += losses[group];
        }
        for (int group : clusters.groups()) {
            now[partOf[groupOf[clusters.members(group)[0]]]] += clusters.loss(group);
        }
        int[] kept = unnumbered(losses.length);
        int[] taken = unnumbered(clusters.groupCount());
        double[] lossesTaken = new double[groupOf.length];
        int count = 0;
        for (int row = 0; row < groupOf.length; row++) {
            int part = partOf[groupOf[row]];
            boolean isBetter = now[part] < before[part] - MutablePartition.LEAST_GAIN * (1 + before[part]);
            int group = isBetter ? clusters.groupOf(row) : groupOf[row];
            int[] numbers = isBetter ? taken : kept;
            if (numbers[group] < 0) {
                lossesTaken[count] = isBetter ? clusters.loss(group) : losses[group];
                numbers[group] = count++;
            }
            groupOf[row] = numbers[group];
        }
        losses = Arrays.copyOf(lossesTaken, count);
    }

    private static int[] unnumbered(int count) {
        int[] numbers = new int[count];
        Arrays.fill(numbers, -1);
        return numbers;
    }

    /** The part of each of the best groups: two that share rows with one group of now are of one part. */
    private int[] parts(MutablePartition clusters) {
        int[] links = new int[losses.length];
        Arrays.setAll(links, group -> group);
        for (int group : clusters.groups()) {
            int[] members = clusters.members(group);
            int first = part(links, groupOf[members[0]]);
            for (int row : members) {
                links[part(links, groupOf[row])] = first;
            }
        }
        for (int group = 0; group < links.length; group++) {
            links[group] = part(links, group);
        }
        return links;
    }

    private static int part(int[] links, int group) {
        int part = group;
        while (links[part] != part) {
            links[part] = links[links[part]];
            part = links[part];
        }
        return part;
    }
}
