package org.phrkit.cli.verify;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.phrkit.cli.html.HtmlReport;
import org.phrkit.cli.html.Plot;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.table.RoleOptions;
import org.phrkit.privacy.CorrelationChange;
import org.phrkit.privacy.IntervalDisclosure;
import org.phrkit.privacy.MissingCells;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.sign.ContentHash;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.TextColumn;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.Requirements;
import org.phrkit.verify.Subjects;

/** What was found of a release as a page for people: the verdict, then risk, then utility. */
final class ReleasePage {
    private final Findings findings;
    private final RoleOptions roles;
    private final ReleaseCheck.Verdict verdict;
    private final HtmlReport page;

    /**
     * A page of these findings.
     *
     * @param roles by which the columns were read
     */
    ReleasePage(Findings findings, RoleOptions roles) {
        this.findings = findings;
        this.roles = roles;
        this.verdict = findings.verdict();
        this.page = new HtmlReport("Check of a release", findings.name());
    }

    String text() throws IOException {
        addVerdict();
        addWarnings();
        addColumns();
        addRisk();
        findings.compared().ifPresent(this::addUtility);
        page.made("Made with", "phr " + Build.VERSION)
                .made("Release", findings.name())
                .made("SHA-256 of the release", findings.release().content().sha256());
        Optional<ContentHash> columnsFile = roles.columnsFile();
        if (columnsFile.isPresent()) {
            page.made("Columns file", roles.columnsFileName())
                    .made("SHA-256 of the columns file", columnsFile.get().sha256());
        }
        findings.compared().ifPresent(found -> page.made("Compared with", found.originalName()));
        findings.manifest().ifPresent(checked -> page.made("Manifest", checked.line()));
        return page.text();
    }

    private void addVerdict() {
        String sentence = new VerdictText(findings).answer();
        int colon = sentence.indexOf(": ");
        page.verdict(
                findings.hold(),
                Character.toUpperCase(sentence.charAt(colon + 2)) + sentence.substring(colon + 3) + ".");
        page.asked(
                new VerdictText(findings).anonymous(),
                verdict.isAnonymous(),
                smallest()
                        + (verdict.rowsBelowK() == 0
                                ? ""
                                : "; " + verdict.rowsBelowK()
                                        + " rows are in smaller classes than asked for, the first " + "on line "
                                        + verdict.firstLineBelowK())
                        + (verdict.rowsWithoutQuasi() == 0
                                ? ""
                                : "; " + verdict.rowsWithoutQuasi()
                                        + " of these miss all quasi-identifiers, and no class protects them"));
        List<String> keptOut = keptOut();
        if (!keptOut.isEmpty()) {
            page.asked(
                    "free of what was named to be kept out",
                    verdict.identifiers().isEmpty(),
                    verdict.identifiers().isEmpty()
                            ? "none of these columns is there: " + String.join(", ", keptOut)
                            : "there is " + String.join(", ", verdict.identifiers()));
        }
        if (findings.warnings().areNo()) {
            page.asked(
                    "without a warning", false, findings.warnings().sentences().size() + " below");
        }
        for (ReleaseCheck.Sensitive column : verdict.sensitive()) {
            verdict.asked()
                    .diversity()
                    .ifPresent(criterion -> page.asked(
                            VerdictText.term(criterion) + "-diverse: " + column.column(),
                            criterion.isMetBy(column.diversity()),
                            "the least in a class: " + column.diversity().smallest()));
            verdict.asked()
                    .t()
                    .ifPresent(t -> page.asked(
                            VerdictText.plain(t) + "-close: " + column.column(),
                            column.closeness().greatest() <= t,
                            "the farthest class: "
                                    + Figure.decimals(column.closeness().greatest()) + " from the whole table"));
        }
        page.fact("Rows", verdict.rowCount() + "");
        if (verdict.recordCount() != verdict.rowCount()) {
            page.fact("Records", verdict.recordCount() + "");
        }
        verdict.persons().ifPresent(found -> page.fact("Persons", found.count() + "")
                .fact(
                        "Singled out by all their rows",
                        Figure.percent((double) found.personsBelowK() / found.count()) + " of persons"));
        page.fact("Classes", verdict.classCount() + "").fact("Smallest class", verdict.smallestClass() + "");
        findings.compared()
                .ifPresent(found -> page.fact(
                        "Information loss", Figure.loss(found.figures().informationLoss())));
    }

