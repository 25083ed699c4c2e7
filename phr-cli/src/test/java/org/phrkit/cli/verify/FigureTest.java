package org.phrkit.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.RoundingMode;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.phrkit.table.Kind;

class FigureTest {
    @ParameterizedTest
    @CsvSource({"0,0.00 %", "0.5,50.00 %", "0.123456,12.35 %", "1,100.00 %", "0.00001,0.00 %"})
    void percent(double share, String text) {
        assertThat(Figure.percent(share)).isEqualTo(text);
    }

    @Test
    void decimalsAreWrittenWithAPointEverywhere() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Figure.percent(0.25)).isEqualTo("25.00 %");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5,0.5000", "0.00005,0.0000", "0.00015,0.0002", "-1.23456,-1.2346", "12345678,12345678.0000"})
    void fourDecimals(double value, String text) {
        assertThat(Figure.decimals(value)).isEqualTo(text);
    }

    @Test
    void aBoundIsRoundedToItsOwnSide() {
        assertThat(Figure.rounded(0.20001, RoundingMode.UP)).isEqualTo("0.2001");
        assertThat(Figure.rounded(0.20009, RoundingMode.DOWN)).isEqualTo("0.2000");
        assertThat(Figure.rounded(0.2, RoundingMode.UP)).isEqualTo("0.2000");
        assertThat(Figure.rounded(Double.POSITIVE_INFINITY, RoundingMode.UP)).isEqualTo("none");
        assertThat(Figure.decimals(Double.NEGATIVE_INFINITY)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "-0.0,0",
        "12,12",
        "1234567,1.23457E+6",
        "999999,999999",
        "0.1,0.1",
        "1e-8,0.00000001",
        "1e-9,1E-9",
        "0.00000012345678,1.23457E-7",
        "0.0123456,0.0123456",
        "0.01234567,0.0123457",
        "100000,100000",
        "1000000,1E+6",
        "NaN,-",
        "Infinity,-"
    })
    void sixDigits(double value, String text) {
        assertThat(Figure.digits(value)).isEqualTo(text);
    }

    @Test
    void valuesOfDaysAreDays() {
        assertThat(Figure.value(0, Kind.DATE)).isEqualTo("1970-01-01");
        assertThat(Figure.value(20_000.5, Kind.DATE)).isEqualTo("2024-10-05");
        assertThat(Figure.value(20_000.5, Kind.NUMBER)).isEqualTo("20000.5");
        assertThat(Figure.value(Double.NaN, Kind.DATE)).isEqualTo("-");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "0.25,0.25",
        "0.000226456227,0.00022646",
        "0.000000123456,0.00000012",
        "0.0000000041,below 0.00000001",
        "0.0000000099,0.00000001",
        "NaN,-",
    })
    void aFigureNearZeroIsPlain(double value, String text) {
        assertThat(Figure.nearZero(value)).isEqualTo(text);
    }
}
