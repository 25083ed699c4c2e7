package org.phrkit.table;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        if (missing.take(cell)) {
            return "";
        }
        if (kept.merge(cell, 1, Integer::sum) == 1) {
            keptCharacters += cell.length();
            if (kept.size() == KEPT_TEXTS || keptCharacters > KEPT_CHARACTERS) {
                lookAtKept();
            }
        }
        return "";
    }

    private void lookAtKept() {
        kept.forEach(this::lookAt);
        kept.clear();
        keptCharacters = 0;
    }

    private void lookAt(String cell, int times) {
        scan.add(cell, times);
        if (distinct.size() < DISTINCT_LIMIT) {
            distinct.add(cell);
        }
        boolean plain = !cell.startsWith("+") && !Decimal.isZeroPadded(cell);
        integers = integers && plain && !Double.isNaN(Decimal.parseInteger(cell));
        decimals = decimals && isDecimal(cell, plain, dialect.decimal());
        otherDecimals = otherDecimals && isDecimal(cell, plain, dialect.otherDecimal());
        forms = forms == null
                ? DateForm.usual(cell)
                : forms.stream().filter(form -> form.matches(cell)).toList();
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

    TableProfile.ColumnProfile profile() {
        lookAtKept();
        return new TableProfile.ColumnProfile(
                spec.name(),
                kind(),
                kind() == Kind.DATE ? dateForms() : List.of(),
                missing.count(),
                isOtherDecimal(),
                scan.found(spec.name()));
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
