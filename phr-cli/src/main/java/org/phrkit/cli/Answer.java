package org.phrkit.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.phrkit.verify.ReleaseCheck;

/** What the check of a release found of what was asked for, as lines or as JSON. */
final class Answer {
    private final ReleaseCheck.Verdict verdict;
    private final @Nullable Integer l;
    private final @Nullable BigDecimal t;
    private final OptionalDouble loss;
    private final Optional<ManifestCheck.Checked> manifest;

    Answer(
            ReleaseCheck.Verdict verdict,
            @Nullable Integer l,
            @Nullable BigDecimal t,
            OptionalDouble loss,
            Optional<ManifestCheck.Checked> manifest) {
        this.verdict = verdict;
        this.l = l;
        this.t = t;
        this.loss = loss;
        this.manifest = manifest;
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(answer());
        lines.add(line("rows", verdict.rowCount()));
        lines.add(line("classes", verdict.classCount()));
        lines.add(line("smallest class", verdict.smallestClass()));
        if (verdict.rowsBelowK() > 0) {
            lines.add(line("rows below k", verdict.rowsBelowK() + ", the first on line " + verdict.firstLineBelowK()));
        }
        if (l != null) {
            ReleaseCheck.Sensitive least = leastDiverse();
            lines.add(line("smallest diversity", least.smallestDiversity() + " (" + least.column() + ")"));
        }
        if (t != null) {
            ReleaseCheck.Sensitive least = leastClose();
            String distance = String.format(Locale.ROOT, "%.4f", least.greatestDistance());
            lines.add(line("greatest distance", distance + " (" + least.column() + ")"));
        }
        loss.ifPresent(value -> lines.add(line("information loss", String.format(Locale.ROOT, "%.4f %%", value))));
        manifest.ifPresent(checked -> lines.add(line("manifest", checked.line())));
        return String.join("\n", lines);
    }

    private String line(String label, Object value) {
        return String.format(Locale.ROOT, l != null || t != null ? "%-20s%s" : "%-18s%s", label, value);
    }

    private ReleaseCheck.Sensitive leastDiverse() {
        return Collections.min(verdict.sensitive(), Comparator.comparingInt(ReleaseCheck.Sensitive::smallestDiversity));
    }

    private ReleaseCheck.Sensitive leastClose() {
        return Collections.min(
                verdict.sensitive(),
                Comparator.comparingDouble(ReleaseCheck.Sensitive::greatestDistance)
                        .reversed());
    }

    private String answer() {
        if (!verdict.identifiers().isEmpty()) {
            return "no: the table holds what must not be released: " + String.join(", ", verdict.identifiers());
        }
        List<String> kept = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        (verdict.isAnonymous() ? kept : broken).add(verdict.k() + "-anonymous");
        if (l != null) {
            (verdict.isDiverse() ? kept : broken).add(l + "-diverse");
        }
        if (t != null) {
            (verdict.isClose() ? kept : broken).add(t + "-close");
        }
        return broken.isEmpty()
                ? "yes: the table is " + String.join(", ", kept)
                : "no: the table is not " + String.join(", not ", broken);
    }

    String json() {
        Json json = new Json()
                .add("verdict", verdict.holds())
                .add("k", verdict.k())
                .add("rows", verdict.rowCount())
                .add("classes", verdict.classCount())
                .add("smallestClass", verdict.smallestClass())
                .add("rowsBelowK", verdict.rowsBelowK())
                .add("identifiers", verdict.identifiers());
        if (verdict.rowsBelowK() > 0) {
            json.add("firstLineBelowK", verdict.firstLineBelowK());
        }
        if (l != null) {
            Map<String, Integer> diversity = new LinkedHashMap<>();
            verdict.sensitive().forEach(column -> diversity.put(column.column(), column.smallestDiversity()));
            json.add("l", l)
                    .add("smallestDiversity", leastDiverse().smallestDiversity())
                    .add("diversity", diversity);
        }
        if (t != null) {
            Map<String, Double> distances = new LinkedHashMap<>();
            verdict.sensitive().forEach(column -> distances.put(column.column(), column.greatestDistance()));
            json.add("t", t.doubleValue())
                    .add("greatestDistance", leastClose().greatestDistance())
                    .add("distances", distances);
        }
        loss.ifPresent(value -> json.add("informationLoss", value));
        manifest.ifPresent(checked -> json.add("manifest", checked.members()));
        return json.text();
    }
}
