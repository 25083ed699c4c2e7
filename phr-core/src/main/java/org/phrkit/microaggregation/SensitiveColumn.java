package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;

/** A sensitive column, and how the values of a group differ from those of the whole table. */
final class SensitiveColumn {
    private static final double DECIMALS = 1e9;

    private final String name;
    private final boolean isOrdered;
    private final int[] codes;

    /** Who is counted; null where each row is. */
    private final @Nullable Persons persons;

    /** By group the rows; empty where rows are counted. */
    private final int[][] members;

    private final Tally[] ofGroups;

    /** Of the whole table, whose codes are 0, 1, … */
    private final Tally ofAll;

    /** How many distinct values there are in the whole table. */
    private final int distinct;

    /** Cells whose code is below the index. */
    private final double[] below;

    /** The sum of {@code below[1]} to {@code below[index]}. */
    private final double[] sums;

    SensitiveColumn(Column column, Partition partition, @Nullable Persons persons) {
        int[] all = IntStream.range(0, column.rowCount()).toArray();
        this.codes = column.ranks();
        this.name = column.spec().name();
        this.isOrdered = column.spec().kind() != Kind.CATEGORY;
        this.persons = persons;
        this.members = persons == null ? new int[0][] : partition.members();
        this.ofGroups = Tally.of(codes, weights(partition), partition);
        this.ofAll = Tally.of(codes, weights(Partition.single(codes.length)));
        this.distinct = distinct(all, ofAll);
        this.below = new double[ofAll.distinct() + 1];
        this.sums = new double[below.length];
        for (int code = 1; code < below.length; code++) {
            below[code] = below[code - 1] + ofAll.count(code - 1);
            sums[code] = sums[code - 1] + below[code];
        }
    }

    /** Each person weighs one in her group, spread over her rows there. */
    private double[] weights(Partition partition) {
        if (persons != null) {
            return persons.shares(partition.groups());
        }
        double[] ones = new double[codes.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private int distinct(int[] rows, Tally tally) {
        return persons == null ? tally.distinct() : persons.distinctValues(rows, codes);
    }

    String name() {
        return name;
    }

    /** How many distinct values there are in the whole table; of persons, how many can each have one of their own. */
    int distinct() {
        return distinct;
    }

    /** The same of a group. */
    int distinct(int group) {
        return persons == null ? ofGroups[group].distinct() : distinct(members[group], ofGroups[group]);
    }

    void merge(int group, int into) {
        if (persons == null) {
            ofGroups[into] = ofGroups[into].plus(ofGroups[group]);
            return;
        }
        members[into] = IntStream.concat(IntStream.of(members[into]), IntStream.of(members[group]))
                .sorted()
                .toArray();
        ofGroups[into] = Tally.of(
                Arrays.stream(members[into]).map(row -> codes[row]).toArray(),
                persons.select(members[into]).shares(new int[members[into].length]));
    }

    /**
     * The distance of {@link Guarantees} between a group and the whole table. Takes time in proportion to g log m for g
     * distinct values in the group and m in the table.
     */
    double distance(int group) {
        Tally tally = ofGroups[group];
        double missing = tally.missing() / (tally.missing() + tally.present());
        double missingOfAll = ofAll.missing() / (ofAll.missing() + ofAll.present());
        double distance = isOrdered
                ? Math.abs(missing - missingOfAll) + (1 - Math.max(missing, missingOfAll)) * orderedDistance(tally)
                : Math.max(0, missing - missingOfAll) + categoryDistance(tally);
        // Adding 0.0 takes away the sign of a zero.
        return Math.rint(distance * DECIMALS) / DECIMALS + 0.0;
    }

    /** What a group has too much of, which is half of all differences. */
    private double categoryDistance(Tally tally) {
        double size = tally.missing() + tally.present();
        double sizeOfAll = ofAll.missing() + ofAll.present();
        double sum = 0;
        for (int i = 0; i < tally.distinct(); i++) {
            sum += Math.max(0, tally.count(i) / size - ofAll.count(tally.code(i)) / sizeOfAll);
        }
        return sum;
    }

    /** The mean difference of the cumulative shares, over one stretch of codes after the other between those it has. */
    private double orderedDistance(Tally tally) {
        int last = ofAll.distinct() - 1;
        if (last < 1 || tally.present() == 0) {
            return 0;
        }
        double sum = 0;
        double reached = 0;
        int from = 0;
        for (int i = 0; i < tally.distinct(); i++) {
            sum += stretch(from, tally.code(i), reached / tally.present());
            from = tally.code(i);
            reached += tally.count(i);
        }
        return (sum + stretch(from, last, 1)) / last;
    }

    /** The sum of |share - cumulative share of the table| over codes. */
    private double stretch(int from, int to, double share) {
        int split = from;
        for (int end = to; split < end; ) {
            int middle = (split + end) >>> 1;
            if (below[middle + 1] <= share * ofAll.present()) {
                split = middle + 1;
            } else {
                end = middle;
            }
        }
        double total = ofAll.present();
        double lower = share * (split - from) - (sums[split] - sums[from]) / total;
        double higher = (sums[to] - sums[split]) / total - share * (to - split);
        return lower + higher;
    }
}
