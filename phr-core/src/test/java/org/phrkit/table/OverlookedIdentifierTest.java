package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlookedIdentifierTest {
    @Test
    void publishedExamplesAreValid() {
        // NHS Data Dictionary and the NHS's own test numbers.
        assertThat(Likeness.NHS_NUMBER.matches("401 023 2137")).isTrue();
        assertThat(Likeness.NHS_NUMBER.matches("9434765919")).isTrue();
        // The specimen card of the Assurance Maladie.
        assertThat(Likeness.NIR.matches("2 55 08 14 168 025 38")).isTrue();
        // gematik's example.
        assertThat(Likeness.KVNR.matches("A123456780")).isTrue();
    }

    @Test
    void oneCheckDigitOfTenIsValid() {
        for (int i = 0; i < 200; i++) {
            String nine = Integer.toString(400_000_000 + 7919 * i);
            String eight = nine.substring(1);
            assertThat(matching(Likeness.NHS_NUMBER, nine)).isEqualTo(nhs(nine));
            String letter = String.valueOf((char) ('A' + i % 26));
            assertThat(matching(Likeness.KVNR, letter + eight)).isEqualTo(kvnr(letter + eight));
        }
    }

    /** Each text of a column is looked at once, and counts as often as it stands there. */
    @Test
    void textsCountAsOftenAsTheyStandThere() {
        List<String> texts = List.of("a@example.org", "x", "a@example.org", "y", "a@example.org", "x", "a@example.org");
        Column column = new TextColumn(new ColumnSpec("mail", Role.PLAIN), texts);
        assertThat(OverlookedIdentifier.in(List.of(column)))
                .containsExactly(new OverlookedIdentifier("mail", Likeness.EMAIL, 4 / 7.0));
        assertThat(OverlookedIdentifier.in(List.of(column.select(new int[] {0, 1, 3, 5}))))
                .isEmpty();
    }

    /** Whatever the column is like, and wherever it is cut; more texts than a scan has hashes among them. */
    @Test
    void scansOfPartsTellWhatOneOfTheWholeDoes() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int rows = seed % 6 == 0 ? 9000 : 40 + random.nextInt(200);
            int distinct = 1 + random.nextInt(30 * rows);
            int kind = seed % 4;
            List<String> texts = IntStream.range(0, rows)
                    .mapToObj(row -> switch (kind) {
                        case 0 -> "m" + random.nextInt(distinct) + "@example.org";
                        case 1 -> "code " + random.nextInt(distinct);
                        case 2 -> (1930 + random.nextInt(60)) + "-03-" + (10 + random.nextInt(18));
                        default -> random.nextBoolean() ? "seen in the ward by " + random.nextInt(9) : "none";
                    })
                    .toList();
            Column whole = new TextColumn(new ColumnSpec("c", Role.PLAIN), texts);
            int cut = random.nextInt(rows);
            IdentifierScan first =
                    IdentifierScan.of(whole.select(IntStream.range(0, cut).toArray()));
            IdentifierScan second =
                    IdentifierScan.of(whole.select(IntStream.range(cut, rows).toArray()));
            assertThat(second.and(first).found("c"))
                    .as("seed %d", seed)
                    .isEqualTo(IdentifierScan.of(whole).found("c"));
        }
    }

    private static List<Integer> matching(Likeness likeness, String start) {
        return IntStream.range(0, 10)
                .filter(digit -> likeness.matches(start + digit))
                .boxed()
                .toList();
    }

    /** The digit that makes the weighted sum, itself with weight 1, divisible by 11. */
    private static List<Integer> nhs(String nine) {
        return IntStream.range(0, 10)
                .filter(last -> IntStream.rangeClosed(1, 10)
                                        .map(weight -> weight * ((nine + last).charAt(10 - weight) - '0'))
                                        .sum()
                                % 11
                        == 0)
                .boxed()
                .toList();
    }

    /** The last digit of the sum of all digits, after every second was doubled. */
    private static List<Integer> kvnr(String start) {
        StringBuilder products = new StringBuilder();
        String digits = "%02d".formatted(start.charAt(0) - 'A' + 1) + start.substring(1);
        for (int i = 0; i < digits.length(); i++) {
            products.append(Integer.parseInt(digits.substring(i, i + 1)) * (i % 2 + 1));
        }
        return List.of(products.chars().map(c -> c - '0').sum() % 10);
    }

    @Test
    void keyOfANirIsOfTheWholeNumberAndOfCorsicaToo() {
        for (String number : List.of("1840375116001", "184032A116001", "299122B004123", "8840397612001")) {
            BigInteger digits = new BigInteger(number.replace("2A", "19").replace("2B", "18"));
            int key = 97 - digits.mod(BigInteger.valueOf(97)).intValue();
            assertThat(IntStream.range(0, 100).filter(each -> Likeness.NIR.matches(number + "%02d".formatted(each))))
                    .containsExactly(key);
        }
        assertThat(Likeness.NIR.matches("18403AA11600112")).isFalse();
    }

    @Test
    void neverIssuedSocialSecurityNumbersAreNone() {
        assertThat(Stream.of("123-45-6789", "123 45 6789", "899-01-0001")).allMatch(Likeness.SSN::matches);
        assertThat(Stream.of(
                        "000-45-6789",
                        "666-45-6789",
                        "900-45-6789",
                        "123-00-6789",
                        "123-45-0000",
                        "123456789",
                        "123-45 6789"))
                .noneMatch(Likeness.SSN::matches);
    }

    @Test
    void addressesAndTelephoneNumbers() {
        assertThat(Stream.of("a@b.org", "ana.lopez+x@mail.example.com")).allMatch(Likeness.EMAIL::matches);
        assertThat(Stream.of("@b.org", "a@b", "a b@c.org", "a@@b.org", "3.5")).noneMatch(Likeness.EMAIL::matches);
        assertThat(Stream.of(
                        "+49 30 1234567",
                        "030/1234567",
                        "0301234567",
                        "(555) 234-5678",
                        "555-234-5678",
                        "+1.555.234.5678"))
                .allMatch(Likeness.TELEPHONE::matches);
        assertThat(Stream.of("1234567", "0.1234567", "0012345", "2024-03-01", "12.5", "01.02.1950", "", "+", "120/80"))
                .noneMatch(Likeness.TELEPHONE::matches);
    }

    @Test
    void atLeastThreeCellsAndHalfOfThosePresent() {
        assertThat(of(List.of("a@b.org", "c@d.org", "e@f.org", "x", "y", "z")))
                .containsExactly(new OverlookedIdentifier("c", Likeness.EMAIL, 0.5));
        assertThat(of(List.of("a@b.org", "c@d.org", "e@f.org", "x", "y", "z", "x")))
                .isEmpty();
        assertThat(of(List.of("a@b.org", "c@d.org"))).isEmpty();
    }

    @Test
    void birthsSpanTwentyFiveYearsAndVisitsDoNot() {
        assertThat(of(days(1930, 5, 6)))
                .extracting(OverlookedIdentifier::likeness)
                .containsExactly(Likeness.BIRTH);
        assertThat(of(days(2018, 1, 6))).isEmpty();
        assertThat(of(days(1930, 5, 6).stream()
                        .map(day -> day.substring(8) + ".03." + day.substring(0, 4))
                        .toList()))
                .hasSize(1);
        // One date of a placeholder among visits is no span.
        List<String> visits = new ArrayList<>(days(2018, 0, 30));
        visits.add("1900-01-01");
        assertThat(of(visits)).isEmpty();
    }

    private static List<String> days(int first, int step, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> first + step * i + "-03-1" + i % 10)
                .toList();
    }

    @Test
    void freeTextHasFourWordsInHalfOfTheCells() {
        String note = "came with her son";
        assertThat(of(List.of(note, note, note, "none", "none", "none")))
                .containsExactly(new OverlookedIdentifier("c", Likeness.FREE_TEXT, 0.5));
        assertThat(of(List.of(note, note, note, "none", "none", "none", "none")))
                .isEmpty();
        assertThat(of(List.of("type two diabetes", "type two diabetes", "type two diabetes")))
                .isEmpty();
    }

    @Test
    void textsThatDifferAndNeitherNumbersNorDates() {
        assertThat(of(names(10))).containsExactly(new OverlookedIdentifier("c", Likeness.NEARLY_UNIQUE, 1));
        assertThat(of(names(9))).isEmpty();
        List<String> repeated = new ArrayList<>(names(9));
        repeated.add(repeated.get(0));
        assertThat(of(repeated)).hasSize(1);
        repeated.add(repeated.get(0));
        assertThat(of(repeated)).isEmpty();
        assertThat(of(IntStream.range(0, 20).mapToObj(i -> "1." + i).toList())).isEmpty();
        assertThat(of(IntStream.range(0, 20).mapToObj(i -> "1," + i).toList())).isEmpty();
        assertThat(of(days(2018, 0, 10))).isEmpty();
        // A code, not a measurement.
        assertThat(of(IntStream.range(10, 30).mapToObj(i -> "00" + i).toList())).hasSize(1);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "P" + i).toList();
    }

    @Test
    void manyTextsAreEstimated() {
        assertThat(of(names(200_000)))
                .extracting(OverlookedIdentifier::likeness)
                .containsExactly(Likeness.NEARLY_UNIQUE);
        // Each text twice.
        assertThat(of(IntStream.range(0, 200_000).mapToObj(i -> "P" + i / 2).toList()))
                .isEmpty();
    }

    @Test
    void columnsThatAreNotReleasedAsTheyAreAreNotLookedAt() {
        assertThat(Stream.of(Role.values()).filter(role -> role != Role.COUNT).filter(role -> !OverlookedIdentifier.in(
                                List.of(new TextColumn(new ColumnSpec("c", role, Kind.CATEGORY), names(10))))
                        .isEmpty()))
                .containsExactlyInAnyOrder(Role.SENSITIVE, Role.PLAIN);
    }

    @Test
    void aProfileSaysTheSame() throws Exception {
        String csv = "mail,age\n"
                + LongStream.range(0, 10)
                        .mapToObj(i -> "a" + i + "@b.org," + i + "\n")
                        .reduce("", String::concat);
        assertThat(TableProfile.of(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), Dialect.STANDARD)
                        .columns())
                .flatExtracting(column -> column.overlooked().stream().toList())
                .containsExactly(new OverlookedIdentifier("mail", Likeness.EMAIL, 1));
    }

    @Test
    void arbitraryNumbersOfTenDigitsAreSeldomNhsNumbers() {
        Random random = new Random(1);
        assertThat(of(IntStream.range(0, 1000)
                        .mapToObj(i -> Long.toString(1_000_000_000L + random.nextInt(Integer.MAX_VALUE)))
                        .toList()))
                .isEmpty();
    }

    private static List<OverlookedIdentifier> of(List<String> cells) {
        return OverlookedIdentifier.in(List.of(new TextColumn(new ColumnSpec("c", Role.PLAIN), cells)));
    }
}
