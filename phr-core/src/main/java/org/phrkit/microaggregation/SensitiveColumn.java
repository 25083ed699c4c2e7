package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Persons;

/** A sensitive column, and how the values of groups differ from those of the whole table, as groups merge. */
final class SensitiveColumn {
    private final SensitiveDistribution whole;
    private final int[] codes;

    /** Who is counted; null where each row is. */
    private final @Nullable Persons persons;

    /** By group the rows; empty where rows are counted. */
    private final int[][] members;

    private final Tally[] ofGroups;

    SensitiveColumn(SensitiveValues values, Partition partition, @Nullable Persons persons) {
        this.whole = values.whole();
        this.codes = values.codes();
        this.persons = persons;
        this.members = persons == null ? new int[0][] : partition.members();
        this.ofGroups = Tally.of(codes, SensitiveValues.weights(persons, partition), partition);
    }

    /** How many distinct values a group has; of persons, how many can each have one of their own. */
    int distinct(int group) {
        return persons == null ? ofGroups[group].distinct() : persons.distinctValues(members[group], codes);
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

    /** The distance of {@link Guarantees} between a group and the whole table. */
    double distance(int group) {
        return whole.distance(ofGroups[group]);
    }
}
