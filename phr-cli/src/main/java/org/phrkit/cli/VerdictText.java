package org.phrkit.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.verify.ReleaseCheck;

/**
 * A verdict on a release as lines. Figures of sensitive columns have four decimals, rounded to the worse side: l down, c
 * and t up.
 */
final class VerdictText {
    private static final int DECIMALS = 4;

    private final ReleaseCheck.Verdict verdict;
    private final OptionalDouble loss;

    VerdictText(ReleaseCheck.Verdict verdict, OptionalDouble loss) {
        this.verdict = verdict;
        this.loss = loss;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(Terminal.answer(Terminal.shown(answer()), verdict.holds()));
        lines.add(line("rows", verdict.rowCount()));
        if (verdict.recordCount() != verdict.rowCount()) {
            lines.add(line("records", verdict.recordCount()));
        }
        lines.add(line("classes", verdict.classCount()));
        lines.add(line("smallest class", verdict.smallestClass()));
        if (verdict.rowsBelowK() > 0) {
            lines.add(line("rows below k", verdict.rowsBelowK() + ", the first on line " + verdict.firstLineBelowK()));
        }
        loss.ifPresent(value -> lines.add(line("information loss", String.format(Locale.ROOT, "%.4f %%", value))));
        if (!verdict.sensitive().isEmpty()) {
            lines.add("");
            lines.addAll(table());
        }
        return String.join("\n", lines);
    }

    private static String line(String label, Object value) {
        return String.format(Locale.ROOT, "%-18s%s", label, value);
    }

    private String answer() {
        if (!verdict.identifiers().isEmpty()) {
            return "no: the table holds what must not be released: " + String.join(", ", verdict.identifiers());
        }
        List<String> kept = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        (verdict.isAnonymous() ? kept : broken).add(verdict.k() + "-anonymous");
        verdict.asked().diversity().ifPresent(criterion -> (verdict.isDiverse() ? kept : broken)
                .add(term(criterion) + "-diverse"));
        verdict.asked().t().ifPresent(t -> (verdict.isClose() ? kept : broken).add(plain(t) + "-close"));
        return broken.isEmpty()
                ? "yes: the table is " + String.join(", ", kept)
                : "no: the table is not " + String.join(", not ", broken);
    }

    private static String term(DiversityCriterion criterion) {
        if (criterion instanceof DiversityCriterion.Recursive recursive) {
            return "recursive (" + plain(recursive.c()) + ", " + recursive.l() + ")";
        }
        return (criterion instanceof DiversityCriterion.Entropy ? "entropy " : "") + criterion.l();
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private List<String> table() {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("sensitive"));
        verdict.asked()
                .diversity()
                .ifPresent(criterion ->
                        header.addAll(List.of("distinct l", "entropy l", "c for l = " + criterion.l() + " above")));
        verdict.asked().t().ifPresent(t -> header.addAll(List.of("t", "distance")));
        rows.add(header);
        verdict.sensitive().forEach(column -> rows.add(cells(column)));
        int[] widths = new int[header.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        return rows.stream().map(row -> padded(row, widths)).toList();
    }

    private List<String> cells(ReleaseCheck.Sensitive column) {
        List<String> cells = new ArrayList<>(List.of(Terminal.shown(column.column())));
        verdict.asked()
                .diversity()
                .ifPresent(criterion -> cells.addAll(List.of(
                        column.diversity().smallest() + "",
                        rounded(column.diversity().smallestEntropy(), RoundingMode.FLOOR),
                        rounded(column.diversity().greatestRecursive(criterion.l()), RoundingMode.CEILING))));
        verdict.asked()
                .t()
                .ifPresent(t -> cells.addAll(List.of(
                        rounded(column.closeness().greatest(), RoundingMode.CEILING),
                        column.closeness().isOrdered() ? "ordered" : "equal")));
        return cells;
    }

    private static String rounded(double value, RoundingMode mode) {
        return Double.isInfinite(value)
                ? "none"
                : BigDecimal.valueOf(value).setScale(DECIMALS, mode).toPlainString();
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            line.append(cell).append(" ".repeat(2 + widths[i] - cell.codePointCount(0, cell.length())));
        }
        return line.toString().stripTrailing();
    }
}
