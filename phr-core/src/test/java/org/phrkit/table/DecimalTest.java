package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phrkit.testing.Seeds;

class DecimalTest {
    private static String any(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        int length = random.nextInt(19);
        for (int i = 0; i < length; i++) {
            text.append("0011234567899,,.".charAt(random.nextInt(random.nextInt(5) == 0 ? 16 : 13)));
        }
        return text.toString();
    }

    /** What is said of a plain number is what the longer way says. */
    @Test
    void plainNumbersAreTheSame() {
        int[] seen = new int[3];
        Seeds.forEach(50_000, random -> {
            String text = any(random);
            char[] chars = ("7" + text + "7").toCharArray();
            double value = Decimal.parsePlain(chars, 1, chars.length - 1, ',');
            if (!Double.isNaN(value)) {
                seen[0]++;
                assertThat(value).isEqualTo(Decimal.parse(text, ','));
                assertThat(Decimal.isZeroPadded(text)).isFalse();
                if (Decimal.isFormatted(chars, 1, chars.length - 1, ',')) {
                    seen[1]++;
                    assertThat(Decimal.format(value + 0.0)).isEqualTo(text.replace(',', '.'));
                }
            }
            double integer = Decimal.parsePlain(chars, 1, chars.length - 1, Decimal.NO_MARK);
            if (!Double.isNaN(integer)) {
                seen[2]++;
                assertThat(integer).isEqualTo(Decimal.parseInteger(text));
            }
        });
        assertThat(seen[0]).isGreaterThan(1000);
        assertThat(seen[1]).isGreaterThan(1000);
        assertThat(seen[2]).isGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0.0,0",
        "1,1",
        "-17,-17",
        "0.1,0.1",
        "1.50,1.5",
        "1e3,1000",
        "2e-3,0.002",
        "1e20,100000000000000000000",
        "1e21,1E+21",
        "1.5e300,1.5E+300",
        "4.9e-324,4.94065645841247E-324",
        "9007199254740993,9007199254740992",
        "0.30000000000000004,0.30000000000000004",
        "123456.789,123456.789",
        "1e-7,0.0000001",
        "1e-8,1E-8"
    })
    void writesTheShortestText(String text, String expected) {
        assertThat(Decimal.format(Decimal.parse(text))).isEqualTo(expected);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Seeds.forEach(20000, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Decimal.parse(Decimal.format(value))).isEqualTo(value);
            }
            double centroid = random.nextInt(100000) / (1 + random.nextInt(30) * 1.0);
            assertThat(Decimal.parse(Decimal.format(centroid))).isEqualTo(centroid);
            double money = random.nextInt(10000000) / 100.0;
            assertThat(new BigDecimal(Decimal.format(money)).scale()).isLessThanOrEqualTo(2);
        });
    }

    /** By its definition: the first of 15, 16 and 17 digits that is read as the number. */
    private static String byDefinition(double value) {
        for (int digits = 15; ; digits++) {
            BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                BigDecimal text = rounded.stripTrailingZeros();
                int exponent = text.precision() - text.scale() - 1;
                return exponent < -7 || exponent > 20 ? text.toString() : text.toPlainString();
            }
        }
    }

    @Test
    void usualNumbersAreWrittenByTheSameDefinition() {
        Seeds.forEach(50000, random -> {
            double any = random.nextDouble() * Math.pow(10, random.nextInt(20) - 3) * (random.nextBoolean() ? 1 : -1);
            double bits = Double.longBitsToDouble(
                    ((1023L - 8 + random.nextInt(64)) << 52) | (random.nextLong() >>> (12 + random.nextInt(50))));
            double near = Math.pow(10, random.nextInt(17) - 2);
            for (int i = random.nextInt(4); i > 0; i--) {
                near = random.nextBoolean() ? Math.nextUp(near) : Math.nextDown(near);
            }
            double mean = random.nextInt(1_000_000) / 100.0 / (3 + random.nextInt(9));
            double rounded = random.nextLong(-1L << 53, 1L << 53) / Math.pow(10, random.nextInt(16));
            double integer = Math.rint(any);
            for (double value : new double[] {any, bits, near, mean, 1 / near, rounded, integer}) {
                boolean isInteger = value == Math.rint(value) && Math.abs(value) < 0x1p53;
                String expected = isInteger ? Long.toString((long) value) : byDefinition(value);
                assertThat(Decimal.format(value)).isEqualTo(expected);
                char[] chars = new char[3 + Decimal.MOST_CHARACTERS];
                int end = Decimal.format(value, chars, 3);
                assertThat(new String(chars, 0, end)).isEqualTo("\0\0\0" + expected);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "' '",
        "' 1'",
        "'1 '",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e999",
        "0x10",
        "1d",
        "1f",
        "1_000",
        "'1,5'",
        ".",
        "-",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "١",
        "--1",
        "+-1",
        "1e5.5",
        "1L"
    })
    void refusesAllElse(String text) {
        assertThat(Decimal.parse(text)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"+5,5", ".5,0.5", "5.,5", "1E2,100", "1e+2,100", "-1.5e-1,-0.15"})
    void readsWhatOthersWrite(String text, double expected) {
        assertThat(Decimal.parse(text)).isEqualTo(expected);
    }

    @Test
    void isTheNearestDouble() {
        Seeds.forEach(20000, random -> {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            int digits = 1 + random.nextInt(22);
            int mark = random.nextInt(digits + 1);
            for (int i = 0; i < digits; i++) {
                text.append(i == mark ? "." : "").append((char) ('0' + random.nextInt(10)));
            }
            text.append(random.nextInt(4) == 0 ? "e" + (random.nextInt(40) - 20) : "");
            assertThat(Decimal.parse(text.toString())).isEqualTo(Double.parseDouble(text.toString()));
            String comma = text.toString().replace('.', ',');
            assertThat(Decimal.parse(comma, ',')).isEqualTo(Double.parseDouble(text.toString()));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0,0",
        "+7,7",
        "007,7",
        "9007199254740992,9007199254740992",
        "-9007199254740992,-9007199254740992",
        "9007199254740993,NaN",
        "10000000000000000000000,NaN",
        "1.0,NaN",
        "1e3,NaN",
        "-,NaN",
        "'',NaN"
    })
    void integersAreExact(String text, double expected) {
        assertThat(Decimal.parseInteger(text) + 0.0).isEqualTo(Double.valueOf(expected));
    }
}
