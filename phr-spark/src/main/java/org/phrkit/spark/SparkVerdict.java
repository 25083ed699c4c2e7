package org.phrkit.spark;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.html.HtmlReport;
import org.phrkit.cli.shell.Build;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.verify.Figure;
import org.phrkit.cli.verify.ManifestCheck;
import org.phrkit.cli.verify.UtilityJson;
import org.phrkit.cli.verify.Warnings;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.LinkageBounds;
import org.phrkit.verify.Requirements;

/** What was found of a release on a cluster, under the names that phr verify release gives the same figures. */
final class SparkVerdict {
    private final Requirements asked;
    private final ClassFigures classes;
    private Map<String, String> columns = Map.of();
    private List<String> identifiers = List.of();
    private Warnings warnings = new Warnings(false);
    private long nearlyEqual;
    private List<String> repeated = List.of();
    private String unit = "unknown";
    private List<String> within = List.of();
    private boolean areFolded;
    private String firstBelow = "";
    private Optional<ManifestCheck> manifest = Optional.empty();
    private SparkVerification.@Nullable PersonFigures persons;
    private boolean areLinked;
    private @Nullable SparkComparison compared;

    SparkVerdict(Requirements asked, ClassFigures classes) {
        this.asked = asked;
        this.classes = classes;
    }

    /** The columns of the release by their names, each with its role. */
    SparkVerdict withColumns(Map<String, String> roles) {
        this.columns = new LinkedHashMap<>(roles);
        return this;
    }

    SparkVerdict withIdentifiers(List<String> names) {
        this.identifiers = List.copyOf(names);
        return this;
    }

    SparkVerdict with(SparkVerification.Asked how) {
        this.within = how.within();
        this.areFolded = how.isFolded();
        return this;
    }

    SparkVerdict withUnit(String counted) {
        this.unit = counted;
        return this;
    }

    /** @param all to which none is added any more */
    SparkVerdict with(Warnings all) {
        this.warnings = all;
        return this;
    }

    void withFirstBelow(String place) {
        this.firstBelow = place;
    }

    /** The pseudonyms that stand in several rows, where nobody said whom rows are about. */
    void withRepeated(List<String> names) {
        this.repeated = List.copyOf(names);
    }

    void with(ReleaseTexts.NearlyEqual found) {
        this.nearlyEqual = found.count();
    }

    void with(ManifestCheck check) {
        this.manifest = Optional.of(check);
    }

    void with(SparkVerification.PersonFigures found, boolean linked) {
        this.persons = found;
        this.areLinked = linked;
    }

    void with(SparkComparison found) {
        this.compared = found;
    }

    private boolean isAnonymous() {
        return classes.smallest() >= asked.k()
                && (persons == null || !areLinked || persons.smallestLinked() >= asked.k());
    }

    private boolean isDiverse() {
        return classes.sensitive().stream()
                .allMatch(column -> asked.diversity().stream().allMatch(criterion -> isMet(criterion, column)));
    }

    private static boolean isMet(DiversityCriterion criterion, ClassFigures.Sensitive column) {
        if (criterion instanceof DiversityCriterion.Recursive recursive) {
            return column.recursive() < recursive.c();
        }
        return criterion instanceof DiversityCriterion.Entropy
                ? column.entropy() >= criterion.l()
                : column.values() >= criterion.l();
    }

    private boolean isClose() {
        return asked.t().isEmpty()
                || classes.sensitive().stream()
                        .allMatch(column -> column.distance() <= asked.t().getAsDouble());
    }

    /** Whether the answer to all that was asked is yes. */
    boolean holds() {
        return isAnonymous()
                && isDiverse()
                && isClose()
                && identifiers.isEmpty()
                && repeated.isEmpty()
                && !warnings.areNo();
    }

