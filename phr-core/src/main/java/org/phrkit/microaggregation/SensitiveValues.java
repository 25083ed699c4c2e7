package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;

/**
 * The values of a sensitive column in some rows of a table.
 *
 * @param whole those of the whole table
 * @param codes by row that of its value there; -1 where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record SensitiveValues(SensitiveDistribution whole, int[] codes) {
    /** Of a whole table. */
    static SensitiveValues of(Column column, @Nullable Persons persons) {
        int[] codes = column.ranks();
        Tally all = Tally.of(codes, weights(persons, Partition.single(codes.length)));
        return new SensitiveValues(SensitiveDistribution.of(column.spec().kind() != Kind.CATEGORY, all), codes);
    }

    /** Each person weighs one in her group, spread over her rows there. */
    static double[] weights(@Nullable Persons persons, Partition partition) {
        if (persons != null) {
            return persons.shares(partition.groups());
        }
        double[] ones = new double[partition.rowCount()];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** How many distinct values there are; of persons, how many can each have one of their own. */
    int distinct(@Nullable Persons persons) {
        return persons == null
                ? whole.distinct()
                : persons.distinctValues(IntStream.range(0, codes.length).toArray(), codes);
    }

    SensitiveValues select(int[] rows) {
        return new SensitiveValues(
                whole, Arrays.stream(rows).map(row -> codes[row]).toArray());
    }
}
