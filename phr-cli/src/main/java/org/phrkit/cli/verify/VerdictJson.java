package org.phrkit.cli.verify;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Json;
import org.phrkit.privacy.AttributeDisclosure;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.IntervalDisclosure;
import org.phrkit.privacy.MissingCells;
import org.phrkit.privacy.RecordLinkage;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.Subjects;

/** What was found of a release as JSON. */
final class VerdictJson {
    private final Findings findings;
    private final ReleaseCheck.Verdict verdict;
    private final Json json = new Json();

    VerdictJson(Findings findings) {
        this.findings = findings;
        this.verdict = findings.verdict();
    }

    String text() {
        json.add("verdict", findings.hold())
                .add("form", findings.release().isOfGroups() ? "groups" : "records")
                .add("missing", verdict.asked().missing() == MissingCells.WILDCARD ? "wildcard" : "own")
                .add("k", verdict.k())
                .add("rows", verdict.rowCount())
                .add("records", verdict.recordCount())
                .add("unit", unit())
                .add("classes", verdict.classCount())
                .add("smallestClass", verdict.smallestClass())
                .add("rowsBelowK", verdict.rowsBelowK())
                .add("rowsWithoutQuasi", verdict.rowsWithoutQuasi())
                .add("nearlyEqualClasses", findings.nearlyEqual().count())
                .add("identifiers", verdict.identifiers())
                .add("warnings", findings.warnings().sentences());
        if (verdict.firstLineBelowK() > 0) {
            json.add("firstLineBelowK", verdict.firstLineBelowK());
        }
        verdict.persons().ifPresent(found -> json.add("persons", members(found)));
        if (!verdict.repeatedPseudonyms().isEmpty()) {
            json.add("repeatedPseudonyms", verdict.repeatedPseudonyms());
        }
        if (findings.release().isFolded()) {
            json.add("folded", true);
        }
        verdict.asked().diversity().ifPresent(this::addDiversity);
        verdict.asked().t().ifPresent(this::addCloseness);
        findings.manifest().ifPresent(checked -> json.add("manifest", checked.members()));
        json.add("risk", risk());
        findings.compared().ifPresent(found -> json.add(
                        "informationLoss", orNull(found.figures().informationLoss()))
                .add("leastInformationLoss", orNull(found.figures().leastLoss()))
                .add("utility", utility(found.figures())));
        return json.text();
    }

    private String unit() {
        Subjects subjects = verdict.asked().subjects();
        return subjects instanceof Subjects.Named ? "persons" : subjects instanceof Subjects.Rows ? "rows" : "unknown";
    }

    private static Map<String, Object> members(ReleaseCheck.PersonFigures found) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("count", found.count());
        members.put("smallestClass", found.smallestClass());
        members.put("linked", found.areLinked());
        members.put("smallestLinked", found.smallestLinked());
        members.put("singledOut", found.personsBelowK());
        Map<String, Object> joining = new LinkedHashMap<>();
        found.linking().forEach(column -> joining.put(column.name(), column.persons()));
        members.put("joining", joining);
        return members;
    }

    private Map<String, @Nullable Object> risk() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        findings.risk().ifPresent(risk -> {
            members.put("prosecutorHighest", risk.highest());
            members.put("prosecutorAverage", risk.average());
            members.put("aboveOneInK", risk.aboveShare());
            members.put("journalistHighest", risk.journalist());
            members.put("marketer", risk.marketer());
        });
        findings.population().ifPresent(of -> members.put("kMap", of.matches().smallest()));
        if (!findings.disclosure().isEmpty()) {
            Map<String, Object> disclosures = new LinkedHashMap<>();
            findings.disclosure().forEach((column, disclosure) -> disclosures.put(column, members(disclosure)));
            members.put("attributeDisclosure", disclosures);
        }
        findings.compared().map(Findings.Compared::figures).ifPresent(figures -> {
            members.put("rowsPaired", figures.order().arePaired());
            members.put("orderKept", figures.order().isKept());
            members.put("linkage", figures.linkage().map(RecordLinkage::found).orElse(null));
            members.put(
                    "linkageOwnClass",
                    figures.linkage().map(RecordLinkage::ownClass).orElse(null));
            members.put(
                    "intervalsByDeviation",
                    figures.intervals()
                            .map(IntervalDisclosure::recordsByDeviation)
                            .orElse(null));
            members.put(
                    "intervalsByRank",
                    figures.intervals().map(IntervalDisclosure::recordsByRank).orElse(null));
            members.put(
                    "intervals", figures.intervals().map(VerdictJson::members).orElse(null));
        });
        return members;
    }

    /** What is not known is null. */
    private static @Nullable Double orNull(OptionalDouble figure) {
        return figure.isPresent() ? figure.getAsDouble() : null;
    }

    private static Map<String, Object> members(IntervalDisclosure intervals) {
        Map<String, Object> members = new LinkedHashMap<>();
        intervals.columns().forEach(column -> {
            Map<String, Object> shares = new LinkedHashMap<>();
            shares.put("byDeviation", column.byDeviation());
            shares.put("byRank", column.byRank());
            members.put(column.column(), shares);
        });
        return members;
    }

    private static Map<String, Object> members(AttributeDisclosure disclosure) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("homogeneous", disclosure.homogeneous());
        members.put("guessed", disclosure.guessed());
        members.put("guessedBlindly", disclosure.guessedBlindly());
        disclosure.near().ifPresent(near -> members.put("near", near));
        return members;
    }

    private static Map<String, Object> utility(ReleaseComparison figures) {
        Map<String, Object> members = UtilityJson.correlations(figures.correlations());
        members.put("pmse", figures.mainEffects().meanSquaredError());
        members.put("pmseSecondOrder", figures.secondOrder().meanSquaredError());
        figures.secondOrder().ratio().ifPresent(ratio -> members.put("pmseSecondOrderRatio", ratio));
        members.put("columns", UtilityJson.columns(figures.columns()));
        return members;
    }

    private void addDiversity(DiversityCriterion criterion) {
        json.add("l", criterion.l())
                .add("criterion", criterion.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        if (criterion instanceof DiversityCriterion.Recursive recursive) {
            json.add("c", recursive.c());
        }
        json.add(
                        "smallestDiversity",
                        verdict.sensitive().stream()
                                .mapToInt(column -> column.diversity().smallest())
                                .min()
                                .orElseThrow())
                .add("diversity", byColumn(column -> column.diversity().smallest()))
                .add("entropyDiversity", byColumn(column -> column.diversity().smallestEntropy()))
                .add(
                        "recursiveDiversity",
                        byColumn(column -> UtilityJson.finite(column.diversity().greatestRecursive(criterion.l()))));
    }

    private void addCloseness(double t) {
        json.add("t", t)
                .add(
                        "greatestDistance",
                        verdict.sensitive().stream()
                                .mapToDouble(column -> column.closeness().greatest())
                                .max()
                                .orElseThrow())
                .add("distances", byColumn(column -> column.closeness().greatest()))
                .add("distanceKinds", byColumn(column -> column.closeness().isOrdered() ? "ordered" : "equal"));
    }

    private Map<String, @Nullable Object> byColumn(Function<ReleaseCheck.Sensitive, @Nullable Object> figure) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        verdict.sensitive().forEach(column -> figures.put(column.column(), figure.apply(column)));
        return figures;
    }
}
