package org.phrkit.cli.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.TextTable;
import org.phrkit.verify.ReleaseComparison;

/** What is left of risk and what was lost, as lines: two blocks, each with a table. */
final class ComparisonText {
    private final Findings findings;
    private final ReleaseComparison figures;
    private final List<String> lines = new ArrayList<>();

    ComparisonText(Findings findings, ReleaseComparison figures) {
        this.findings = findings;
        this.figures = figures;
    }

    List<String> lines() {
        addRisk();
        addDisclosure();
        addUtility();
        addColumns();
        return lines;
    }

    private void add(String label, String value) {
        lines.add(VerdictText.line(label, value));
    }

    private void addRisk() {
        lines.add("");
        lines.add("risk");
        findings.risk().ifPresent(risk -> {
            add(
                    "prosecutor",
                    "at most " + Figure.percent(risk.highest()) + ", on average " + Figure.percent(risk.average())
                            + "; above 1/k " + Figure.percent(risk.aboveShare()) + " of rows");
            Optional<String> source = findings.sourceOfPopulation();
            add(
                    "journalist",
                    source.map(by -> "at most " + Figure.percent(risk.journalist()) + ", " + by)
                            .orElse("no more than the prosecutor, who knows that a person is in the table"));
            add(
                    "marketer",
                    source.map(by -> Figure.percent(risk.marketer()) + ", " + by)
                            .orElse("no more than " + Figure.percent(risk.marketer())));
        });
        add(
                "linkage",
                figures.linkage()
                        .map(linkage -> Figure.percent(linkage.found()) + " of persons found, "
                                + Figure.percent(linkage.ownClass()) + " linked to their class")
                        .orElse(Figure.NONE));
        add(
                "intervals",
                figures.intervals()
                        .map(intervals -> Figure.percent(intervals.recordsByDeviation())
                                + " of records by deviation, " + Figure.percent(intervals.recordsByRank())
                                + " by rank")
                        .orElse(Figure.NONE));
    }

    private void addDisclosure() {
        if (!findings.disclosure().isEmpty()) {
            TextTable table =
                    new TextTable().row(List.of("sensitive", "one value a class", "guessed", "guessed blindly"));
            findings.disclosure()
                    .forEach((column, disclosure) -> table.row(List.of(
                            Terminal.shown(column),
                            Figure.percent(disclosure.homogeneous()),
                            Figure.percent(disclosure.guessed()),
                            Figure.percent(disclosure.guessedBlindly()))));
            lines.add("");
            lines.addAll(table.lines());
        }
    }

    private void addUtility() {
        lines.add("");
        lines.add("utility");
        figures.correlations()
                .largest()
                .ifPresent(pair -> add(
                        "correlations",
                        "change by " + Figure.decimals(figures.correlations().meanAbsolute())
                                + " on average, at most from " + Figure.decimals(pair.before()) + " to "
                                + Figure.decimals(pair.after()) + " ("
                                + Terminal.shown(pair.column() + ", " + pair.other()) + ")"));
        add("eigenvalues", "change by " + Figure.decimals(figures.eigenvalues().largest()) + " at most");
        add(
                "pMSE",
                Figure.nearZero(figures.mainEffects().meanSquaredError()) + " by main effects, "
                        + Figure.nearZero(figures.secondOrder().meanSquaredError()) + " by the second order");
    }

    private void addColumns() {
        TextTable table =
                new TextTable().row(List.of("column", "mean", "released", "deviation", "released", "distance"));
        figures.columns()
                .forEach(column -> table.row(List.of(
                        Terminal.shown(column.name()),
                        Figure.value(column.before().mean(), column.kind()),
                        Figure.value(column.after().mean(), column.kind()),
                        Figure.digits(column.before().standardDeviation()),
                        Figure.digits(column.after().standardDeviation()),
                        Figure.decimals(column.distance()))));
        lines.add("");
        lines.addAll(table.lines());
    }
}
