package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartitionTest {
    @Test
    void countsItsGroups() {
        Partition partition = new Partition(new int[] {1, 0, 1, 1, 0});
        assertThat(partition.groupCount()).isEqualTo(2);
        assertThat(partition.size(1)).isEqualTo(3);
        assertThat(partition.smallestSize()).isEqualTo(2);
        assertThat(partition.groupOf(4)).isZero();
    }

    @Test
    void refusesGapsAndNegativeNumbers() {
        assertThatThrownBy(() -> new Partition(new int[] {0, 2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Partition(new int[] {0, -1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Partition(new int[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
