package org.phrkit.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A column of texts, kept as they were read: 4 bytes a cell, and each distinct text once. */
public final class TextColumn implements Column {
    private final ColumnSpec spec;
    private final List<String> levels;
    private final int[] codes;

    public TextColumn(ColumnSpec spec, List<String> texts) {
        Map<String, Integer> known = new HashMap<>();
        List<String> distinct = new ArrayList<>();
        this.codes = new int[texts.size()];
        for (int row = 0; row < codes.length; row++) {
            codes[row] = codeOf(texts.get(row), known, distinct);
        }
        this.spec = spec;
        this.levels = List.copyOf(distinct);
    }

    /** Takes the parts themselves. */
    TextColumn(ColumnSpec spec, List<String> levels, int[] codes) {
        this.spec = spec;
        this.levels = levels;
        this.codes = codes;
    }

    static int codeOf(String text, Map<String, Integer> known, List<String> levels) {
        Integer code = known.get(text);
        if (code == null) {
            code = levels.size();
            known.put(text, code);
            levels.add(text);
        }
        return code;
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    @Override
    public int rowCount() {
        return codes.length;
    }

    @Override
    public String text(int rowIndex) {
        return levels.get(codes[rowIndex]);
    }

    @Override
    public int[] codes() {
        return codes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextColumn that
                && spec.equals(that.spec)
                && levels.equals(that.levels)
                && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * spec.hashCode() + levels.hashCode()) + Arrays.hashCode(codes);
    }
}
