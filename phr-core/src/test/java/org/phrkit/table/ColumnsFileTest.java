package org.phrkit.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsFileTest {
    private static Schema read(String text) throws Exception {
        return Schema.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void kindsAndLevelsAreRead() throws Exception {
        String text =
                "role,column,kind,levels\nquasi,age,,\nquasi,stage,ordinal,I|II|III a\nsensitive,\"blood, group\","
                        + "category,\npseudonym,number,integer,\nplain,seen,date,\n";
        assertThat(read(text).columns())
                .containsExactly(
                        new ColumnSpec("age", Role.QUASI, Kind.NUMBER),
                        new ColumnSpec("stage", Role.QUASI, Kind.ORDINAL, List.of("I", "II", "III a")),
                        new ColumnSpec("blood, group", Role.SENSITIVE, Kind.CATEGORY),
                        new ColumnSpec("number", Role.PSEUDONYM, Kind.INTEGER),
                        new ColumnSpec("seen", Role.PLAIN, Kind.DATE));
    }

    @ParameterizedTest
    @CsvSource({
        "quasi,ordinal,'','\"levels\": an ordinal column needs two levels'",
        "quasi,ordinal,low,'\"levels\": an ordinal column needs two levels'",
        "quasi,ordinal,low||high,'\"levels\": a level is blank'",
        "quasi,ordinal,low|high|low,'\"levels\": a level appears twice'",
        "quasi,category,low|high,'\"levels\": only an ordinal column has levels'",
        "quasi,'',low|high,'\"levels\": only an ordinal column has levels'",
        "?,'','','\"role\": must be filled in; must be one of identifier, person'",
        "Quasi,'','','\"role\": must be one of identifier, person'",
        "quasi,text,'','\"kind\": must be one of number, integer, ordinal, category, date'"
    })
    void refusalsNameLineAndColumn(String role, String kind, String levels, String problem) {
        assertThatThrownBy(
                        () -> read("column,role,kind,levels\nx,plain,,\na," + role + "," + kind + "," + levels + "\n"))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("line 3: column " + problem);
    }

    /** So an older version takes no file of a newer one for less than it says. */
    @Test
    void whatThisVersionDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> read("column,role\nage,quasi\nsex,twin\n"))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("line 3: column \"role\": must be one of identifier");
        assertThatThrownBy(() -> read("column,role,kind,levels,missing,hierarchy\nage,quasi,,,,\n"))
                .isInstanceOf(SchemaException.class)
                .hasMessage("line 1: a columns file cannot have a column \"hierarchy\"; it can have column, role, "
                        + "kind, levels, missing");
    }

    @Test
    void itIsInTheStandardDialect() {
        assertThatThrownBy(() -> read("column;role\nage;quasi\n"))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("line 1: ")
                .hasMessageEndingWith("a columns file has commas and double quotes");
    }

    @Test
    void pseudonymsAreOfTheTextAsItIs() throws Exception {
        assertThat(read("column,role,kind\nid,pseudonym,integer\nage,quasi,\n").bind(List.of("id", "age")))
                .containsExactly(new ColumnSpec("id", Role.PSEUDONYM), new ColumnSpec("age", Role.QUASI));
    }
}
