package org.phrkit.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.phrkit.privacy.DiversityCriterion;
import org.phrkit.privacy.MissingCells;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.verify.ReleaseCheck;

/** A verdict on a release as JSON. */
final class VerdictJson {
    private final ReleaseCheck.Verdict verdict;
    private final Json json = new Json();

    VerdictJson(ReleaseCheck.Verdict verdict) {
        this.verdict = verdict;
    }

    Json object(boolean isOfGroups, NearlyEqualClasses nearlyEqual, OptionalDouble loss) {
        json.add("verdict", verdict.holds())
                .add("form", isOfGroups ? "groups" : "records")
                .add("missing", verdict.asked().missing() == MissingCells.WILDCARD ? "wildcard" : "own")
                .add("k", verdict.k())
                .add("rows", verdict.rowCount())
                .add("records", verdict.recordCount())
                .add("classes", verdict.classCount())
                .add("smallestClass", verdict.smallestClass())
                .add("rowsBelowK", verdict.rowsBelowK())
                .add("nearlyEqualClasses", nearlyEqual.count())
                .add("identifiers", verdict.identifiers());
        if (verdict.rowsBelowK() > 0) {
            json.add("firstLineBelowK", verdict.firstLineBelowK());
        }
        verdict.asked().diversity().ifPresent(this::addDiversity);
        verdict.asked().t().ifPresent(this::addCloseness);
        loss.ifPresent(value -> json.add("informationLoss", value));
        return json;
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
                        byColumn(column -> finite(column.diversity().greatestRecursive(criterion.l()))));
    }

    /** JSON has no infinity. */
    private static @Nullable Double finite(double value) {
        return Double.isInfinite(value) ? null : value;
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