    private String smallest() {
        return verdict.persons()
                .map(found -> "nobody has more than 1/" + verdict.smallestClass() + " of the rows of a class"
                        + (found.areLinked()
                                ? "; " + found.smallestLinked() + " persons or more have the same classes"
                                : ""))
                .orElse("the smallest class has " + verdict.smallestClass()
                        + (verdict.smallestClass() == 1 ? " record" : " records"));
    }

    private void addWarnings() {
        if (findings.compared().isPresent()) {
            page.warning(
                    "this page shows figures of the original, down to single rows; it is for those who may see the "
                            + "original");
        }
        findings.warnings().sentences().forEach(page::warning);
    }

    /** The columns that somebody said no release has. */
    private List<String> keptOut() {
        Optional<Schema> schema = findings.release().schema();
        return schema.isEmpty()
                ? List.of()
                : schema.get().columns().stream()
                        .filter(column -> !column.role().isReleased())
                        .filter(column ->
                                column.role() != Role.PERSON || !schema.get().isPersonWithoutRole())
                        .map(ColumnSpec::name)
                        .toList();
    }

    private void addColumns() {
        page.section(
                "What was judged",
                "Only what is named here: a quasi-identifier is what others know of a person. Rows with the same texts in "
                        + "all quasi-identifiers are an equivalence class, within which they cannot be told apart. "
                        + asked());
        page.words(
                "The columns of the table"
                        + (keptOut().isEmpty() ? "; none was named as an identifier, so none was looked for" : ""),
                List.of("Column", "Role", "Kind"),
                findings.release().columns().stream().map(this::columnRow).toList());
    }

    private List<String> columnRow(String name) {
        Optional<Schema> schema = findings.release().schema();
        if (schema.isEmpty()) {
            return List.of(name, "quasi, as no roles were given", "text");
        }
        Optional<ColumnSpec> named = schema.get().column(name);
        if (named.isEmpty()) {
            return List.of(name, "plain, as no role was given", "text");
        }
        String kind = named.get().kind().term();
        return List.of(
                name,
                named.get().role().term(),
                named.get().role() != Role.QUASI || schema.get().isKindGiven(name)
                        ? kind
                        : kind + ", as no other was given");
    }

    private String asked() {
        Requirements asked = verdict.asked();
        String unit = asked.subjects() instanceof Subjects.Named
                ? "persons, by column "
                        + findings.release().schema().flatMap(Schema::person).orElse("")
                : findings.release().isOfGroups() ? "records" : "rows";
        List<String> within = findings.release().within();
        return "k = " + asked.k() + " is counted in " + unit
                + (within.isEmpty() ? "" : ", within equal values of " + String.join(", ", within))
                + "; a missing quasi-identifier "
                + (asked.missing() == MissingCells.WILDCARD ? "may stand for any value." : "is a value of its own.")
                + (findings.release().isFolded()
                        ? " Sensitive texts that differ only in case, blanks or Unicode form are one value, and usual codes "
                                + "of missing cells are none."
                        : "");
    }

