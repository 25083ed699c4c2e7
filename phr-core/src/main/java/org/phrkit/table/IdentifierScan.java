package org.phrkit.table;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the cells of a column look like, and keeps none of them: counts, and the hashes of at most 1,024 texts.
 * Of more, it keeps a part chosen by the hash, and the number of distinct ones is then an estimate, the same on each run,
 * with a standard error of some 4 percent.
 *
 * <p>The scans of the parts of a column, {@linkplain #and joined}, tell what one of the whole does. Not for use by several
 * threads at once.
 */
public final class IdentifierScan implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int KEPT_HASHES = 1024;
    private static final int MANY_WORDS = 4;
    private static final int LEAST_CELLS = 3;
    private static final int LEAST_UNIQUE = 10;
    private static final int LEAST_YEARS = 25;
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2199;
    private static final Likeness[] ALL = Likeness.values();

    private final EnumMap<Likeness, Long> counts = new EnumMap<>(Likeness.class);
    private final int[] years = new int[LAST_YEAR - FIRST_YEAR + 1];
    private final HashSet<Long> hashes = new HashSet<>();
    private int sampling;
    private long present;
    private @Nullable DateForm last;

    /** Of no cell. */
    IdentifierScan() {}

    /**
     * {@return a scan of the cells of a column that are not missing} Takes time in proportion to the cells, and to the
     * distinct texts of a column of texts.
     *
     * @param column the column
     */
    public static IdentifierScan of(Column column) {
        IdentifierScan scan = new IdentifierScan();
        if (column instanceof TextColumn texts) {
            int[] cells = new int[texts.levels().size()];
            IntStream.range(0, texts.rowCount())
                    .filter(row -> !texts.isMissing(row))
                    .forEach(row -> cells[texts.code(row)]++);
            IntStream.range(0, cells.length)
                    .filter(code -> cells[code] > 0)
                    .forEach(code -> scan.add(texts.levels().get(code), cells[code]));
            return scan;
        }
        for (int row = 0; row < column.rowCount(); row++) {
            if (!column.isMissing(row)) {
                scan.add(column.text(row));
            }
        }
        return scan;
    }

    /**
     * {@return a scan of these cells and those of another part of the column}
     *
     * @param other the scan of the other part
     */
    public IdentifierScan and(IdentifierScan other) {
        IdentifierScan both = new IdentifierScan();
        for (IdentifierScan part : List.of(this, other)) {
            part.counts.forEach((likeness, count) -> both.counts.merge(likeness, count, Long::sum));
            Arrays.setAll(both.years, year -> both.years[year] + part.years[year]);
            both.present += part.present;
            both.sampling = Math.max(both.sampling, part.sampling);
        }
        for (IdentifierScan part : List.of(this, other)) {
            part.hashes.forEach(both::addHash);
        }
        return both;
    }

    /** Takes a cell that is not missing. */
    void add(String cell) {
        add(cell, 1);
    }

    /** Takes so many cells of the same text. */
    void add(String cell, int times) {
        present += times;
        for (Likeness likeness : ALL) {
            if (likeness.matches(cell)) {
                count(likeness, times);
            }
        }
        if (hasManyWords(cell)) {
            count(Likeness.FREE_TEXT, times);
        }
        if (!isNumber(cell) && !addDate(cell, times)) {
            addHash(hash(cell));
        }
    }

    private void count(Likeness likeness, int times) {
        counts.merge(likeness, (long) times, Long::sum);
    }

    private boolean addDate(String cell, int times) {
        // A date starts with a digit, and the shortest is d.M.yyyy.
        if (cell.length() < 8 || cell.length() > 40 || !isDigit(cell.charAt(0))) {
            return false;
        }
        if (last == null || !last.matches(cell)) {
            List<DateForm> forms = DateForm.usual(cell);
            if (forms.isEmpty()) {
                return false;
            }
            last = forms.get(0);
        }
        count(Likeness.BIRTH, times);
        int year = LocalDate.ofEpochDay((long) last.parse(cell)).getYear();
        years[Math.max(FIRST_YEAR, Math.min(LAST_YEAR, year)) - FIRST_YEAR] += times;
        return true;
    }

    private void addHash(long hash) {
        if ((hash & mask()) != 0) {
            return;
        }
        hashes.add(hash);
        while (hashes.size() > KEPT_HASHES) {
            sampling++;
            hashes.removeIf(kept -> (kept & mask()) != 0);
        }
    }

    private long mask() {
        return (1L << sampling) - 1;
    }

    /**
     * {@return what the column looks like, if anything}
     *
     * @param column its name
     */
    public Optional<OverlookedIdentifier> found(String column) {
        counts.put(Likeness.NEARLY_UNIQUE, Math.min(present, (long) hashes.size() << sampling));
        return Arrays.stream(ALL)
                .filter(this::isFound)
                .findFirst()
                .map(likeness -> new OverlookedIdentifier(
                        column, likeness, counts.getOrDefault(likeness, 0L) / (double) present));
    }

    private boolean isFound(Likeness likeness) {
        long count = counts.getOrDefault(likeness, 0L);
        return switch (likeness) {
            case NEARLY_UNIQUE -> isNearlyUnique(count, present);
            case BIRTH -> isHalf(count) && year(count, 0.9) - year(count, 0.1) >= LEAST_YEARS;
            default -> isHalf(count);
        };
    }

    /** Whether so many of the cells that are there differ that a value leads to a row. */
    static boolean isNearlyUnique(long different, long present) {
        return present >= LEAST_UNIQUE && 10 * different >= 9 * present;
    }

    private boolean isHalf(long count) {
        return count >= LEAST_CELLS && 2 * count >= present;
    }

    /** The year, counted from the first, in or before which a part of the dates are. */
    private int year(long dates, double part) {
        long wanted = Math.max(1, (long) Math.ceil(part * dates));
        int year = -1;
        for (long below = 0; below < wanted; ) {
            below += years[++year];
        }
        return year;
    }

    private static boolean hasManyWords(String cell) {
        int words = 0;
        boolean isInside = false;
        for (int i = 0; i < cell.length() && words < MANY_WORDS; i++) {
            boolean isWord = !Character.isWhitespace(cell.charAt(i));
            // What starts with a digit or a sign is no word: a telephone number is not free text.
            words += isWord && !isInside && Character.isLetter(cell.codePointAt(i)) ? 1 : 0;
            isInside = isWord;
        }
        return words == MANY_WORDS;
    }

    /** Digits with leading zeros, or too many, are a code. */
    private static boolean isNumber(String cell) {
        boolean isLong = cell.length() > 15 && cell.chars().allMatch(c -> c >= '0' && c <= '9');
        return !isLong
                && !Decimal.isZeroPadded(cell)
                && (!Double.isNaN(Decimal.parse(cell, '.')) || !Double.isNaN(Decimal.parse(cell, ',')));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** FNV-1a of 64 bits, mixed so that its low bits depend on all. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        return hash ^ (hash >>> 33);
    }
}
