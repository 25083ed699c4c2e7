package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class DateFormTest {
    private static final List<String> PATTERNS = List.of(
            "yyyy-MM-dd",
            "dd.MM.yyyy",
            "MM/dd/yyyy",
            "yyyyMMdd",
            "yyyy-MM-dd HH:mm:ss",
            "dd.MM.yyyy'T'HH:mm",
            "ddMMyyyy");

    private static double parse(String pattern, String text) {
        return DateForm.of(pattern).parse(text);
    }

    private static double day(String iso) {
        return LocalDate.parse(iso).toEpochDay();
    }

    /** That of java.time is the oracle, with texts that are a character off. */
    @Test
    void agreesWithTheFormatterOfTheJdk() {
        Seeds.forEach(2000, random -> {
            String pattern = PATTERNS.get(random.nextInt(PATTERNS.size()));
            DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000));
            StringBuilder text =
                    new StringBuilder(formatter.format(date.atTime(random.nextInt(24), random.nextInt(60))));
            if (random.nextBoolean()) {
                text.setCharAt(random.nextInt(text.length()), "0123456789-./ T:".charAt(random.nextInt(16)));
            }
            double expected;
            try {
                expected = LocalDate.parse(text, formatter).toEpochDay();
            } catch (DateTimeParseException e) {
                expected = Double.NaN;
            }
            assertThat(parse(pattern, text.toString()))
                    .describedAs(pattern + " " + text)
                    .isEqualTo(Double.valueOf(expected));
        });
    }

    @Test
    void daysAreWrittenAsTheyAreReadWithoutTheTime() {
        Seeds.forEach(500, random -> {
            DateForm form =
                    DateForm.of(PATTERNS.get(random.nextInt(PATTERNS.size()))).withoutTime();
            double day = random.nextInt(-700_000, 2_900_000);
            assertThat(form.parse(form.format(day))).isEqualTo(day);
        });
        assertThat(DateForm.of("d.M.yyyy H:mm").format(day("2024-02-03"))).isEqualTo("3.2.2024");
        assertThat(DateForm.of("dd.MM.yyyy'um'HH:mm").withoutTime()).hasToString("dd.MM.yyyy");
        assertThat(DateForm.of("yyyy'W'MMdd HH:mm").withoutTime()).hasToString("yyyy'W'MMdd");
        assertThat(DateForm.of("yyyy-MM-dd").format(day("0001-01-01"))).isEqualTo("0001-01-01");
    }

    @Test
    void timesAndZonesAreCheckedAndForgotten() {
        assertThat(parse("yyyy-MM-dd'T'HH:mm:ssX", "2024-02-29T23:59:59Z")).isEqualTo(day("2024-02-29"));
        assertThat(parse("yyyy-MM-ddTHH:mm:ss.SX", "2024-02-29T23:59:59.123456+05:30"))
                .isEqualTo(day("2024-02-29"));
        assertThat(parse("yyyy-MM-dd HH:mmX", "2024-02-29 23:59-0800")).isEqualTo(day("2024-02-29"));
        assertThat(parse("yyyy-MM-dd HH:mmX", "2024-02-29 23:59+08")).isEqualTo(day("2024-02-29"));
        for (String wrong : List.of("24:00+00", "23:60Z", "23:59", "23:59+8", "23:59+08:0", "23:59Z ")) {
            assertThat(parse("yyyy-MM-dd HH:mmX", "2024-02-29 " + wrong))
                    .describedAs(wrong)
                    .isNaN();
        }
    }

    @Test
    void oneLetterIsADigitOrTwo() {
        assertThat(parse("d.M.yyyy", "3.2.2024")).isEqualTo(day("2024-02-03"));
        assertThat(parse("d.M.yyyy", "13.12.2024")).isEqualTo(day("2024-12-13"));
        for (String wrong : List.of("03.2.2024", "3.02.2024", "3.2.24", "3.2.02024", "0.2.2024", "3.2", "")) {
            assertThat(parse("d.M.yyyy", wrong)).describedAs(wrong).isNaN();
        }
    }

    @Test
    void formsThatCannotBeAreRefused() {
        assertRefused("dd.MM.yy", "its year must be yyyy: no other tells the century");
        assertRefused("dd.MMM.yyyy", "it has MMM; it may have yyyy MM M dd d HH H mm ss S X");
        assertRefused("dd.MM", "it must have a year yyyy, a month MM and a day dd");
        assertRefused("dd.MM.yyyy dd", "it has the day twice");
        assertRefused("HH:mm dd.MM.yyyy", "the time of day must come after the day");
        assertRefused("dd.MM.yyyy'T", "a quote in it is not closed, or has nothing in it");
    }

    private static void assertRefused(String pattern, String problem) {
        assertThatThrownBy(() -> DateForm.of(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a date format: " + problem);
    }

    @Test
    void aTextHasTheFormsThatItMayBeOf() {
        assertThat(DateForm.usual("13.02.1950")).hasToString("[dd.MM.yyyy]");
        assertThat(DateForm.usual("02/03/2024").toString()).startsWith("[dd/MM/yyyy, MM/dd/yyyy");
        assertThat(DateForm.usual("2024-02-30")).isEmpty();
        assertThat(DateForm.of("MM/dd/yyyy").isOneOfTwo()).isTrue();
        assertThat(DateForm.of("yyyy-MM-dd").isOneOfTwo()).isFalse();
    }
}