    private void addRisk() {
        page.section("Risk", "How likely someone with the release is to find a person, or to learn a secret.");
        findings.risk().ifPresent(risk -> page.row(
                        "Prosecutor, at most",
                        Figure.percent(risk.highest()),
                        "The highest chance that someone who knows a person is in the table, and knows all her "
                                + "quasi-identifiers, picks her row.")
                .row("Prosecutor, on average", Figure.percent(risk.average()), "The same, over all persons.")
                .row(
                        "Above 1/" + risk.k(),
                        Figure.percent(risk.aboveShare()),
                        "Share of rows whose risk is higher than asked for.")
                .row(
                        "Journalist, at most",
                        Figure.percent(risk.journalist()),
                        "Who does not know who is in the table. "
                                + findings.sourceOfPopulation()
                                        .map(by -> "Measured " + by + ".")
                                        .orElse("The worst case: all of the population is."))
                .row(
                        "Marketer, at most",
                        Figure.percent(risk.marketer()),
                        "The share of all persons found by someone who wants to find as many as possible."));
        findings.population()
                .ifPresent(of -> page.row(
                        "k-map",
                        of.matches().smallest() + "",
                        "The fewest rows of " + of.name() + " that a class could be about."));
        findings.compared().map(Findings.Compared::figures).ifPresent(this::addDisclosure);
        if (!findings.disclosure().isEmpty()) {
            List<List<String>> rows = new ArrayList<>();
            findings.disclosure()
                    .forEach((column, disclosure) -> rows.add(List.of(
                            column,
                            Figure.percent(disclosure.homogeneous()),
                            Figure.percent(disclosure.guessed()),
                            Figure.percent(disclosure.guessedBlindly()))));
            page.table(
                    "What a class tells of the sensitive value of its persons: the share of rows in classes that have one "
                            + "value only; how often a guess of the most frequent value is right with the class, and "
                            + "without",
                    List.of("Sensitive column", "One value only", "Guessed", "Guessed blindly"),
                    rows);
        }
        if (!findings.release().isOfGroups()) {
            int[] sizes = IntStream.range(0, findings.classes().classCount())
                    .map(findings.classes()::size)
                    .toArray();
            page.plot(
                    Plot.classSizes("Sizes of classes", sizes, verdict.k()),
                    "How many classes there are of each size.");
        }
    }

    private void addDisclosure(ReleaseComparison figures) {
        String width = Figure.digits(100 * IntervalDisclosure.USUAL_WIDTH);
        page.row(
                        "Found by linkage",
                        figures.linkage()
                                .map(RecordLinkage::found)
                                .map(Figure::percent)
                                .orElse(Figure.NONE),
                        "Share of persons found by taking the released record nearest to what is known of them.")
                .row(
                        "Linked to their class",
                        figures.linkage()
                                .map(RecordLinkage::ownClass)
                                .map(Figure::percent)
                                .orElse(Figure.NONE),
                        "Share of persons whose nearest released record is in their own class.")
                .row(
                        "In the interval, by deviation",
                        figures.intervals()
                                .map(IntervalDisclosure::recordsByDeviation)
                                .map(Figure::percent)
                                .orElse(Figure.NONE),
                        "The share of records whose numbers are all within " + width
                                + " % of a standard deviation of the released ones.")
                .row(
                        "In the interval, by rank",
                        figures.intervals()
                                .map(IntervalDisclosure::recordsByRank)
                                .map(Figure::percent)
                                .orElse(Figure.NONE),
                        "The share of records whose numbers are all within " + width + " % of all ranks.");
    }

