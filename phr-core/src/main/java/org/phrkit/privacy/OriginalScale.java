package org.phrkit.privacy;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.phrkit.neighbours.Points;
import org.phrkit.neighbours.Standardisation;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * The scale of a quasi-identifier of an original, on which its cells and those of a release are compared: all of them, or
 * elsewhere some. The scores of numbers, dates as days and ordinals as ranks have mean 0 and standard deviation 1 in the
 * original; those of categories are their codes in it. Immutable; several threads may use one.
 *
 * @param column its name
 * @param scale of numbers, days or ranks; of categories not used
 * @param mismatch the squared distance of two categories that differ, above 0; 0 for all other kinds
 * @param levels of texts, by code; of others none
 * @param centre the score of the centre of the column, by {@link InformationLoss}
 */
public record OriginalScale(String column, Standardisation scale, double mismatch, List<String> levels, double centre)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of a text that the original has not. */
    private static final double UNKNOWN = -1;

    private static final Standardisation NONE = new Standardisation(0, 0, 0, 0);

    /**
     * Copies the lists.
     *
     * @param column its name
     * @param scale of numbers, days or ranks
     * @param mismatch the squared distance of two categories that differ, above 0
     * @param levels of texts, by code
     * @param centre the score of the centre of the column, by {@link InformationLoss}
     */
    public OriginalScale {
        levels = List.copyOf(levels);
    }

    /**
     * {@return the scale of a column of the original}
     *
     * @param original the column of the original
     */
    public static OriginalScale of(Column original) {
        String name = original.spec().name();
        if (original instanceof NumberColumn numbers) {
            Standardisation scale = Standardisation.of(numbers.values());
            return new OriginalScale(name, scale, 0, List.of(), mean(numbers, scale));
        }
        List<String> levels = ((TextColumn) original).levels();
        double[] codes = original.numbers();
        if (original.spec().kind() == Kind.ORDINAL) {
            Standardisation scale = Standardisation.of(codes);
            return new OriginalScale(name, scale, 0, levels, median(scale.apply(codes)));
        }
        double mismatch = Standardisation.mismatch(codes, levels.size(), RecordCounts.ones(codes.length));
        return new OriginalScale(name, NONE, mismatch, levels, mode(codes, levels.size()));
    }

    /**
     * {@return the scales of all quasi-identifiers, those of categories last}
     *
     * @param original the original
     */
    public static List<OriginalScale> all(Table original) {
        return original.columns(Role.QUASI).stream()
                .map(OriginalScale::of)
                .sorted(Comparator.comparing(OriginalScale::isOfCategories))
                .toList();
    }

    /** @throws IllegalArgumentException if there is none for the column */
    static OriginalScale of(String column, List<OriginalScale> scales) {
        return scales.stream()
                .filter(scale -> scale.column().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scale of a column"));
    }

    /**
     * {@return rows of the original or of the release as points}
     *
     * @param rows rows of the original or of the release
     * @param scales those of categories last
     * @throws IllegalArgumentException if the table misses a column, or categories are not last
     */
    public static Points points(Table rows, List<OriginalScale> scales) {
        return new Points(
                scales.stream()
                        .map(scale -> scale.scores(rows.column(scale.column())
                                .orElseThrow(() -> new IllegalArgumentException("a column is missing"))))
                        .toArray(double[][]::new),
                scales.stream().mapToDouble(OriginalScale::mismatch).toArray());
    }

    /**
     * {@return the same, whose centre is the cell of a column of one row}
     *
     * @param cell the column of the release
     */
    public OriginalScale withCentre(Column cell) {
        return new OriginalScale(column, scale, mismatch, levels, scores(cell)[0]);
    }

    /** {@return whether scores are codes} */
    public boolean isOfCategories() {
        return mismatch > 0;
    }

    /** By row of the original or the release the score of the cell; NaN where it is missing. */
    double[] scores(Column cells) {
        double[] numbers = cells instanceof TextColumn texts ? codes(texts) : cells.numbers();
        return isOfCategories() ? numbers : scale.apply(numbers);
    }

    private double[] codes(TextColumn cells) {
        Map<String, Integer> known = new HashMap<>();
        levels.forEach(level -> known.put(level, known.size()));
        double[] codeOf = cells.levels().stream()
                .mapToDouble(level -> known.containsKey(level) ? known.get(level) : UNKNOWN)
                .toArray();
        double[] codes = new double[cells.rowCount()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = cells.isMissing(row) ? Double.NaN : codeOf[cells.code(row)];
        }
        return codes;
    }

    /** The score of the mean, which is 0, or of the mean rounded to a value that the kind has. */
    private static double mean(NumberColumn column, Standardisation scale) {
        if (column.spec().kind() == Kind.NUMBER || column.missingCount() == column.rowCount()) {
            return 0;
        }
        BigInteger sum = BigInteger.ZERO;
        for (int row = 0; row < column.rowCount(); row++) {
            if (!column.isMissing(row)) {
                sum = sum.add(BigInteger.valueOf((long) column.value(row)));
            }
        }
        BigDecimal count = BigDecimal.valueOf(column.rowCount() - column.missingCount());
        return scale.apply(
                new BigDecimal(sum).divide(count, 0, RoundingMode.HALF_EVEN).doubleValue());
    }

    private static double median(double[] scores) {
        double[] present = Arrays.stream(scores)
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        return present.length == 0 ? Double.NaN : present[(present.length - 1) / 2];
    }

    private static double mode(double[] codes, int levelCount) {
        int[] counts = new int[levelCount];
        int mode = 0;
        for (double code : codes) {
            if (!Double.isNaN(code)) {
                counts[(int) code]++;
            }
        }
        for (int code = 1; code < levelCount; code++) {
            mode = counts[code] > counts[mode] ? code : mode;
        }
        return mode;
    }
}
