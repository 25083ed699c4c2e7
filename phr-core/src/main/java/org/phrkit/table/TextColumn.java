package org.phrkit.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.phrkit.input.BadInputException;

/**
 * A column of texts, of kind {@link Kind#CATEGORY} or {@link Kind#ORDINAL}: 4 bytes a cell, and each distinct text
 * once. Texts are kept as they were read.
 *
 * <p>Immutable; several threads may use one.
 */
public final class TextColumn implements Column {
    private static final int MISSING = -1;

    private final ColumnSpec spec;
    private final List<String> levels;
    private final int[] codes;
    private final String missingText;
    private final int missingCount;
    private final OtherTexts others;

    /**
     * A column without missing cells.
     *
     * @param spec the name, role and kind of the column
     * @param texts the distinct texts, by code
     * @throws IllegalArgumentException if the kind is neither category nor ordinal, or a text is not a declared level
     */
    public TextColumn(ColumnSpec spec, List<String> texts) {
        this(spec, Coding.of(spec, texts), "", OtherTexts.NONE);
    }

    /**
     * Takes copies.
     *
     * @param spec the name, role and kind of the column
     * @param levels texts, none twice; of an ordinal column the declared ones
     * @param codes for each row the index of its text in {@code levels}, or -1 where the cell is missing
     * @param missingText what is written for missing cells
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public TextColumn(ColumnSpec spec, List<String> levels, int[] codes, String missingText) {
        this(spec, new Coding(List.copyOf(levels), codes.clone()), missingText, OtherTexts.NONE);
        if (new HashSet<>(levels).size() < levels.size()) {
            throw new IllegalArgumentException("a level appears twice");
        }
    }

    private TextColumn(ColumnSpec spec, Coding coding, String missingText, OtherTexts others) {
        boolean ordinal = spec.kind() == Kind.ORDINAL;
        if (spec.kind().isNumeric() || (ordinal && !coding.levels.equals(spec.levels()))) {
            throw new IllegalArgumentException(
                    "the texts are not of kind " + spec.kind().term());
        }
        int missing = 0;
        for (int code : coding.codes) {
            if (code < MISSING || code >= coding.levels.size()) {
                throw new IllegalArgumentException(
                        "column " + BadInputException.quoted(spec.name()) + " holds what is none of its levels");
            }
            missing += code == MISSING ? 1 : 0;
        }
        this.spec = spec;
        this.levels = coding.levels;
        this.codes = coding.codes;
        this.missingCount = missing;
        this.missingText = missing == 0 ? "" : missingText;
        this.others = others;
    }

    /** Takes the parts themselves; no level stands twice, and other texts are those of missing cells. */
    static TextColumn owning(ColumnSpec spec, List<String> levels, int[] codes, String missingText, OtherTexts others) {
        return new TextColumn(spec, new Coding(levels, codes), missingText, others);
    }

    /** The cells of columns of one specification, one column after the other. */
    static TextColumn concat(List<Column> parts) {
        Map<String, Integer> known = new LinkedHashMap<>();
        int[] codes = new int[parts.stream().mapToInt(Column::rowCount).reduce(0, Math::addExact)];
        int at = 0;
        String missingText = "";
        for (Column column : parts) {
            TextColumn part = (TextColumn) column;
            int[] renamed = part.levels.stream()
                    .mapToInt(level -> known.computeIfAbsent(level, text -> known.size()))
                    .toArray();
            for (int code : part.codes) {
                codes[at++] = code == MISSING ? MISSING : renamed[code];
            }
            missingText = missingText.isEmpty() ? part.missingText : missingText;
        }
        OtherTexts others = OtherTexts.concat(
                parts.stream().map(part -> ((TextColumn) part).others).toList(),
                parts.stream().mapToInt(Column::rowCount).toArray());
        return owning(parts.get(0).spec(), List.copyOf(known.keySet()), codes, missingText, others);
    }

    /** Distinct texts, and where they stand. */
    private static final class Coding {
        private final List<String> levels;
        private final int[] codes;

        Coding(List<String> levels, int[] codes) {
            this.levels = levels;
            this.codes = codes;
        }

        static Coding of(ColumnSpec spec, List<String> texts) {
            List<String> levels = new ArrayList<>(spec.levels());
            Map<String, Integer> known = new HashMap<>();
            levels.forEach(level -> known.put(level, known.size()));
            int[] codes = new int[texts.size()];
            for (int row = 0; row < codes.length; row++) {
                codes[row] = known.computeIfAbsent(texts.get(row), text -> {
                    levels.add(text);
                    return known.size();
                });
            }
            return new Coding(List.copyOf(levels), codes);
        }
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    @Override
    public int rowCount() {
        return codes.length;
    }

    /**
     * {@return the texts, none twice: of an ordinal column those declared, from low to high, so that the code of a
     * cell is its rank; of a category column that was read, those that appear, in the order of first appearance}
     */
    public List<String> levels() {
        return levels;
    }