    private void addUtility(Findings.Compared found) {
        ReleaseComparison figures = found.figures();
        page.section("Utility", "What research on the release can still learn about the original.");
        page.row(
                "Information loss",
                Figure.loss(figures.informationLoss()),
                "0: nothing changed; 100: every value became the mean of its column.");
        if (figures.leastLoss().isPresent()) {
            page.row(
                    "Least information loss",
                    Figure.loss(figures.leastLoss()),
                    "No release with classes as large as the smallest of this one can lose less.");
        }
        figures.correlations().largest().ifPresent(pair -> page.row(
                        "Largest change of a correlation",
                        Figure.decimals(pair.before()) + " to " + Figure.decimals(pair.after()),
                        "Between " + pair.column() + " and " + pair.other() + ".")
                .row(
                        "Change of correlations, on average",
                        Figure.decimals(figures.correlations().meanAbsolute()),
                        "Over all pairs of columns of numbers.")
                .row(
                        "Largest change of an eigenvalue",
                        Figure.decimals(figures.eigenvalues().largest()),
                        "Of the matrix of correlations: what a principal component analysis sees."));
        page.row(
                        "pMSE, main effects",
                        Figure.nearZero(figures.mainEffects().meanSquaredError()),
                        "0: means and shares do not tell rows of the release from those of the original; 0.25: they tell "
                                + "all.")
                .row(
                        "pMSE, second order",
                        Figure.nearZero(figures.secondOrder().meanSquaredError()),
                        "The same with spreads and correlations.");
        page.table(
                "Columns before and after. The distance is that of Kolmogorov and Smirnov, or of shares: 0 is the same, 1 "
                        + "nothing in common",
                List.of("Column", "Mean", "Released", "Deviation", "Released", "Median", "Released", "Distance"),
                figures.columns().stream()
                        .map(column -> List.of(
                                column.name(),
                                Figure.value(column.before().mean(), column.kind()),
                                Figure.value(column.after().mean(), column.kind()),
                                Figure.digits(column.before().standardDeviation()),
                                Figure.digits(column.after().standardDeviation()),
                                median(column.before().quantiles(), column.kind()),
                                median(column.after().quantiles(), column.kind()),
                                Figure.decimals(column.distance())))
                        .toList());
        for (Column column : found.original().columns()) {
            if (column.spec().role() == Role.QUASI || column.spec().role() == Role.SENSITIVE) {
                addPlot(column, found.released().column(column.spec().name()).orElseThrow());
            }
        }
        addCorrelations(figures.correlations());
    }

    private static String median(List<Double> quantiles, Kind kind) {
        return Figure.value(quantiles.isEmpty() ? Double.NaN : quantiles.get(quantiles.size() / 2), kind);
    }

    private void addPlot(Column before, Column after) {
        String name = before.spec().name();
        boolean hasValues = before.missingCount() < before.rowCount() && after.missingCount() < after.rowCount();
        if (!hasValues) {
            return;
        }
        if (before instanceof NumberColumn numbers && after instanceof NumberColumn others) {
            page.plot(
                    before.spec().kind() == Kind.DATE
                            ? Plot.histogram(name, numbers.values(), others.values(), day -> LocalDate.ofEpochDay(
                                            Math.round(day))
                                    .toString())
                            : Plot.histogram(name, numbers.values(), others.values()),
                    "");
        } else if (before instanceof TextColumn texts && after instanceof TextColumn others) {
            Map<String, Integer> known = new HashMap<>();
            List<String> levels = new ArrayList<>();
            for (TextColumn column : List.of(texts, others)) {
                column.levels().forEach(level -> {
                    if (known.putIfAbsent(level, levels.size()) == null) {
                        levels.add(level);
                    }
                });
            }
            page.plot(Plot.levels(name, levels, counts(texts, known), counts(others, known)), "");
        }
    }

    private static int[] counts(TextColumn column, Map<String, Integer> known) {
        int[] counts = new int[known.size()];
        for (int row = 0; row < column.rowCount(); row++) {
            if (!column.isMissing(row)) {
                counts[known.getOrDefault(column.levels().get(column.code(row)), 0)]++;
            }
        }
        return counts;
    }

    private void addCorrelations(CorrelationChange correlations) {
        List<String> names = correlations.before().columns();
        if (names.size() > 1) {
            double[][] change = new double[names.size()][names.size()];
            for (int i = 0; i < change.length; i++) {
                for (int j = 0; j < change.length; j++) {
                    change[i][j] = correlations.change(i, j);
                }
            }
            page.plot(
                    Plot.correlationChange("Change of correlations", names, change),
                    "The correlation in the release less that in the original.");
        }
    }
}
