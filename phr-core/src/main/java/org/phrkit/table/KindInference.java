package org.phrkit.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds out of which kind the cells of a column could be and what they look like. Most columns have few texts, so each is
 * looked at once for all of its cells, as far as few are kept at a time.
 */
final class KindInference implements CellSink {
    private static final int DISTINCT_LIMIT = 3;

    /** Texts that are kept, and how long they may be together. */
    private static final int KEPT_TEXTS = 1024;

    private static final int KEPT_CHARACTERS = 1 << 15;

    private final ColumnSpec spec;
    private final Dialect dialect;
    private final MissingTexts missing;
    private final IdentifierScan scan = new IdentifierScan();
    private final Set<String> distinct = new HashSet<>();

    /** Texts that are still to be looked at, and how often each was there. */
    private final Map<String, Integer> kept = new LinkedHashMap<>();

    /** Of each of them, the row where it stood first. */
    private final List<Integer> keptRows = new ArrayList<>();

    private final MissingCodes codes = new MissingCodes();
    private int rowCount;
    private int firstDate = -1;

    /** The first row whose date is of no form that all before it have. */
    private int otherDate = -1;

    private boolean datesAlone = true;
    private boolean shortYears = true;

    private int keptCharacters;
    private boolean integers = true;
    private boolean decimals = true;
    private boolean otherDecimals = true;
    private @Nullable List<DateForm> forms;

    KindInference(ColumnSpec spec, Dialect dialect) {
        this.spec = spec;
        this.dialect = dialect;
        this.missing = new MissingTexts(dialect.missingValues());
    }

    @Override
    public ColumnSpec spec() {
        return spec;
    }

    @Override
    public String add(String cell) {
        rowCount++;
        if (missing.take(cell)) {
            return "";
        }
        if (kept.merge(cell, 1, Integer::sum) == 1) {
            keptCharacters += cell.length();
            keptRows.add(rowCount - 1);
            if (kept.size() == KEPT_TEXTS || keptCharacters > KEPT_CHARACTERS) {
                lookAtKept();
            }
        }
        return "";
    }

    private void lookAtKept() {
        int at = 0;
        for (Map.Entry<String, Integer> text : kept.entrySet()) {
            lookAt(text.getKey(), text.getValue(), keptRows.get(at++));
        }
        kept.clear();
        keptRows.clear();
        keptCharacters = 0;
    }

    private void lookAt(String cell, int times, int row) {
        scan.add(cell, times);
        if (distinct.size() < DISTINCT_LIMIT) {
            distinct.add(cell);
        }
        boolean plain = !cell.startsWith("+") && !Decimal.isZeroPadded(cell);
        integers = integers && plain && !Double.isNaN(Decimal.parseInteger(cell));
        decimals = decimals && isDecimal(cell, plain, dialect.decimal());
        otherDecimals = otherDecimals && isDecimal(cell, plain, dialect.otherDecimal());
        codes.add(Decimal.parse(cell, dialect.decimal()), times);
        shortYears = shortYears && DateForm.hasShortYear(cell);
        lookForDate(cell, row);
    }

    private void lookForDate(String cell, int row) {
        List<DateForm> before = forms;
        if (before == null) {
            forms = DateForm.usual(cell);
            firstDate = row;
            datesAlone = !forms.isEmpty();
            return;
        }
        forms = before.stream().filter(form -> form.matches(cell)).toList();
        if (datesAlone && forms.isEmpty()) {
            datesAlone = !DateForm.usual(cell).isEmpty();
            otherDate = otherDate < 0 ? row : otherDate;
        }
    }

    /** Digits alone that are too many for an integer are a code, not a measurement. */
    private static boolean isDecimal(String cell, boolean plain, char mark) {
        return plain
                && !Double.isNaN(Decimal.parse(cell, mark))
                && (!cell.chars().allMatch(c -> c >= '0' && c <= '9') || !Double.isNaN(Decimal.parseInteger(cell)));
    }

    @Override
    public Optional<Column> column() {
        return Optional.empty();
    }

    /** @param lineOf the line of a row */
    TableProfile.ColumnProfile profile(IntUnaryOperator lineOf) {
        lookAtKept();
        return new TableProfile.ColumnProfile(
                spec.name(),
                kind(),
                kind() == Kind.DATE ? dateForms() : List.of(),
                missing.count(),
                isOtherDecimal(),
                scan.found(spec.name()),
                doubts(lineOf));
    }

    private TableProfile.ColumnProfile.Doubts doubts(IntUnaryOperator lineOf) {
        boolean areMixed = datesAlone && otherDate >= 0;
        return new TableProfile.ColumnProfile.Doubts(
                areMixed ? List.of(lineOf.applyAsInt(firstDate), lineOf.applyAsInt(otherDate)) : List.of(),
                shortYears && forms != null,
                kind().isNumeric() && kind() != Kind.DATE ? codes.found() : List.of());
    }

    /** The likeliest, and the one that has day and month in the other order, where no cell tells which it is. */
    private List<DateForm> dateForms() {
        List<DateForm> all = forms == null ? List.of() : forms;
        DateForm first = all.get(0);
        return all.contains(first.inOtherOrder()) ? List.of(first, first.inOtherOrder()) : List.of(first);
    }

    private Kind kind() {
        if (forms != null && !forms.isEmpty()) {
            return Kind.DATE;
        }
        if (distinct.size() < DISTINCT_LIMIT || !decimals) {
            return Kind.CATEGORY;
        }
        return integers ? Kind.INTEGER : Kind.NUMBER;
    }

    private boolean isOtherDecimal() {
        return distinct.size() == DISTINCT_LIMIT && otherDecimals && !decimals;
    }
}
