package org.phrkit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.PersonProtection;
import org.phrkit.microaggregation.PersonProtection.Knowledge;
import org.phrkit.microaggregation.Progress;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.LinkingColumn;
import org.phrkit.privacy.MissingCells;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class SubjectsTest {
    private static ReleasedTable read(String csv, Schema schema) throws Exception {
        return ReleasedTable.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), schema);
    }

    private static Schema schema(Role ofCase) throws Exception {
        return new Schema(List.of(
                new ColumnSpec("case", ofCase),
                new ColumnSpec("age", Role.QUASI),
                new ColumnSpec("blood", Role.SENSITIVE)));
    }

    /** Two patients with five visits each. */
    private static String visits() {
        StringBuilder csv = new StringBuilder("case,age,blood\n");
        for (int visit = 0; visit < 5; visit++) {
            csv.append("c1,30,A")
                    .append(visit)
                    .append("\nc2,40,B")
                    .append(visit)
                    .append('\n');
        }
        return csv.toString();
    }

    @Test
    void fiveVisitsOfOnePatientAreNotFivePersons() throws Exception {
        ReleasedTable release = read(visits(), schema(Role.PSEUDONYM));
        Requirements asked = Requirements.of(5).with(new DiversityCriterion.Distinct(3));
        Persons persons = release.persons("case").orElseThrow();
        assertThat(persons.count()).isEqualTo(2);

        ReleaseCheck.Verdict unknown = ReleaseCheck.of(release, asked);
        assertThat(unknown.isAnonymous()).isTrue();
        assertThat(unknown.repeatedPseudonyms()).containsExactly("case");
        assertThat(unknown.holds()).isFalse();

        ReleaseCheck.Verdict said = ReleaseCheck.of(release, asked.with(Subjects.ROWS));
        assertThat(said.repeatedPseudonyms()).isEmpty();
        assertThat(said.holds()).isTrue();

        ReleaseCheck.Verdict named = ReleaseCheck.of(release, asked.with(new Subjects.Named(persons, false)));
        assertThat(named.isAnonymous()).isFalse();
        assertThat(named.isDiverse()).isFalse();
        assertThat(named.smallestClass()).isEqualTo(1);
        assertThat(named.rowsBelowK()).isEqualTo(10);
        assertThat(named.firstLineBelowK()).isEqualTo(2);
        assertThat(named.persons().orElseThrow())
                .isEqualTo(new ReleaseCheck.PersonFigures(2, 1, false, 1, 2, List.of()));
        assertThat(named.sensitive().get(0).diversity().smallest()).isEqualTo(1);
    }

    /** Each row is hidden among three persons; but only one of them has both classes. */
    @Test
    void whoseRowsAreJoinedIsHiddenByThoseOfTheSameClasses() throws Exception {
        String csv = "case,age,blood\na,30,x\nb,30,x\nc,30,y\na,40,x\nd,40,y\ne,40,z\n";
        ReleasedTable release = read(csv, schema(Role.PSEUDONYM));
        Persons persons = release.persons("case").orElseThrow();
        ReleaseCheck.Verdict one =
                ReleaseCheck.of(release, Requirements.of(3).with(new Subjects.Named(persons, false)));
        assertThat(one.holds()).isTrue();
        assertThat(one.firstLineBelowK()).isZero();
        assertThat(one.persons().orElseThrow().personsBelowK()).isEqualTo(5);
        assertThat(one.persons().orElseThrow().linking()).containsExactly(new LinkingColumn("blood", 1));
        ReleaseCheck.Verdict all = ReleaseCheck.of(release, Requirements.of(3).with(new Subjects.Named(persons, true)));
        assertThat(all.rowsBelowK()).isZero();
        assertThat(all.isAnonymous()).isFalse();
        assertThat(all.firstLineBelowK()).isEqualTo(2);
        assertThat(all.holds()).isFalse();
        assertThat(ReleaseCheck.of(release, Requirements.of(2).with(new Subjects.Named(persons, true)))
                        .persons()
                        .orElseThrow()
                        .smallestLinked())
                .isEqualTo(1);
    }

    @Test
    void pseudonymsOfOneRowEachAreNoRepeatedOnes() throws Exception {
        ReleasedTable release = read("case,age,blood\na,30,x\nb,30,y\n", schema(Role.PSEUDONYM));
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(release, 2);
        assertThat(verdict.repeatedPseudonyms()).isEmpty();
        assertThat(verdict.holds()).isTrue();
    }

    /** The ward of a is in no row of another: its rows can be joined by it. */
    @Test
    void plainColumnsJoinRowsToo() throws Exception {
        Schema schema = new Schema(List.of(
                new ColumnSpec("case", Role.PSEUDONYM),
                new ColumnSpec("age", Role.QUASI),
                new ColumnSpec("ward", Role.PLAIN)));
        ReleasedTable release = read("case,age,ward\na,30,7\nb,30,1\nc,30,2\na,40,7\nd,40,1\ne,40,2\n", schema);
        Subjects named = new Subjects.Named(release.persons("case").orElseThrow(), false);
        assertThat(ReleaseCheck.of(release, Requirements.of(3).with(named))
                        .persons()
                        .orElseThrow()
                        .linking())
                .extracting(LinkingColumn::name)
                .containsExactly("ward");
    }

    @Test
    void whomARowIsAboutMustStandInIt() throws Exception {
        ReleasedTable release = read("case,age,blood\na,30,x\n,30,x\n", schema(Role.PSEUDONYM));
        assertThatThrownBy(() -> release.persons("case"))
                .hasMessage("line 3: column \"case\": the cell does not say whom the row is about");
        assertThat(release.persons("patient")).isEmpty();
        assertThatThrownBy(() -> Requirements.of(2)
                        .with(MissingCells.WILDCARD)
                        .with(new Subjects.Named(Persons.ofRows(2), false)))
                .hasMessage("persons are counted in classes, and a wildcard makes none");
        ReleasedTable groups =
                read("age,count\n30,2\n40,2\n", new Schema(List.of(new ColumnSpec("age", Role.QUASI))).withCount());
        assertThatThrownBy(() ->
                        ReleaseCheck.of(groups, Requirements.of(2).with(new Subjects.Named(Persons.ofRows(2), false))))
                .hasMessage("a file of groups does not say whom its records are about");
    }

    private static Table table(SplittableRandom random, int rowCount) {
        List<Column> columns = new ArrayList<>();
        columns.add(new TextColumn(
                new ColumnSpec("case", Role.PSEUDONYM),
                IntStream.range(0, rowCount)
                        .mapToObj(row -> "p" + random.nextInt(rowCount / 2))
                        .toList()));
        columns.addAll(Tables.random(random, rowCount, 2).columns());
        return new Table(columns);
    }

    /** The proof does not use the code that made what it proves. */
    @Test
    void whatIsMadeForPersonsIsFoundToBe() {
        int[] made = {0, 0};
        Seeds.forEach(150, random -> {
            made[1]++;
            int k = 2 + random.nextInt(3);
            Table table = table(random, 30 + random.nextInt(40));
            Anonymisation anonymisation = new Anonymisation(k)
                    .with(Grouping.mdav(Progress.UNSEEN))
                    .with(new PersonProtection("case", Knowledge.ALL_ROWS, OptionalInt.of(3), Optional.empty()));
            Release release;
            try {
                release = anonymisation.of(table);
            } catch (AnonymisationException e) {
                return;
            }
            made[0]++;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Csv.write(release.table(), out);
            Schema schema =
                    new Schema(table.columns().stream().map(Column::spec).toList());
            ReleasedTable read = ReleasedTable.of(out.toByteArray(), Dialect.STANDARD, Optional.of(schema));
            Persons persons = read.persons("case").orElseThrow();
            ReleaseCheck.Verdict verdict =
                    ReleaseCheck.of(read, Requirements.of(k).with(new Subjects.Named(persons, true)));
            assertThat(verdict.holds()).isTrue();
            assertThat(verdict.persons().orElseThrow().personsBelowK()).isZero();
        });
        assertThat(made[0]).isGreaterThan(made[1] / 2);
    }

    @Test
    void rowsAreSortedByAllTheirCells() throws Exception {
        Schema schema = schema(Role.PSEUDONYM);
        assertThat(read("age,case,blood\n9,c,B\n10,a,A\n10,b,A\n10,b,B\n,a,A\n", schema)
                        .isSorted())
                .isTrue();
        assertThat(read("age,case,blood\n10,a,A\n9,c,B\n", schema).isSorted()).isFalse();
        assertThat(read("age,case,blood\n9,c,B\n9,c,A\n", schema).isSorted()).isFalse();
    }
}
