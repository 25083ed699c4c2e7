package org.phrkit.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/** A column of the original and the one of the same name in the release. */
record ColumnPair(Column before, Column after) {
    /**
     * Two columns that hold the same.
     *
     * @throws IllegalArgumentException if one holds numbers, days, categories or ordinals of some levels, and the other
     *     does not
     */
    ColumnPair {
        if (measure(before) != measure(after)
                || !before.spec().levels().equals(after.spec().levels())) {
            throw new IllegalArgumentException("original and release differ in what their columns hold");
        }
    }

    /** The mean of integers need not be one. */
    private static Kind measure(Column column) {
        Kind kind = column.spec().kind();
        return kind == Kind.INTEGER ? Kind.NUMBER : kind;
    }

    /**
     * The columns of these roles, in the order of the original. The two tables may differ in rows.
     *
     * @throws IllegalArgumentException if the release misses one, or it holds something else there
     */
    static List<ColumnPair> of(Table original, Table release, Set<Role> roles) {
        return original.columns().stream()
                .filter(column -> roles.contains(column.spec().role()))
                .map(column -> new ColumnPair(
                        column,
                        release.column(column.spec().name())
                                .orElseThrow(() ->
                                        new IllegalArgumentException("original and release differ in their columns"))))
                .toList();
    }

    String name() {
        return before.spec().name();
    }

    /** Of the original. */
    Kind kind() {
        return before.spec().kind();
    }

    /** The categories of both columns. */
    Categories categories() {
        TextColumn texts = (TextColumn) before;
        TextColumn others = (TextColumn) after;
        List<String> levels = new ArrayList<>(texts.levels());
        Map<String, Integer> known = new HashMap<>();
        levels.forEach(level -> known.put(level, known.size()));
        int[] renamed = new int[others.levels().size()];
        for (int code = 0; code < renamed.length; code++) {
            renamed[code] = known.computeIfAbsent(others.levels().get(code), level -> {
                levels.add(level);
                return known.size();
            });
        }
        int[] codesBefore = new int[texts.rowCount()];
        Arrays.setAll(codesBefore, texts::code);
        int[] codesAfter = new int[others.rowCount()];
        Arrays.setAll(codesAfter, row -> others.isMissing(row) ? -1 : renamed[others.code(row)]);
        return new Categories(levels, codesBefore, codesAfter);
    }

    /** Codes of two columns by levels that they share; -1 where missing. */
    static final class Categories {
        final List<String> levels;
        final int[] before;
        final int[] after;

        private Categories(List<String> levels, int[] before, int[] after) {
            this.levels = levels;
            this.before = before;
            this.after = after;
        }

        /** How often each level stands. */
        long[] counts(int[] codes) {
            long[] counts = new long[levels.size()];
            for (int code : codes) {
                if (code >= 0) {
                    counts[code]++;
                }
            }
            return counts;
        }
    }
}
