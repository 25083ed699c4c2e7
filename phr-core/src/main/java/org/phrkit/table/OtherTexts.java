package org.phrkit.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of those cells of a column that were read in another form than their values are written in: 1.50, 007, 1E5,
 * and all texts of missing cells but the first. Each distinct text is kept once; cells in the usual form take no memory.
 * Immutable.
 */
final class OtherTexts implements Serializable {
    private static final long serialVersionUID = 1L;

    static final OtherTexts NONE = new OtherTexts(new int[0], new int[0], List.of());

    /** Ascending. */
    private final int[] rows;

    private final int[] codes;

    @SuppressWarnings("serial") // one of List.of
    private final List<String> texts;

    private OtherTexts(int[] rows, int[] codes, List<String> texts) {
        this.rows = rows;
        this.codes = codes;
        this.texts = texts;
    }

    /** Null where the cell was read in the usual form. */
    @Nullable
    String of(int rowIndex) {
        int at = Arrays.binarySearch(rows, rowIndex);
        return at < 0 ? null : texts.get(codes[at]);
    }

    /** Those of these rows, in this order. */
    OtherTexts select(int[] rowIndices) {
        if (rows.length == 0) {
            return NONE;
        }
        Builder selected = new Builder();
        for (int i = 0; i < rowIndices.length; i++) {
            selected.addOf(this, rowIndices[i], i);
        }
        return selected.build();
    }

    /** Those of columns one after the other. */
    static OtherTexts concat(List<OtherTexts> parts, int[] rowCounts) {
        Builder all = new Builder();
        int first = 0;
        for (int i = 0; i < rowCounts.length; i++) {
            for (int row : parts.get(i).rows) {
                all.addOf(parts.get(i), row, first + row);
            }
            first += rowCounts[i];
        }
        return all.build();
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof OtherTexts that) || !Arrays.equals(rows, that.rows)) {
            return false;
        }
        return Arrays.stream(rows).allMatch(row -> String.valueOf(of(row)).equals(that.of(row)));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rows);
    }

    /** Takes them row by row. */
    static final class Builder {
        private final Map<String, Integer> known = new HashMap<>();
        private int[] rows = new int[0];
        private int[] codes = new int[0];
        private int size;

        /** @param rowIndex above all that were added */
        void add(int rowIndex, String text) {
            if (size == rows.length) {
                int capacity = Math.max(16, size + (size >> 1));
                rows = Arrays.copyOf(rows, capacity);
                codes = Arrays.copyOf(codes, capacity);
            }
            rows[size] = rowIndex;
            codes[size++] = known.computeIfAbsent(text, distinct -> known.size());
        }

        private void addOf(OtherTexts others, int from, int to) {
            String text = others.of(from);
            if (text != null) {
                add(to, text);
            }
        }

        OtherTexts build() {
            String[] texts = new String[known.size()];
            known.forEach((text, code) -> texts[code] = text);
            return size == 0
                    ? NONE
                    : new OtherTexts(Arrays.copyOf(rows, size), Arrays.copyOf(codes, size), List.of(texts));
        }
    }
}
