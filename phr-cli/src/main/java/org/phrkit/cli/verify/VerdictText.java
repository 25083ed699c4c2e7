package org.phrkit.cli.verify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.Subjects;

/**
 * A verdict on a release as lines. Figures of sensitive columns have four decimals, rounded to the worse side: l down, c
 * and t up.
 */
final class VerdictText {
    private final Findings findings;
    private final ReleaseCheck.Verdict verdict;

    VerdictText(Findings findings) {
        this.findings = findings;
        this.verdict = findings.verdict();
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(Terminal.answer(Terminal.shown(answer()), findings.hold()));
        lines.add(line("rows", verdict.rowCount()));
        if (verdict.recordCount() != verdict.rowCount()) {
            lines.add(line("records", verdict.recordCount()));
        }
        verdict.persons().ifPresent(found -> lines.add(line("persons", found.count())));
        lines.add(line("classes", verdict.classCount()));
        lines.add(line("smallest class", verdict.smallestClass()));
        if (verdict.rowsBelowK() > 0) {
            lines.add(line("rows below k", verdict.rowsBelowK() + ", the first on line " + verdict.firstLineBelowK()));
        }
        if (verdict.rowsWithoutQuasi() > 0) {
            lines.add(
                    line("without quasi", verdict.rowsWithoutQuasi() + " of these, which miss all quasi-identifiers"));
        }
        verdict.persons()
                .ifPresent(found -> lines.add(line(
                        "singled out",
                        Figure.percent((double) found.personsBelowK() / found.count())
                                + " of persons, by whoever knows all their rows")));
        findings.population()
                .ifPresent(of -> lines.add(line(
                        "k-map",
                        of.matches().smallest() + ", the fewest rows of " + Terminal.shown(of.name())
                                + " that match a class")));
        findings.compared()
                .ifPresent(found -> lines.add(
                        line("information loss", Figure.loss(found.figures().informationLoss()))));
        findings.manifest().ifPresent(checked -> lines.add(line("manifest", Terminal.shown(checked.line()))));
        if (!verdict.sensitive().isEmpty()) {
            lines.add("");
            lines.addAll(sensitive());
        }
        findings.compared().ifPresent(found -> lines.addAll(new ComparisonText(findings, found.figures()).lines()));
        return String.join("\n", lines);
    }

    static String line(String label, Object value) {
        return String.format(Locale.ROOT, "%-18s%s", label, value);
    }

    /** The first line. */
    String answer() {
        if (!verdict.identifiers().isEmpty()) {
            return "no: the table holds what must not be released: " + String.join(", ", verdict.identifiers());
        }
        List<String> kept = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        (verdict.isAnonymous() ? kept : broken).add(anonymous());
        verdict.asked().diversity().ifPresent(criterion -> (verdict.isDiverse() ? kept : broken)
                .add(term(criterion) + "-diverse"));
        verdict.asked().t().ifPresent(t -> (verdict.isClose() ? kept : broken).add(plain(t) + "-close"));
        if (!broken.isEmpty()) {
            return "no: the table is not " + String.join(", not ", broken);
        }
        if (!verdict.repeatedPseudonyms().isEmpty()) {
            return "no: rows are not persons: they have the same " + String.join(", ", verdict.repeatedPseudonyms());
        }
        String found = "the table is " + String.join(", ", kept) + unseen();
        return findings.warnings().areNo() ? "no: " + found + "; but --strict accepts no warning" : "yes: " + found;
    }

    /** Of what k counts, where that is known. */
    String anonymous() {
        String term = verdict.k() + "-anonymous";
        if (verdict.persons().isPresent()) {
            return term + " in persons" + (verdict.persons().get().areLinked() ? " whose rows are all known" : "");
        }
        return verdict.asked().subjects() instanceof Subjects.Rows ? term : term + " in " + unit();
    }

    private String unit() {
        return findings.release().isOfGroups() ? "records" : "rows";
    }

    private String unseen() {
        return verdict.asked().subjects() instanceof Subjects.Unknown
                ? "; whether " + unit() + " are persons cannot be seen in this file"
                : "";
    }

    static String term(DiversityCriterion criterion) {
        if (criterion instanceof DiversityCriterion.Recursive recursive) {
            return "recursive (" + plain(recursive.c()) + ", " + recursive.l() + ")";
        }
        return (criterion instanceof DiversityCriterion.Entropy ? "entropy " : "") + criterion.l();
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    private List<String> sensitive() {
        List<String> header = new ArrayList<>(List.of("sensitive"));
        verdict.asked()
                .diversity()
                .ifPresent(criterion ->
                        header.addAll(List.of("distinct l", "entropy l", "c for l = " + criterion.l() + " above")));
        verdict.asked().t().ifPresent(t -> header.addAll(List.of("t", "distance")));
        TextTable table = new TextTable().row(header);
        verdict.sensitive().forEach(column -> table.row(cells(column)));
        return table.lines();
    }

    private List<String> cells(ReleaseCheck.Sensitive column) {
        List<String> cells = new ArrayList<>(List.of(Terminal.shown(column.column())));
        verdict.asked()
                .diversity()
                .ifPresent(criterion -> cells.addAll(List.of(
                        column.diversity().smallest() + "",
                        Figure.rounded(column.diversity().smallestEntropy(), RoundingMode.FLOOR),
                        Figure.rounded(column.diversity().greatestRecursive(criterion.l()), RoundingMode.CEILING))));
        verdict.asked()
                .t()
                .ifPresent(t -> cells.addAll(List.of(
                        Figure.rounded(column.closeness().greatest(), RoundingMode.CEILING),
                        column.closeness().isOrdered() ? "ordered" : "equal")));
        return cells;
    }
}