    /**
     * {@return the index of the cell's text in {@link #levels}, or -1 where the cell is missing}
     *
     * @param rowIndex the index of the row, from 0
     */
    public int code(int rowIndex) {
        return codes[rowIndex];
    }

    @Override
    public double[] numbers() {
        return Arrays.stream(codes)
                .mapToDouble(code -> code == MISSING ? Double.NaN : code)
                .toArray();
    }

    @Override
    public String text(int rowIndex) {
        int code = codes[rowIndex];
        if (code != MISSING) {
            return levels.get(code);
        }
        String other = others.of(rowIndex);
        return other == null ? missingText : other;
    }

    /** {@return what is written for missing cells that were not read in another form; nothing where there are none} */
    public String missingText() {
        return missingText;
    }

    @Override
    public boolean isMissing(int rowIndex) {
        return codes[rowIndex] == MISSING;
    }

    @Override
    public int missingCount() {
        return missingCount;
    }

    @Override
    public int[] codes() {
        int[] copy = codes.clone();
        for (int row = 0; missingCount > 0 && row < copy.length; row++) {
            copy[row] = copy[row] == MISSING ? levels.size() : copy[row];
        }
        return copy;
    }

    @Override
    public TextColumn select(int[] rowIndices) {
        int[] selected = new int[rowIndices.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = codes[rowIndices[i]];
        }
        return spec.kind() == Kind.ORDINAL
                ? owning(spec, levels, selected, missingText, others.select(rowIndices))
                : owning(spec, appearing(selected), selected, missingText, others.select(rowIndices));
    }

    /**
     * {@return the same column, where also the cells of these texts are missing} Its levels stay.
     *
     * @param texts of several that are there, the first level is written for all of them
     */
    public TextColumn withMissing(Collection<String> texts) {
        Set<String> missing = new HashSet<>(texts);
        missing.addAll(spec.missing());
        boolean[] isMissing = new boolean[levels.size()];
        String text = missingText;
        boolean isFirst = missingCount == 0;
        for (int code = 0; code < isMissing.length; code++) {
            isMissing[code] = missing.contains(levels.get(code));
            text = isMissing[code] && isFirst ? levels.get(code) : text;
            isFirst = isFirst && !isMissing[code];
        }
        int[] changed = Arrays.stream(codes)
                .map(code -> code != MISSING && isMissing[code] ? MISSING : code)
                .toArray();
        return owning(spec, levels, changed, text, others);
    }

    /**
     * {@return the same column, in which texts that are alike by {@link Spellings} are one, the first of them, and
     * those that usually stand for missing cells are missing} An ordinal column, whose levels somebody wrote down,
     * stays as it is.
     *
     * @param missing the texts that stand for missing cells here
     */
    public TextColumn folded(Collection<String> missing) {
        if (spec.kind() == Kind.ORDINAL) {
            return withMissing(missing);
        }
        Set<String> none = Spellings.folded(missing);
        none.addAll(Spellings.folded(spec.missing()));
        Map<String, Integer> first = new HashMap<>();
        int[] changed = new int[levels.size()];
        for (int code = 0; code < changed.length; code++) {
            int own = code;
            String text = Spellings.folded(levels.get(code));
            changed[code] = Spellings.isMissing(text, none) ? MISSING : first.computeIfAbsent(text, key -> own);
        }
        int[] folded = Arrays.stream(codes)
                .map(code -> code == MISSING ? MISSING : changed[code])
                .toArray();
        List<String> left = appearing(folded);
        return owning(spec, left, folded, missingText, others);
    }

    /** Gives each level to a sink, and answers the first row with a text that it refuses; the number of rows if none. */
    int firstRefused(CellSink sink) {
        boolean[] isRefused = new boolean[levels.size()];
        boolean isAny = false;
        for (int code = 0; code < isRefused.length; code++) {
            isRefused[code] = !sink.add(levels.get(code)).isEmpty();
            isAny |= isRefused[code];
        }
        int row = isAny ? 0 : codes.length;
        while (row < codes.length && !isRefused[codes[row]]) {
            row++;
        }
        return row;
    }

    /** The levels that these codes name, in the order of first appearance, which they are changed to. */
    private List<String> appearing(int[] selected) {
        int[] renamed = new int[levels.size()];
        Arrays.fill(renamed, MISSING);
        List<String> appearing = new ArrayList<>();
        for (int i = 0; i < selected.length; i++) {
            int code = selected[i];
            if (code != MISSING && renamed[code] == MISSING) {
                renamed[code] = appearing.size();
                appearing.add(levels.get(code));
            }
            selected[i] = code == MISSING ? MISSING : renamed[code];
        }
        return List.copyOf(appearing);
    }

    OtherTexts others() {
        return others;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextColumn that
                && spec.equals(that.spec)
                && levels.equals(that.levels)
                && missingText.equals(that.missingText)
                && others.equals(that.others)
                && Arrays.equals(codes, that.codes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * spec.hashCode() + levels.hashCode()) + Arrays.hashCode(codes);
    }

    @Override
    public String toString() {
        return "TextColumn[" + BadInputException.quoted(spec.name()) + ", " + codes.length + " rows]";
    }
}
