package org.phrkit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.MissingCells;
import org.phrkit.table.BlankRows;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Dialect;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Spellings;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;
import org.phrkit.testing.Seeds;
import org.phrkit.testing.Tables;

class ReleaseCheckTest {
    private static final Table TABLE = new Table(List.of(Tables.quasi("age", 30, 30, 40, 50, 50)));

    @Test
    void namesTheSmallestClassAndTheFirstLineBelow() {
        ReleaseCheck.Verdict verdict = verdict(TABLE, Requirements.of(2));
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.smallestClass()).isEqualTo(1);
        assertThat(verdict.rowsBelowK()).isEqualTo(1);
        assertThat(verdict.firstLineBelowK()).isEqualTo(4);
        assertThat(verdict.classCount()).isEqualTo(3);
    }

    @Test
    void saysYesAtTheSmallestClass() {
        Table table = new Table(List.of(Tables.quasi("age", 30, 40, 40, 30, 30)));
        assertThat(verdict(table, Requirements.of(2)).holds()).isTrue();
        assertThat(verdict(table, Requirements.of(3)).holds()).isFalse();
        assertThat(verdict(table, Requirements.of(2)).firstLineBelowK()).isZero();
    }

    @Test
    void anIdentifierIsANo() {
        Table table = new Table(List.of(
                new TextColumn(new ColumnSpec("name", Role.IDENTIFIER), List.of("Ann", "Bob")),
                Tables.quasi("age", 30, 30)));
        assertThat(verdict(table, Requirements.of(2)).holds()).isFalse();
        assertThat(verdict(table, Requirements.of(2)).identifiers()).containsExactly("name");
    }

    @Test
    void asksForAtLeastTwo() {
        assertThatThrownBy(() -> verdict(TABLE, Requirements.of(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Table withSecrets(String secrets, double... ages) {
        List<String> texts = secrets.chars().mapToObj(Character::toString).toList();
        return new Table(List.of(
                Tables.quasi("age", ages),
                new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), texts),
                new NumberColumn(
                        new ColumnSpec("cost", Role.SENSITIVE, Kind.NUMBER),
                        IntStream.range(0, ages.length).asDoubleStream().toArray())));
    }

    private static ReleaseCheck.Verdict verdict(Table table, Requirements asked) {
        try {
            return ReleaseCheck.of(Written.of(table), asked);
        } catch (TableException | SchemaException e) {
            throw new AssertionError(e);
        }
    }

    private static Requirements asked(int k, int l, double t) {
        return Requirements.of(k).with(new DiversityCriterion.Distinct(l)).withCloseness(t);
    }

    /** The adversary still tells f from F, and what she learns of the row is one illness. */
    @Test
    void foldedValuesAreCountedAsOne() throws Exception {
        Schema schema = new Schema(
                List.of(new ColumnSpec("sex", Role.QUASI, Kind.CATEGORY), new ColumnSpec("illness", Role.SENSITIVE)));
        ReleasedTable release = ReleasedTable.of(
                "sex,illness\nf,hiv\nf,HIV\nF,flu\nF,n/a\n".getBytes(StandardCharsets.UTF_8),
                Dialect.STANDARD,
                Optional.of(schema));
        Requirements asked = Requirements.of(2).with(new DiversityCriterion.Distinct(2));
        assertThat(ReleaseCheck.of(release, asked).holds()).isTrue();
        assertThat(release.spellings(Role.SENSITIVE)).containsExactly(new Spellings("illness", 2, 1));
        assertThat(release.spellings(Role.QUASI)).containsExactly(new Spellings("sex", 2, 0));
        ReleaseCheck.Verdict folded = ReleaseCheck.of(release.folded(), asked);
        assertThat(folded.isAnonymous()).isTrue();
        assertThat(folded.classCount()).isEqualTo(2);
        assertThat(folded.sensitive().get(0).diversity().smallest()).isOne();
        assertThat(folded.isDiverse()).isFalse();
        assertThat(release.folded().spellings(Role.SENSITIVE)).isEmpty();
        assertThat(release.folded().spellings(Role.QUASI)).hasSize(1);
        assertThat(release.folded().within(List.of("sex")).isFolded()).isTrue();
    }

    @Test
    void answersForEachSensitiveColumn() {
        ReleaseCheck.Verdict verdict = verdict(withSecrets("ABAA", 30, 30, 40, 40), asked(2, 2, 0.3));
        ReleaseCheck.Sensitive blood = verdict.sensitive().get(0);
        assertThat(blood.column()).isEqualTo("blood");
        assertThat(blood.diversity().smallest()).isEqualTo(1);
        assertThat(blood.closeness().greatest()).isEqualTo(0.25);
        assertThat(blood.closeness().isOrdered()).isFalse();
        ReleaseCheck.Sensitive cost = verdict.sensitive().get(1);
        assertThat(cost.column()).isEqualTo("cost");
        assertThat(cost.diversity().smallest()).isEqualTo(2);
        assertThat(cost.closeness().greatest()).isEqualTo(0.333333333);
        assertThat(cost.closeness().isOrdered()).isTrue();
        assertThat(verdict.sensitive()).hasSize(2);
        assertThat(verdict.isAnonymous()).isTrue();
        assertThat(verdict.isDiverse()).isFalse();
        assertThat(verdict.isClose()).isFalse();
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void saysYesAtTheFiguresThatTheTableHas() {
        Table table = withSecrets("ABBA", 30, 30, 40, 40);
        assertThat(verdict(table, asked(2, 2, 0.333333333)).holds()).isTrue();
        assertThat(verdict(table, asked(2, 3, 0.333333333)).holds()).isFalse();
        assertThat(verdict(table, asked(2, 2, 0.333333332)).holds()).isFalse();
        assertThat(verdict(table, Requirements.of(3)).holds()).isFalse();
        assertThat(verdict(table, Requirements.of(2)).holds()).isTrue();
        assertThat(verdict(table, Requirements.of(2)).sensitive()).isEmpty();
    }

    /** Two of two values in each class: an entropy of log 2, and 1 / 1 for l = 2, which c must be above. */
    @Test
    void asksForTheDiversityThatWasMeant() {
        Table table = withSecrets("ABBA", 30, 30, 40, 40);
        Requirements k = Requirements.of(2);
        assertThat(verdict(table, k.with(new DiversityCriterion.Entropy(2))).holds())
                .isTrue();
        assertThat(verdict(table, k.with(new DiversityCriterion.Recursive(1, 2)))
                        .holds())
                .isFalse();
        assertThat(verdict(table, k.with(new DiversityCriterion.Recursive(1.001, 2)))
                        .holds())
                .isTrue();
        Table skewed = withSecrets("AABABB", 30, 30, 30, 40, 40, 40);
        assertThat(verdict(skewed, k.with(new DiversityCriterion.Distinct(2))).holds())
                .isTrue();
        assertThat(verdict(skewed, k.with(new DiversityCriterion.Entropy(2))).holds())
                .isFalse();
    }

    private static ReleasedTable read(String csv) throws Exception {
        Schema schema = new Schema(List.of(new ColumnSpec("age", Role.QUASI), new ColumnSpec("n", Role.COUNT)));
        return ReleasedTable.read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), schema);
    }

    /** A program reads 30 and 30.0 as one number; who gets the file can tell the two rows apart. */
    @Test
    void textsThatAreTheSameNumberAreTwoClasses() throws Exception {
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(read("age,s\n30,a\n30.0,b\n40,c\n40,d\n"), 2);
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.smallestClass()).isEqualTo(1);
        assertThat(verdict.firstLineBelowK()).isEqualTo(2);
    }

    @Test
    void aRowOfGroupsStandsForItsRecords() throws Exception {
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(read("age,n\n30,3\n40,2\n30,1\n"), 3);
        assertThat(verdict.rowCount()).isEqualTo(3);
        assertThat(verdict.recordCount()).isEqualTo(6);
        assertThat(verdict.classCount()).isEqualTo(2);
        assertThat(verdict.smallestClass()).isEqualTo(2);
        assertThat(verdict.rowsBelowK()).isEqualTo(1);
        assertThat(verdict.firstLineBelowK()).isEqualTo(3);
        assertThat(verdict.holds()).isFalse();
        // Four unique patients and their CD4 counts.
        ReleaseCheck.Verdict cells = ReleaseCheck.of(read("age,count\n30,420\n40,515\n50,800\n60,231\n"), 5);
        assertThat(cells.smallestClass()).isEqualTo(1);
        assertThat(cells.recordCount()).isEqualTo(4);
        // What misses all quasi-identifiers hides nobody, however many records it stands for.
        ReleaseCheck.Verdict without = ReleaseCheck.of(read("age,n\n30,3\n,7\nNA,8\n"), 3);
        assertThat(without.smallestClass()).isEqualTo(1);
        assertThat(without.rowsWithoutQuasi()).isEqualTo(2);
        assertThat(without.rowsBelowK()).isEqualTo(2);
        assertThat(without.firstLineBelowK()).isEqualTo(3);
    }

    @Test
    void asksSensitiveColumnsForWhatThereCanBe() {
        Requirements asked = asked(2, 2, 1);
        assertThatThrownBy(() -> verdict(TABLE, asked)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> asked(2, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> asked(2, 2, 1.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DiversityCriterion.Recursive(0, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DiversityCriterion.Entropy(1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Of diversity nothing is asked, which every table keeps. */
    @Test
    void closenessCanBeAskedForAlone() {
        Table table = withSecrets("ABAA", 30, 30, 40, 40);
        ReleaseCheck.Verdict far = verdict(table, Requirements.of(2).withCloseness(0.3));
        assertThat(far.sensitive()).hasSize(2);
        assertThat(far.isClose()).isFalse();
        assertThat(far.isDiverse()).isTrue();
        assertThat(far.holds()).isFalse();
        assertThat(verdict(table, Requirements.of(2).withCloseness(0.34)).holds())
                .isTrue();
        Table same = new Table(List.of(
                Tables.quasi("age", 30, 30, 40, 40),
                new TextColumn(new ColumnSpec("blood", Role.SENSITIVE), List.of("A", "A", "A", "A"))));
        assertThat(verdict(same, Requirements.of(2).withCloseness(0)).holds()).isTrue();
        assertThatThrownBy(() -> Requirements.of(2).withCloseness(-0.1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Two ways to write that an age is missing are one to who takes it for any. */
    @Test
    void aWildcardHasOneText() throws Exception {
        Schema schema = new Schema(List.of(new ColumnSpec("age", Role.QUASI), new ColumnSpec("sex", Role.QUASI)));
        ReleasedTable release = ReleasedTable.read(
                new ByteArrayInputStream("age,sex\nNA,f\n,f\n30,m\n30,m\n".getBytes(StandardCharsets.UTF_8)), schema);
        ReleaseCheck.Verdict ofTexts = ReleaseCheck.of(release, 2);
        assertThat(ofTexts.classCount()).isEqualTo(3);
        assertThat(ofTexts.holds()).isFalse();
        ReleaseCheck.Verdict ofWildcards =
                ReleaseCheck.of(release, Requirements.of(2).with(MissingCells.WILDCARD));
        assertThat(ofWildcards.classCount()).isEqualTo(2);
        assertThat(ofWildcards.holds()).isTrue();
    }

    @Test
    void withoutASchemaAllColumnsAreQuasiIdentifiers() throws Exception {
        byte[] csv = "age,n\n30,1\n30,2\n".getBytes(StandardCharsets.UTF_8);
        ReleasedTable release = ReleasedTable.of(csv, Dialect.STANDARD, Optional.empty());
        assertThat(release.columns(Role.QUASI)).containsExactly("age", "n");
        assertThat(release.isOfGroups()).isFalse();
        assertThat(release.unnamed()).isEmpty();
        assertThat(ReleaseCheck.of(release, 2).holds()).isFalse();
        Schema schema = new Schema(List.of(new ColumnSpec("age", Role.QUASI)));
        ReleasedTable named = ReleasedTable.of(csv, Dialect.STANDARD, Optional.of(schema));
        assertThat(named.unnamed()).containsExactly("n");
        assertThat(ReleaseCheck.of(named, 2).holds()).isTrue();
    }

    /** The means of integers need not be one; texts that join tables are not compared. */
    @Test
    void anOriginalHasWhatTheReleaseIsComparedIn() throws Exception {
        Schema schema = new Schema(List.of(
                new ColumnSpec("name", Role.IDENTIFIER),
                new ColumnSpec("case", Role.PSEUDONYM),
                new ColumnSpec("age", Role.QUASI, Kind.INTEGER),
                new ColumnSpec("blood", Role.SENSITIVE, Kind.CATEGORY),
                new ColumnSpec("ward", Role.PLAIN, Kind.CATEGORY)));
        ReleasedTable release = ReleasedTable.read(
                new ByteArrayInputStream(
                        "case,age,blood,ward\nx,30.5,A,7\ny,30.5,B,8\n".getBytes(StandardCharsets.UTF_8)),
                schema);
        Table values = release.values();
        assertThat(values.columns()).extracting(column -> column.spec().name()).containsExactly("age", "blood", "ward");
        assertThat(values.columns().get(0).numbers()).containsExactly(30.5, 30.5);
        byte[] csv = "name,case,age,blood,ward,other\nAnn,c1,30,A,7,1\nBob,c2,31,B,8,2\nCid,c3,,B,8,3\n"
                .getBytes(StandardCharsets.UTF_8);
        Table original = release.original(new ByteArrayInputStream(csv), BlankRows.REFUSED);
        assertThat(original.columns())
                .extracting(column -> column.spec().name())
                .containsExactly("age", "blood", "ward");
        assertThat(release.paired(original).orElseThrow().columns().get(0).numbers())
                .containsExactly(30, 31);
        assertThat(release.paired(original.select(new int[] {0, 1}))
                        .orElseThrow()
                        .rowCount())
                .isEqualTo(2);
        assertThat(release.paired(original.select(new int[] {0, 0, 1, 2}))).isEmpty();
    }

    /** All figures of one table. */
    private static List<Object> figures(Table table, MissingCells missing) {
        ReleaseCheck.Verdict verdict = verdict(table, asked(3, 2, 0.1).with(missing));
        List<Object> figures = new ArrayList<>(
                List.of(verdict.classCount(), verdict.smallestClass(), verdict.rowsBelowK(), verdict.holds()));
        for (ReleaseCheck.Sensitive column : verdict.sensitive()) {
            figures.add(column.diversity().smallest());
            figures.add(column.diversity().smallestEntropy());
            figures.add(column.diversity().greatestRecursive(2));
            figures.add(column.closeness().greatest());
        }
        return figures;
    }

    @Test
    void theOrderOfRowsChangesNoFigure() {
        Seeds.forEach(300, random -> {
            Table table = Tables.sensitive(random, 1 + random.nextInt(60), 1 + random.nextInt(3), 2);
            MissingCells missing = random.nextBoolean() ? MissingCells.OWN_VALUE : MissingCells.WILDCARD;
            assertThat(figures(Tables.shuffled(table, random.nextLong()), missing))
                    .isEqualTo(figures(table, missing));
        });
    }

    /** With one more quasi-identifier, which no row misses: a row that misses all is in no class with others. */
    private static Table known(SplittableRandom random, Table table) {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(Tables.quasi(
                "known",
                IntStream.range(0, table.rowCount())
                        .mapToDouble(row -> random.nextInt(2))
                        .toArray()));
        return table.withColumns(columns);
    }

    /** Each row twice: each class twice as large, of the same shares. */
    @Test
    void aTableTwiceIsAsCloseAndTwiceAsAnonymous() {
        Seeds.forEach(300, random -> {
            Table table = known(random, Tables.sensitive(random, 1 + random.nextInt(60), 1 + random.nextInt(2), 1));
            int rows = table.rowCount();
            Table twice = table.select(
                    IntStream.range(0, 2 * rows).map(row -> row % rows).toArray());
            ReleaseCheck.Verdict once = verdict(table, asked(2, 2, 0.1));
            ReleaseCheck.Verdict doubled = verdict(twice, asked(2, 2, 0.1));
            assertThat(doubled.smallestClass()).isEqualTo(2 * once.smallestClass());
            assertThat(doubled.sensitive().get(0).closeness().greatest())
                    .isCloseTo(once.sensitive().get(0).closeness().greatest(), within(1.001e-9));
            assertThat(doubled.sensitive().get(0).diversity().smallestEntropy())
                    .isCloseTo(once.sensitive().get(0).diversity().smallestEntropy(), within(1.001e-9));
        });
    }

    /** Two classes, or three, become one: no figure is worse than it was. */
    @Test
    void mergingClassesMakesNothingWorse() {
        Seeds.forEach(500, random -> {
            Table table = known(random, Tables.sensitive(random, 2 + random.nextInt(40), 1 + random.nextInt(2), 1));
            EquivalenceClasses classes = EquivalenceClasses.of(table.columns(Role.QUASI));
            double[] merged = new double[table.rowCount()];
            int into = random.nextInt(classes.classCount());
            int from = random.nextInt(classes.classCount());
            int alsoFrom = random.nextInt(classes.classCount());
            for (int row = 0; row < merged.length; row++) {
                int number = classes.classOf(row);
                merged[row] = number == from || number == alsoFrom ? into : number;
            }
            ReleaseCheck.Verdict before = verdict(table, asked(2, 2, 0.1));
            ReleaseCheck.Verdict after = verdict(
                    table.withColumns(List.of(
                            Tables.quasi("class", merged),
                            table.columns(Role.SENSITIVE).get(0))),
                    asked(2, 2, 0.1));
            ReleaseCheck.Sensitive was = before.sensitive().get(0);
            ReleaseCheck.Sensitive is = after.sensitive().get(0);
            assertThat(after.smallestClass()).isGreaterThanOrEqualTo(before.smallestClass());
            assertThat(is.diversity().smallest())
                    .isGreaterThanOrEqualTo(was.diversity().smallest());
            assertThat(is.diversity().smallestEntropy())
                    .isGreaterThanOrEqualTo(was.diversity().smallestEntropy() - 1.001e-9);
            for (int l = 1; l < 4; l++) {
                assertThat(is.diversity().greatestRecursive(l))
                        .isLessThanOrEqualTo(was.diversity().greatestRecursive(l));
            }
            assertThat(is.closeness().greatest())
                    .isLessThanOrEqualTo(was.closeness().greatest() + 1.001e-9);
        });
    }
}
