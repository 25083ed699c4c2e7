package org.phrkit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Mdav;
import org.phrkit.table.Table;

class NaiveMdavTest {
    /** Otherwise the benchmarks would compare two different things. */
    @Test
    void makesTheSameGroups() {
        for (int rows : new int[] {3, 8, 9, 10, 500, 2003}) {
            for (int k = 2; k <= Math.min(rows, 7); k++) {
                Table table = SyntheticTable.of(rows, 4);
                assertThat(NaiveMdav.partition(table, k)).isEqualTo(Mdav.partition(table, k));
            }
        }
    }
}
