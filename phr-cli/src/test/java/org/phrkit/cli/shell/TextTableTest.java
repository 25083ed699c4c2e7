package org.phrkit.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new TextTable()
                        .row(List.of("column", "loss", ""))
                        .row(List.of("age", "12.5 %", "all"))
                        .row(List.of("", "1 %", "none"))
                        .lines())
                .containsExactly(
                        "column  loss", //
                        "age     12.5 %  all",
                        "        1 %     none");
    }

    @Test
    void aCharacterIsOneColumnWideHoweverItIsStored() {
        assertThat(new TextTable()
                        .row(List.of("\ud83c\udfe5x", "a"))
                        .row(List.of("äöü", "b"))
                        .lines())
                .containsExactly("\ud83c\udfe5x   a", "äöü  b");
    }
}