    String json() {
        Json json = new Json();
        json.add("verdict", holds())
                .add("form", "records")
                .add("missing", "own")
                .add("k", asked.k())
                .add("rows", classes.rows())
                .add("records", classes.rows())
                .add("unit", unit)
                .add("classes", classes.classes())
                .add("smallestClass", classes.smallest())
                .add("rowsBelowK", classes.rowsBelow())
                .add("rowsWithoutQuasi", classes.withoutQuasi())
                .add("nearlyEqualClasses", nearlyEqual)
                .add("identifiers", identifiers)
                .add("warnings", warnings.sentences());
        if (!firstBelow.isEmpty()) {
            json.add("firstRowBelowK", firstBelow);
        }
        if (persons != null) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("count", persons.count());
            members.put("smallestClass", classes.personsInClass());
            members.put("linked", areLinked);
            members.put("smallestLinked", persons.smallestLinked());
            members.put("singledOut", persons.below());
            json.add("persons", members);
        }
        if (!repeated.isEmpty()) {
            json.add("repeatedPseudonyms", repeated);
        }
        if (areFolded) {
            json.add("folded", true);
        }
        asked.diversity().ifPresent(criterion -> addDiversity(json, criterion));
        if (asked.t().isPresent()) {
            json.add("t", asked.t().getAsDouble())
                    .add(
                            "greatestDistance",
                            classes.sensitive().stream()
                                    .mapToDouble(ClassFigures.Sensitive::distance)
                                    .max()
                                    .orElse(0))
                    .add("distances", byColumn(ClassFigures.Sensitive::distance))
                    .add("distanceKinds", byColumn(column -> column.isOrdered() ? "ordered" : "equal"));
        }
        manifest.ifPresent(checked -> json.add("manifest", checked.members()));
        Map<String, @Nullable Object> risk = new LinkedHashMap<>();
        risk.put("prosecutorHighest", classes.highestRisk());
        risk.put("prosecutorAverage", classes.risks() / classes.rows());
        risk.put("aboveOneInK", (double) classes.rowsBelow() / classes.rows());
        if (compared != null) {
            addLinkage(risk, compared);
        }
        json.add("risk", risk);
        if (compared != null) {
            Map<String, Object> utility = UtilityJson.correlations(compared.correlations());
            utility.put("columns", UtilityJson.columns(compared.columns()));
            json.add("informationLoss", orNull(compared.informationLoss()))
                    .add("leastInformationLoss", orNull(compared.leastLoss()))
                    .add("utility", utility);
        }
        return json.text();
    }

    private void addDiversity(Json json, DiversityCriterion criterion) {
        json.add("l", criterion.l())
                .add("criterion", criterion.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (criterion instanceof DiversityCriterion.Recursive recursive) {
            json.add("c", recursive.c());
        }
        json.add(
                        "smallestDiversity",
                        classes.sensitive().stream()
                                .mapToInt(ClassFigures.Sensitive::values)
                                .min()
                                .orElse(0))
                .add("diversity", byColumn(ClassFigures.Sensitive::values))
                .add("entropyDiversity", byColumn(ClassFigures.Sensitive::entropy))
                .add("recursiveDiversity", byColumn(column -> UtilityJson.finite(column.recursive())));
    }

    private Map<String, @Nullable Object> byColumn(Function<ClassFigures.Sensitive, @Nullable Object> figure) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        classes.sensitive().forEach(column -> figures.put(column.column(), figure.apply(column)));
        return figures;
    }

    /** The linkage is a number where all rows are sure. */
    private static void addLinkage(Map<String, @Nullable Object> risk, SparkComparison compared) {
        risk.put("rowsPaired", compared.order().arePaired());
        risk.put("orderKept", compared.order().isKept());
        Optional<LinkageBounds> exact = compared.linkage().filter(LinkageBounds::areExact);
        risk.put("linkage", exact.map(bounds -> bounds.least().found()).orElse(null));
        risk.put(
                "linkageOwnClass",
                exact.map(bounds -> bounds.least().ownClass()).orElse(null));
        compared.linkage().ifPresent(bounds -> {
            risk.put(
                    "linkageBounds",
                    List.of(bounds.least().found(), bounds.most().found()));
            risk.put(
                    "linkageOwnClassBounds",
                    List.of(bounds.least().ownClass(), bounds.most().ownClass()));
            risk.put("linkageRowsSure", bounds.sure());
        });
    }

    /** What is not known is null. */
    private static @Nullable Double orNull(OptionalDouble figure) {
        return figure.isPresent() ? figure.getAsDouble() : null;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(Terminal.answer(Terminal.shown(answer()), holds()));
        lines.add(line("rows", classes.rows()));
        if (persons != null) {
            lines.add(line("persons", persons.count()));
        }
        lines.add(line("classes", classes.classes()));
        lines.add(line("smallest class", classes.smallest()));
        if (classes.rowsBelow() > 0) {
            lines.add(line("rows below k", classes.rowsBelow() + ", the first is " + Terminal.shown(firstBelow)));
        }
        if (classes.withoutQuasi() > 0) {
            lines.add(line("without quasi", classes.withoutQuasi() + " of these, which miss all quasi-identifiers"));
        }
        if (persons != null) {
            lines.add(line(
                    "singled out",
                    String.format(Locale.ROOT, "%.2f %%", 100.0 * persons.below() / persons.count())
                            + " of persons, by whoever knows all their rows"));
        }
        if (compared != null) {
            lines.add(line("information loss", Figure.loss(compared.informationLoss())));
        }
        manifest.ifPresent(checked -> lines.add(line("manifest", Terminal.shown(checked.line()))));
        for (ClassFigures.Sensitive column : classes.sensitive()) {
            lines.add(line(Terminal.shown(column.column()), figures(column)));
        }
        if (compared != null) {
            lines.addAll(comparison(compared));
        }
        return String.join("\n", lines);
    }

    /**
     * A page for people, without the plots of one machine.
     *
     * @param name what it calls the release
     */
    String page(String name) {
        HtmlReport page = new HtmlReport("Check of a release", name);
        String sentence = answer().substring(answer().indexOf(": ") + 2);
        page.verdict(holds(), Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".");
        page.asked(
                anonymous(),
                isAnonymous(),
                smallest()
                        + (classes.rowsBelow() == 0
                                ? ""
                                : "; " + classes.rowsBelow()
                                        + " rows are in smaller classes than asked for, the first is " + firstBelow));
        page.asked(
                "free of what was named to be kept out",
                identifiers.isEmpty(),
                identifiers.isEmpty() ? "no such column is there" : "there is " + String.join(", ", identifiers));
        if (warnings.areNo()) {
            page.asked("without a warning", false, warnings.sentences().size() + " below");
        }
        for (ClassFigures.Sensitive column : classes.sensitive()) {
            asked.diversity()
                    .ifPresent(criterion -> page.asked(
                            diverse(criterion) + ": " + column.column(),
                            isMet(criterion, column),
                            "values in a class, at least: " + column.values()));
            asked.t()
                    .ifPresent(t -> page.asked(
                            close(t) + ": " + column.column(),
                            column.distance() <= t,
                            "the farthest class: " + Figure.rounded(column.distance(), RoundingMode.CEILING)
                                    + " from the whole table"));
        }
        if (compared != null) {
            page.warning("this page shows figures of the original; it is for those who may see the original");
        }
        warnings.sentences().forEach(page::warning);
        page.fact("Rows", classes.rows() + "");
        if (persons != null) {
            page.fact("Persons", persons.count() + "")
                    .fact(
                            "Singled out by all their rows",
                            Figure.percent((double) persons.below() / persons.count()) + " of persons");
        }
        page.fact("Classes", classes.classes() + "").fact("Smallest class", classes.smallest() + "");
        page.section(
                "What was judged",
                "Rows with the same texts in all quasi-identifiers are an equivalence class, within which they cannot be told "
                        + "apart" + (within.isEmpty() ? "" : ", nor do they differ in " + String.join(", ", within))
                        + ". A missing quasi-identifier is a value of its own."
                        + (areFolded
                                ? " Sensitive texts that differ only in case, blanks or Unicode form are one value, and "
                                        + "usual codes of missing cells are none."
                                : ""));
        page.words(
                "The columns of the table",
                List.of("Column", "Role"),
                columns.entrySet().stream()
                        .map(column -> List.of(column.getKey(), column.getValue()))
                        .toList());
        page.section("Risk", "How likely someone with the release is to find a person.");
        page.row(
                        "Prosecutor, at most",
                        Figure.percent(classes.highestRisk()),
                        "The highest chance that someone who knows a person is in the table, and knows all her "
                                + "quasi-identifiers, picks her row.")
                .row(
                        "Prosecutor, on average",
                        Figure.percent(classes.risks() / classes.rows()),
                        "The same, over all persons.")
                .row(
                        "Above 1/" + asked.k(),
                        Figure.percent((double) classes.rowsBelow() / classes.rows()),
                        "Share of rows whose risk is higher than asked for.");
        if (compared != null) {
            addCompared(page, compared);
        }
        page.made("Made with", "phr-spark " + Build.VERSION).made("Release", name);
        manifest.ifPresent(checked -> page.made("Manifest", checked.line()));
        return page.text();
    }

    private String smallest() {
        if (persons == null) {
            return "the smallest class has " + classes.smallest() + (classes.smallest() == 1 ? " row" : " rows");
        }
        return "nobody has more than 1/" + classes.smallest() + " of the rows of a class"
                + (areLinked ? "; " + persons.smallestLinked() + " persons or more have the same classes" : "");
    }

    private static void addCompared(HtmlReport page, SparkComparison compared) {
        compared.linkage().ifPresent(bounds -> page.row(
                        "Found by linkage",
                        between(bounds.least().found(), bounds.most().found()),
                        "Share of persons found by taking the released record nearest to what is known of them.")
                .row(
                        "Linked to their class",
                        between(bounds.least().ownClass(), bounds.most().ownClass()),
                        "Share of persons whose nearest released record is in their own class."));
        page.section("Utility", "What research on the release can still learn about the original.");
        page.row(
                        "Information loss",
                        Figure.loss(compared.informationLoss()),
                        "0: nothing changed; 100: every value became the mean of its column.")
                .row(
                        "Change of correlations, on average",
                        Figure.rounded(compared.correlations().meanAbsolute(), RoundingMode.CEILING),
                        "Over all pairs of columns of numbers.");
        page.table(
                "How far the values of each column moved: 0 where none did",
                List.of("Column", "Distance"),
                compared.columns().stream()
                        .map(column -> List.of(column.name(), Figure.rounded(column.distance(), RoundingMode.CEILING)))
                        .toList());
    }

    /** To the worse side: l down, c and t up. */
    private String figures(ClassFigures.Sensitive column) {
        List<String> figures = new ArrayList<>();
        asked.diversity()
                .ifPresent(criterion -> figures.add("distinct l " + column.values() + ", entropy l "
                        + Figure.rounded(column.entropy(), RoundingMode.FLOOR) + ", c for l = " + criterion.l()
                        + " above "
                        + Figure.rounded(column.recursive(), RoundingMode.CEILING)));
        if (asked.t().isPresent()) {
            figures.add("t " + Figure.rounded(column.distance(), RoundingMode.CEILING) + " ("
                    + (column.isOrdered() ? "ordered" : "equal") + ")");
        }
        return String.join(", ", figures);
    }

    private static List<String> comparison(SparkComparison compared) {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "linkage",
                compared.linkage()
                        .map(bounds -> between(
                                        bounds.least().found(), bounds.most().found()) + " of persons found, "
                                + between(
                                        bounds.least().ownClass(), bounds.most().ownClass())
                                + " linked to their class")
                        .orElse(Figure.NONE)));
        compared.linkage()
                .filter(bounds -> !bounds.areExact())
                .ifPresent(bounds -> lines.add(line(
                        "linked for sure",
                        bounds.sure() + " of " + bounds.rows()
                                + " rows: of the others a nearer record may be in another block")));
        lines.add(line(
                "correlations",
                "mean change " + Figure.rounded(compared.correlations().meanAbsolute(), RoundingMode.CEILING)));
        compared.columns()
                .forEach(column -> lines.add(line(
                        Terminal.shown(column.name()),
                        "distance " + Figure.rounded(column.distance(), RoundingMode.CEILING))));
        return lines;
    }

    private static String between(double least, double most) {
        return least == most ? Figure.percent(least) : Figure.percent(least) + " to " + Figure.percent(most);
    }

    private String answer() {
        if (!identifiers.isEmpty()) {
            return "no: the table holds what must not be released: " + String.join(", ", identifiers);
        }
        List<String> kept = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        (isAnonymous() ? kept : broken).add(anonymous());
        asked.diversity().ifPresent(criterion -> (isDiverse() ? kept : broken).add(diverse(criterion)));
        asked.t().ifPresent(t -> (isClose() ? kept : broken).add(close(t)));
        if (!broken.isEmpty()) {
            return "no: the table is not " + String.join(", not ", broken);
        }
        if (!repeated.isEmpty()) {
            return "no: rows are not persons: they have the same " + String.join(", ", repeated);
        }
        String found = "the table is " + String.join(", ", kept)
                + (unit.equals("unknown") ? "; whether rows are persons cannot be seen in this file" : "");
        return warnings.areNo() ? "no: " + found + "; but --strict accepts no warning" : "yes: " + found;
    }

    private String anonymous() {
        String counted = persons != null ? " in persons" + (areLinked ? " whose rows are all known" : "") : "";
        return asked.k() + "-anonymous" + (unit.equals("unknown") ? " in rows" : counted);
    }

    private static String diverse(DiversityCriterion criterion) {
        return criterion.getClass().getSimpleName().toLowerCase(Locale.ROOT) + " " + criterion.l() + "-diverse";
    }

    private static String close(double t) {
        return BigDecimal.valueOf(t).stripTrailingZeros().toPlainString() + "-close";
    }

    private static String line(String label, Object value) {
        return String.format(Locale.ROOT, "%-18s%s", label, value);
    }
}
