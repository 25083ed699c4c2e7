package org.phrkit.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A column of finite numbers, 8 bytes a cell. */
public final class NumberColumn implements Column {
    private final ColumnSpec spec;
    private final double[] values;

    /**
     * Takes a copy of the values.
     *
     * @throws IllegalArgumentException if a value is not finite
     */
    public NumberColumn(ColumnSpec spec, double[] values) {
        this.spec = spec;
        this.values = values.clone();
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("column \"" + spec.name() + "\" holds a value that is not finite");
            }
        }
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    @Override
    public int rowCount() {
        return values.length;
    }

    public double value(int rowIndex) {
        return values[rowIndex];
    }

    /** A copy of all values, in row order. */
    public double[] values() {
        return values.clone();
    }

    @Override
    public String text(int rowIndex) {
        return Decimal.format(values[rowIndex]);
    }

    @Override
    public int[] codes() {
        Map<Double, Integer> known = new HashMap<>();
        int[] codes = new int[values.length];
        for (int row = 0; row < values.length; row++) {
            // Adding 0.0 turns -0.0, which compares equal but hashes apart, into 0.0.
            codes[row] = known.computeIfAbsent(values[row] + 0.0, value -> known.size());
        }
        return codes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberColumn that && spec.equals(that.spec) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * spec.hashCode() + Arrays.hashCode(values);
    }
}
