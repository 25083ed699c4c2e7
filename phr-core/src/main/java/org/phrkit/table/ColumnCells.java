package org.phrkit.table;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells of some rows of a column as arrays, which are sent to another process and made a {@link Column} again: the
 * same values, and the exact texts of cells that a release keeps. Of a category, it has those levels alone that
 * appear, unless its codes are those of {@linkplain #coded levels that the other side knows}.
 *
 * <p>Immutable; several threads may use one.
 */
public final class ColumnCells implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int MISSING = -1;

    private final double @Nullable [] numbers;
    private final int @Nullable [] codes;

    /** Null of numbers, and where the codes are those of levels that are known elsewhere. */
    @SuppressWarnings("serial") // one of List.of
    private final @Nullable List<String> levels;

    private final String missingText;
    private final boolean keepsTexts;
    private final OtherTexts others;

    private ColumnCells(
            double @Nullable [] numbers,
            int @Nullable [] codes,
            @Nullable List<String> levels,
            String missingText,
            boolean keepsTexts,
            OtherTexts others) {
        this.numbers = numbers;
        this.codes = codes;
        this.levels = levels;
        this.missingText = missingText;
        this.keepsTexts = keepsTexts;
        this.others = others;
    }

    /**
     * {@return the cells of a column; the codes of an ordinal one are those of its declared levels, which are known}
     *
     * @param column the column
     */
    public static ColumnCells of(Column column) {
        boolean keepsTexts = CellSink.keepsTexts(column.spec());
        if (column instanceof NumberColumn numbers) {
            return new ColumnCells(numbers.values(), null, null, numbers.missingText(), keepsTexts, numbers.others());
        }
        TextColumn texts = (TextColumn) column;
        int[] codes = new int[texts.rowCount()];
        Arrays.setAll(codes, texts::code);
        List<String> levels = texts.spec().kind() == Kind.ORDINAL ? null : texts.levels();
        return new ColumnCells(null, codes, levels, texts.missingText(), keepsTexts, texts.others());
    }

    /**
     * {@return a column of these cells}
     *
     * @param spec the name, role and kind of the column
     * @param known the levels of which the cells have the codes; not used where they bring their own
     * @throws IllegalArgumentException if the cells are not of the kind, or of other levels
     */
    public Column column(ColumnSpec spec, List<String> known) {
        if (numbers != null) {
            return NumberColumn.owning(spec, numbers.clone(), missingText, others);
        }
        List<String> texts = levels != null ? levels : spec.kind() == Kind.ORDINAL ? spec.levels() : known;
        return TextColumn.owning(spec, texts, codes().clone(), missingText, others);
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return numbers != null ? numbers.length : codes().length;
    }

    /** {@return whether these are numbers, and no texts} */
    public boolean areNumbers() {
        return numbers != null;
    }

    /**
     * {@return whether nothing is known of the cell}
     *
     * @param rowIndex the index of the row, from 0
     */
    public boolean isMissing(int rowIndex) {
        return numbers != null ? Double.isNaN(numbers[rowIndex]) : codes()[rowIndex] == MISSING;
    }

    /**
     * {@return the number of the cell, NaN where it is missing}
     *
     * @param rowIndex the index of the row, from 0
     * @throws IllegalStateException if these are texts
     */
    public double number(int rowIndex) {
        if (numbers == null) {
            throw new IllegalStateException("the cells are texts");
        }
        return numbers[rowIndex];
    }

    /**
     * {@return the code of the text of the cell, -1 where it is missing}
     *
     * @param rowIndex the index of the row, from 0
     * @throws IllegalStateException if these are numbers
     */
    public int code(int rowIndex) {
        return codes()[rowIndex];
    }

    /** {@return whether these are texts whose codes are those of levels that are known elsewhere} */
    public boolean areOfKnownLevels() {
        return codes != null && levels == null;
    }

    /**
     * {@return the texts that these cells bring, in the order of first appearance; none where the codes are of known
     * levels}
     */
    public List<String> levels() {
        return levels == null ? List.of() : levels;
    }

    /** {@return what is written for missing cells, if there is one} */
    public String missingText() {
        return missingText;
    }

    /**
     * {@return the same cells with the codes of known levels, which are not sent any more}
     *
     * @param codeOf each level; those that these cells do not bring may be among them
     * @param missing what is written for missing cells
     */
    public ColumnCells coded(Map<String, Integer> codeOf, String missing) {
        if (levels == null) {
            return new ColumnCells(numbers, codes, null, missing, keepsTexts, others);
        }
        int[] renamed = levels.stream()
                .mapToInt(level -> {
                    Integer code = codeOf.get(level);
                    if (code == null) {
                        throw new IllegalArgumentException("a level is not known");
                    }
                    return code;
                })
                .toArray();
        int[] changed = Arrays.stream(codes())
                .map(code -> code == MISSING ? MISSING : renamed[code])
                .toArray();
        return new ColumnCells(null, changed, null, missing, keepsTexts, others);
    }

    /**
     * {@return the cells of these rows}
     *
     * @param rowIndices in the order wanted; a row may stand more than once
     */
    public ColumnCells select(int[] rowIndices) {
        return gather(List.of(this), new int[rowIndices.length], rowIndices);
    }

    /**
     * {@return cells of several parts of one column, in any order: as if the column had been read in that order}
     *
     * @param parts parts of one column
     * @param partOf for each cell wanted, the part that has it
     * @param rowOf for each cell wanted, its row in that part
     * @throws IllegalArgumentException if the parts are not all of numbers, or of texts of the same known levels, or of
     *     texts that they bring
     */
    public static ColumnCells gather(List<ColumnCells> parts, int[] partOf, int[] rowOf) {
        ColumnCells first = parts.get(0);
        if (parts.stream()
                .anyMatch(part -> part.areNumbers() != first.areNumbers()
                        || (part.levels == null) != (first.levels == null)
                        || part.keepsTexts != first.keepsTexts)) {
            throw new IllegalArgumentException("the parts are of different columns");
        }
        int size = rowOf.length;
        double[] numbers = first.areNumbers() ? new double[size] : null;
        int[] codes = first.areNumbers() ? null : new int[size];
        Levels levels = first.levels == null ? null : new Levels(parts);
        OtherTexts.Builder others = new OtherTexts.Builder();
        String missingText = null;
        for (int i = 0; i < size; i++) {
            ColumnCells part = parts.get(partOf[i]);
            int row = rowOf[i];
            boolean isMissing = part.isMissing(row);
            if (numbers != null) {
                numbers[i] = part.number(row);
            } else if (codes != null) {
                int code = part.code(row);
                codes[i] = code == MISSING || levels == null ? code : levels.code(partOf[i], code);
            }
            String other = part.others.of(row);
            String text = isMissing && other == null ? part.missingText : other;
            missingText = isMissing && missingText == null ? text : missingText;
            if (first.keepsTexts && text != null && !(isMissing && text.equals(missingText))) {
                others.add(i, text);
            }
        }
        return new ColumnCells(
                numbers,
                codes,
                levels == null ? null : levels.appearing(),
                missingText == null ? "" : missingText,
                first.keepsTexts,
                others.build());
    }

    /** The levels of several parts that appear, in the order of first appearance. */
    private static final class Levels {
        private final List<ColumnCells> parts;
        private final int[][] renamed;
        private final Map<String, Integer> known = new LinkedHashMap<>();

        Levels(List<ColumnCells> parts) {
            this.parts = parts;
            this.renamed = parts.stream()
                    .map(part -> {
                        int[] none = new int[part.levels().size()];
                        Arrays.fill(none, MISSING);
                        return none;
                    })
                    .toArray(int[][]::new);
        }

        int code(int part, int code) {
            if (renamed[part][code] == MISSING) {
                String level = parts.get(part).level(code);
                renamed[part][code] = known.computeIfAbsent(level, text -> known.size());
            }
            return renamed[part][code];
        }

        List<String> appearing() {
            return List.copyOf(known.keySet());
        }
    }

    private String level(int code) {
        if (levels == null) {
            throw new IllegalStateException("the cells bring no levels");
        }
        return levels.get(code);
    }

    private int[] codes() {
        if (codes == null) {
            throw new IllegalStateException("the cells are numbers");
        }
        return codes;
    }

    /** Names no cell. */
    @Override
    public String toString() {
        return "ColumnCells[" + rowCount() + " rows]";
    }
}
