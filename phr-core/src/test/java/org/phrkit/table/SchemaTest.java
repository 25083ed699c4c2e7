package org.phrkit.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static Schema schema() throws SchemaException {
        return new Schema(List.of(
                new ColumnSpec("name", Role.IDENTIFIER),
                new ColumnSpec("age", Role.QUASI),
                new ColumnSpec("blood", Role.SENSITIVE)));
    }

    @Test
    void everyColumnNeedsARoleAndEveryRoleAColumn() throws SchemaException {
        assertThat(schema().bind(List.of("age", "name", "blood")))
                .extracting(ColumnSpec::role)
                .containsExactly(Role.QUASI, Role.IDENTIFIER, Role.SENSITIVE);
        assertThatThrownBy(() -> schema().bind(List.of("age", "name", "blood", "city")))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("\"city\"");
        assertThatThrownBy(() -> schema().bind(List.of("age", "name"))).hasMessageContaining("\"blood\"");
    }

    @Test
    void aReleaseNeedsOnlyWhatIsReleased() throws SchemaException {
        assertThat(schema().bindRelease(List.of("age", "blood", "count")))
                .extracting(ColumnSpec::role)
                .containsExactly(Role.QUASI, Role.SENSITIVE, Role.PLAIN);
        assertThat(schema().bindRelease(List.of("age", "blood", "name")))
                .extracting(ColumnSpec::role)
                .containsExactly(Role.QUASI, Role.SENSITIVE, Role.IDENTIFIER);
        Schema dropping = new Schema(List.of(new ColumnSpec("age", Role.QUASI), new ColumnSpec("sex", Role.DROP)));
        assertThat(dropping.bindRelease(List.of("age", "sex")))
                .extracting(ColumnSpec::role)
                .containsExactly(Role.QUASI, Role.IDENTIFIER);
        assertThatThrownBy(() -> new Schema(List.of()).bind(List.of()))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining("quasi");
        assertThatThrownBy(() -> schema().bindRelease(List.of("blood"))).hasMessageContaining("\"age\"");
    }

    @Test
    void aColumnsFileIsRead() throws Exception {
        String text = "role,column,kind\nquasi,age,\nsensitive,\"blood, group\",category\n";
        Schema schema = Schema.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
        assertThat(schema.columns())
                .containsExactly(
                        new ColumnSpec("age", Role.QUASI, Kind.NUMBER),
                        new ColumnSpec("blood, group", Role.SENSITIVE, Kind.CATEGORY));
        assertThat(schema.isKindGiven("age")).isFalse();
        assertThat(schema.withPerson("id").withCount().isKindGiven("age")).isFalse();
        assertThat(schema.isKindGiven("blood, group")).isTrue();
        assertThat(schema.isKindGiven("weight")).isFalse();
    }

    @Test
    void formsOfDatesAndTextsOfMissingCellsAreRead() throws Exception {
        Schema schema = Schema.read(new ByteArrayInputStream(
                "column,role,kind,missing\na,quasi,date dd.MM.yyyy,n/a|-9\nb,quasi,date,\n".getBytes(UTF_8)));
        DateForm form = DateForm.of("dd.MM.yyyy");
        assertThat(schema.columns())
                .containsExactly(
                        new ColumnSpec("a", Role.QUASI, Kind.DATE).with(form).withMissing(List.of("n/a", "-9")),
                        new ColumnSpec("b", Role.QUASI, Kind.DATE));
        DateForm other = DateForm.of("yyyyMMdd");
        assertThat(schema.withDateForm(other).columns())
                .extracting(ColumnSpec::form)
                .containsExactly(form, other);
        assertThatThrownBy(() ->
                        Schema.read(new ByteArrayInputStream("column,role,kind\na,quasi,date ?\n".getBytes(UTF_8))))
                .hasMessage("line 2: column \"kind\": the date format must be filled in");
        assertThatThrownBy(() -> Schema.read(
                        new ByteArrayInputStream("column,role,kind\na,quasi,date dd.MM.yy\n".getBytes(UTF_8))))
                .hasMessage(
                        "line 2: column \"kind\": not a date format: its year must be yyyy: no other tells the century");
        assertThatThrownBy(() ->
                        Schema.read(new ByteArrayInputStream("column,role,kind\na,shift,number\n".getBytes(UTF_8))))
                .hasMessage("line 2: column \"kind\": only dates can be shifted");
    }

    @Test
    void aNearNameIsNamed() throws Exception {
        Schema schema = new Schema(List.of(new ColumnSpec("age", Role.QUASI)));
        assertThatThrownBy(() -> schema.bind(List.of("id", " Age ")))
                .hasMessage("there is no column \"age\"; but there is \" Age \", which differs in blanks or case");
    }

    @Test
    void twoRolesForOneColumnAreRefused() {
        assertThatThrownBy(
                        () -> new Schema(List.of(new ColumnSpec("age", Role.QUASI), new ColumnSpec("age", Role.PLAIN))))
                .isInstanceOf(SchemaException.class);
    }

    /** A column that is called count may be a number of CD4 cells. */
    @Test
    void onlyTheRoleMakesAColumnTheCountOfGroups() throws Exception {
        List<String> header = List.of("age", "count");
        ColumnSpec age = new ColumnSpec("age", Role.QUASI);
        Schema schema = new Schema(List.of(age));
        assertThat(schema.isOfGroups(header)).isFalse();
        assertThat(schema.bindRelease(header)).containsExactly(age, new ColumnSpec("count", Role.PLAIN));
        assertThatThrownBy(() -> schema.bind(header)).hasMessage("column \"count\" has no role");
        assertThatThrownBy(() -> schema.bindGroups(header)).isInstanceOf(SchemaException.class);
        assertThat(schema.withCount().isOfGroups(header)).isTrue();
        assertThat(schema.withCount().bindGroups(header)).containsExactly(age, new ColumnSpec("count", Role.COUNT));
        assertThatThrownBy(() -> schema.withCount().bind(header)).isInstanceOf(SchemaException.class);
        assertThat(schema.withCount().bind(List.of("age"))).containsExactly(age);
        Schema named = new Schema(List.of(age, new ColumnSpec("n", Role.COUNT)));
        assertThat(named.withCount()).isSameAs(named);
        assertThat(named.isOfGroups(header)).isFalse();
        assertThat(named.isOfGroups(List.of("age", "n"))).isTrue();
        assertThatThrownBy(() -> named.bindGroups(List.of("n", "age", "count")))
                .hasMessage("column \"count\" has no place in a file of groups");
    }

    @Test
    void aCountIsOneIntegerColumn() throws Exception {
        ColumnSpec age = new ColumnSpec("age", Role.QUASI);
        Schema other = new Schema(List.of(age, new ColumnSpec("count", Role.SENSITIVE)));
        assertThatThrownBy(other::withCount).isInstanceOf(SchemaException.class);
        List<ColumnSpec> two = List.of(new ColumnSpec("n", Role.COUNT), new ColumnSpec("m", Role.COUNT));
        assertThatThrownBy(() -> new Schema(two)).isInstanceOf(SchemaException.class);
        assertThatThrownBy(() -> new ColumnSpec("n", Role.COUNT, Kind.NUMBER))
                .isInstanceOf(IllegalArgumentException.class);
        Schema lacking = new Schema(List.of(age, new ColumnSpec("dose", Role.SENSITIVE)));
        assertThatThrownBy(() -> lacking.bindRelease(List.of("age", "count")))
                .isInstanceOfSatisfying(
                        SchemaException.class,
                        e -> assertThat(e.ofHeader().isPerhapsOfGroups()).isTrue());
    }
}
