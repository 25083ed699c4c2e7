package org.phrkit.microaggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Tables;

class RepeatedNamesTest {
    /** Four rows; an empty text is a missing cell. */
    private static Column names(String name, Role role, String... texts) {
        List<String> levels =
                Arrays.stream(texts).filter(text -> !text.isEmpty()).distinct().toList();
        return new TextColumn(
                new ColumnSpec(name, role),
                levels,
                Arrays.stream(texts).mapToInt(levels::indexOf).toArray(),
                "");
    }

    private static Table table(Column... names) {
        List<Column> columns = new ArrayList<>(List.of(names));
        columns.add(Tables.quasi("age", 1, 2, 3, 4));
        return new Table(columns);
    }

    @Test
    void aPseudonymThatRepeatsIsRefused() {
        Table table = table(names("case", Role.PSEUDONYM, "a", "b", "c", "a"));
        assertThatThrownBy(() -> new Anonymisation(2).of(table))
                .isInstanceOf(AnonymisationException.RepeatedPerson.class)
                .hasMessage("line 5: \"case\" is as in a row above: one person seems to have several rows");
        assertThatCode(() -> new Anonymisation(2).ofRowsThatArePersons().of(table))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Anonymisation(2)
                        .with(new PersonProtection("case", Knowledge.ALL_ROWS))
                        .of(table))
                .isInstanceOf(AnonymisationException.UnequalRows.class);
    }

    @Test
    void allIdentifiersTogetherMustNotRepeat() {
        Column surname = names("surname", Role.IDENTIFIER, "Roe", "Doe", "Roe", "Roe");
        assertThatThrownBy(() -> new Anonymisation(2)
                        .of(table(surname, names("born", Role.IDENTIFIER, "1970", "1970", "1980", "1970"))))
                .isInstanceOf(AnonymisationException.RepeatedPerson.class)
                .hasMessage(
                        "line 5: \"surname\", \"born\" are as in a row above: one person seems to have several rows");
        Table unique = table(surname, names("ssn", Role.IDENTIFIER, "1", "2", "3", "4"));
        assertThatCode(() -> new Anonymisation(2).of(unique)).doesNotThrowAnyException();
        assertThat(RepeatedNames.doubtful(unique)).containsExactly("surname");
        assertThat(RepeatedNames.doubtful(table(surname))).isEmpty();
    }

    @Test
    void aRowWithoutANameIsNobodysSecondRow() {
        Table table = table(
                names("ssn", Role.IDENTIFIER, "", "1", "", "2"), names("name", Role.IDENTIFIER, "", "a", "", "a"));
        assertThatCode(() -> new Anonymisation(2).of(table)).doesNotThrowAnyException();
        assertThat(RepeatedNames.doubtful(table)).containsExactly("name");
    }

    @Test
    void noReleaseHasThem() throws Exception {
        Release release = new Anonymisation(2).of(table(names("ssn", Role.IDENTIFIER, "1", "2", "3", "4")));
        assertThat(release.table().column("ssn")).isEmpty();
    }
}
