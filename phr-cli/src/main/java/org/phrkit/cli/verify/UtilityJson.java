package org.phrkit.cli.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.phrkit.privacy.ColumnChange;
import org.phrkit.privacy.ColumnSummary;
import org.phrkit.privacy.CorrelationChange;
import org.phrkit.privacy.EigenvalueChange;

/** What a release lost of its columns and correlations, as members of JSON. */
public final class UtilityJson {
    private UtilityJson() {}

    /** The members of correlations and of the eigenvalues of their matrix; more may be added. */
    public static Map<String, Object> correlations(CorrelationChange change) {
        Map<String, Object> members = new LinkedHashMap<>();
        change.largest()
                .ifPresent(pair -> members.put(
                        "largestCorrelationChange", List.of(pair.column(), pair.other(), pair.before(), pair.after())));
        members.put("meanCorrelationChange", change.meanAbsolute());
        EigenvalueChange eigenvalues = EigenvalueChange.of(change);
        members.put("eigenvalues", eigenvalues.before());
        members.put("eigenvaluesReleased", eigenvalues.after());
        return members;
    }

    /** By column how it is spread before and after. */
    public static Map<String, Object> columns(List<ColumnChange> changes) {
        Map<String, Object> columns = new LinkedHashMap<>();
        changes.forEach(column -> {
            Map<String, Object> sides = new LinkedHashMap<>();
            sides.put("distance", column.distance());
            sides.put("before", members(column.before()));
            sides.put("after", members(column.after()));
            columns.put(column.name(), sides);
        });
        return columns;
    }

    private static Map<String, @Nullable Object> members(ColumnSummary summary) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("count", summary.count());
        members.put("missing", summary.missing());
        if (!summary.quantiles().isEmpty()) {
            members.put("mean", finite(summary.mean()));
            members.put("standardDeviation", finite(summary.standardDeviation()));
            Map<String, Object> quantiles = new LinkedHashMap<>();
            for (int i = 0; i < summary.quantiles().size(); i++) {
                quantiles.put(
                        ColumnSummary.PERCENTS.get(i) + "%", summary.quantiles().get(i));
            }
            members.put("quantiles", quantiles);
        }
        return members;
    }

    /** A number, or null: JSON has no infinity, and nothing that is no number. */
    public static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
