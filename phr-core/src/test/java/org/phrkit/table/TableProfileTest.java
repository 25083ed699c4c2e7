package org.phrkit.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableProfileTest {
    private static TableProfile profile(String text) throws Exception {
        return TableProfile.of(new ByteArrayInputStream(text.getBytes(UTF_8)), Dialect.STANDARD);
    }

    @ParameterizedTest
    @CsvSource({
        "1 2 3,INTEGER",
        "1 2 -3 NA,INTEGER",
        "1 2 3 3.5,NUMBER",
        "1 2 1e3,NUMBER",
        "0 0.5 -0.25,NUMBER",
        "0 1 0 1,CATEGORY",
        "1.5 2.5,CATEGORY",
        "8001 8002 08003,CATEGORY",
        "+1 2 3,CATEGORY",
        "1 2 12345678901234567890,CATEGORY",
        "1 2 1e999,CATEGORY",
        "2024-01-01,DATE",
        "2024-01-01 2024-02-30,CATEGORY",
        "NA NA,CATEGORY",
        "a b c,CATEGORY"
    })
    void kindsAreProposedFromAllCells(String cells, Kind kind) throws Exception {
        TableProfile profile = profile("x,y\n" + cells.replace(" ", ",0\n") + ",0\n");
        assertThat(profile.columns().get(0).kind()).isEqualTo(kind);
        assertThat(profile.rowCount()).isEqualTo(cells.split(" ", -1).length);
        assertThat(profile.columns().get(0).missingCount())
                .isEqualTo((int) cells.chars().filter(c -> c == 'N').count());
    }

    @Test
    void anotherDecimalMarkIsNoticed() throws Exception {
        assertThat(profile("x,y\n\"1,5\",a\n\"2,5\",b\n3,c\n").columns())
                .containsExactly(
                        new TableProfile.ColumnProfile(
                                "x",
                                Kind.CATEGORY,
                                List.of(),
                                0,
                                true,
                                Optional.empty(),
                                TableProfile.ColumnProfile.Doubts.NONE),
                        new TableProfile.ColumnProfile(
                                "y",
                                Kind.CATEGORY,
                                List.of(),
                                0,
                                false,
                                Optional.empty(),
                                TableProfile.ColumnProfile.Doubts.NONE));
    }

    @Test
    void formsOfDatesAreProposedAndNotGuessed() throws Exception {
        assertThat(profile("x,y\n13.02.1950,a\n01.03.1961,b\n").columns().get(0).kindTerm())
                .isEqualTo("date dd.MM.yyyy");
        assertThat(profile("x,y\n2024-01-05 10:30,a\n,b\n").columns().get(0).kindTerm())
                .isEqualTo("date yyyy-MM-dd HH:mm");
        assertThat(profile("x,y\n02/13/1950,a\n01/03/1961,b\n").columns().get(0).kindTerm())
                .isEqualTo("date MM/dd/yyyy");
        TableProfile.ColumnProfile either =
                profile("x,y\n02/03/1950,a\n01/03/1961,b\n").columns().get(0);
        assertThat(either.dateForms()).hasToString("[dd/MM/yyyy, MM/dd/yyyy]");
        assertThat(either.kindTerm()).isEqualTo("date ?");
        assertThat(profile("x,y\n13.02.1950,a\n1961-03-01,b\n").columns().get(0).kind())
                .isEqualTo(Kind.CATEGORY);
    }

    @Test
    void rolesAreProposedFromWhatCellsLookLike() throws Exception {
        String rows = "a@example.org,1931-02-03,came with her old dog,30\n".repeat(2)
                + "b@example.org,1971-02-03,sleeps badly since last winter,31\n".repeat(2);
        assertThat(profile("mail,born,note,age\n" + rows).columns())
                .extracting(TableProfile.ColumnProfile::likelyRole)
                .containsExactly(Role.IDENTIFIER, Role.QUASI, Role.DROP, Role.QUASI);
    }

    /** More texts than are kept at a time, some of them long, and one again and again between them. */
    @Test
    void textsAreCountedAsOftenAsTheyAreThere() throws Exception {
        StringBuilder rows = new StringBuilder("mail,code\n");
        for (int row = 0; row < 3000; row++) {
            String other = row % 300 == 0 ? "x".repeat(10_000) + row : "n" + row;
            rows.append(row % 3 == 0 ? other : "a@example.org")
                    .append(",")
                    .append(row % 1500)
                    .append("\n");
        }
        rows.append("b@example.org,08\n");
        List<TableProfile.ColumnProfile> columns = profile(rows.toString()).columns();
        assertThat(columns.get(0).overlooked().orElseThrow().likeness()).isEqualTo(Likeness.EMAIL);
        assertThat(columns.get(0).overlooked().orElseThrow().share()).isEqualTo(2001 / 3001.0);
        assertThat(columns.get(1).kind()).isEqualTo(Kind.CATEGORY);
    }

    @Test
    void aTemplateIsRefusedUntilItIsFilledIn() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Csv.write(profile("id,age,born\n1,30,2024-01-01\n2,31,\n3,32,\n").template(), out);
        assertThat(out.toString(UTF_8))
                .isEqualTo("column,role,kind,levels,missing\nid,?,integer,,\nage,?,integer,,\nborn,?,date,,\n");
        assertThatThrownBy(() -> Schema.read(new ByteArrayInputStream(out.toByteArray())))
                .isInstanceOf(SchemaException.class)
                .hasMessageStartingWith("line 2: column \"role\": must be filled in");
        byte[] filledIn = out.toString(UTF_8).replace("?", "quasi").getBytes(UTF_8);
        assertThat(Schema.read(new ByteArrayInputStream(filledIn)).columns().get(2))
                .isEqualTo(new ColumnSpec("born", Role.QUASI, Kind.DATE));
    }

    @Test
    void datesOfTwoFormsAndShortYearsAreNoticed() throws Exception {
        assertThat(doubts("13.02.1950 14.02.1950 02/13/1950 13.02.1950").mixedDateLines())
                .containsExactly(2, 4);
        assertThat(doubts("13.02.1950 14.02.1950 x 02/13/1950").mixedDateLines())
                .isEmpty();
        assertThat(doubts("13.02.1950 14.02.1950")).isEqualTo(TableProfile.ColumnProfile.Doubts.NONE);
        assertThat(doubts("13.02.50 NA 1/2/51").hasShortYears()).isTrue();
        assertThat(doubts("13.02.50 13.02.1950").hasShortYears()).isFalse();
        assertThat(doubts("NA NA").hasShortYears()).isFalse();
    }

    @Test
    void codesOfMissingCellsAreFarFromNumbers() throws Exception {
        assertThat(doubts("20 45 90 999 -9 999").missingCodes()).containsExactly(-9, 999);
        assertThat(doubts("18 45 90 88 99").missingCodes()).isEmpty();
        assertThat(doubts("-12 5 -9 3").missingCodes()).isEmpty();
        assertThat(doubts("-12 5 -99 3").missingCodes()).containsExactly(-99);
        assertThat(doubts("999 -9 20").missingCodes()).isEmpty();
        assertThat(doubts("0 1 2 998 400 999").missingCodes()).isEmpty();
        assertThat(new NumberColumn(new ColumnSpec("x", Role.QUASI), new double[] {1, 2, Double.NaN, 99})
                        .missingCodes())
                .containsExactly(99);
    }

    private static TableProfile.ColumnProfile.Doubts doubts(String cells) throws Exception {
        return profile("x,y\n" + cells.replace(" ", ",0\n") + ",0\n")
                .columns()
                .get(0)
                .doubts();
    }
}
