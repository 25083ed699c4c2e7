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
                .containsExactly(Role.QUASI, Role.DROP, Role.SENSITIVE);
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
    }

    @Test
    void twoRolesForOneColumnAreRefused() {
        assertThatThrownBy(
                        () -> new Schema(List.of(new ColumnSpec("age", Role.QUASI), new ColumnSpec("age", Role.PLAIN))))
                .isInstanceOf(SchemaException.class);
    }
}
