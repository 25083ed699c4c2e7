package org.phrkit.cli.aggregate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.Form;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.Release;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.LinkingColumn;
import org.phrkit.privacy.PersonAnonymity;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.verify.ReleaseManifest;

/** A summary of what was done, as lines or as JSON. */
public final class ReleaseSummary {
    /** What stands before a value, by the name of its member; members that are not here are for programs. */
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("blankRows", "blank rows"),
            Map.entry("droppedRows", "rows dropped"),
            Map.entry("blocks", "rows of a block"),
            Map.entry("persons", "persons"),
            Map.entry("rowsCut", "rows cut"),
            Map.entry("parts", "parts"),
            Map.entry("rowsOfSmallStrata", "small strata"),
            Map.entry("personsSuppressed", "suppressed"),
            Map.entry("mergedGroups", "groups merged"),
            Map.entry("informationLossOfMerging", "loss by merging"),
            Map.entry("collectors", "collectors"),
            Map.entry("informationLossOfPhase1", "loss of phase 1"),
            Map.entry("informationLossOfPhase2", "loss of phase 2"),
            Map.entry("informationLossOfSinglePhase", "loss of one phase"),
            Map.entry("leftOut", "left out"),
            Map.entry("seconds", "seconds"));

    private final Map<String, Object> members = new LinkedHashMap<>();
    private final StringBuilder lines = new StringBuilder();
    private OptionalDouble leastLoss = OptionalDouble.empty();

    public ReleaseSummary add(String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
            String label = LABELS.get(name);
            if (label != null) {
                line(label, shown(name, value));
            }
        }
        return this;
    }

    private static String shown(String name, Object value) {
        if (value instanceof Double number) {
            return name.startsWith("informationLoss")
                    ? String.format(Locale.ROOT, "%.4f %%", number)
                    : String.format(Locale.ROOT, "%.2f", number);
        }
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : value + "";
    }

    private void line(String label, String value) {
        lines.append(String.format(Locale.ROOT, "%-18s%s%n", label, value));
    }

    /** Adds the least loss that any groups can have, shown after the loss of these groups. */
    public void leastLoss(double percent) {
        leastLoss = OptionalDouble.of(percent);
    }

    /** Adds the number of blank rows that were left out, if any. */
    public void addBlankRows(long count) {
        if (count > 0) {
            add("blankRows", count);
        }
    }

    /** Adds what was done besides grouping. */
    public void addSteps(Release.Steps steps) {
        if (steps.droppedRows() > 0) {
            add("droppedRows", steps.droppedRows());
        }
        if (steps.rowsOfSmallStrata() > 0) {
            add("rowsOfSmallStrata", steps.rowsOfSmallStrata());
        }
        steps.suppressed().ifPresent(suppressed -> {
            add("personsSuppressed", suppressed.persons());
            members.put("rowsSuppressed", suppressed.rows());
            members.put("informationLossBeforeSuppression", suppressed.lossBefore());
            members.put("informationLossAfterSuppression", suppressed.lossAfter());
            line(
                    "gained by it",
                    String.format(
                            Locale.ROOT,
                            "loss %.4f %% to %.4f %%, on the scales of all, without %d %s",
                            suppressed.lossBefore(),
                            suppressed.lossAfter(),
                            suppressed.rows(),
                            suppressed.rows() == 1 ? "row" : "rows"));
        });
        steps.merging().ifPresent(merging -> {
            add("mergedGroups", merging.groups());
            add("informationLossOfMerging", merging.informationLoss());
        });
        steps.phases().ifPresent(phases -> {
            add("collectors", phases.collectors());
            add("informationLossOfPhase1", phases.first());
            add("informationLossOfPhase2", phases.second());
            add("informationLossOfSinglePhase", phases.single());
        });
    }

    /** Adds the number of persons, what was cut, and the persons whom anyone can single out who links their rows. */
    public void addPersons(Release release, Form form, int k) {
        Optional<Release.PersonSteps> steps = release.steps().persons();
        if (steps.isEmpty() || release.persons().isEmpty()) {
            return;
        }
        Persons persons = release.persons().get();
        boolean areSplit = addPersons(steps.get());
        if (form == Form.records && areSplit) {
            addJoining(joining(release, persons, k), k);
        } else if (form == Form.records) {
            int below = PersonAnonymity.of(EquivalenceClasses.of(release.table()), persons)
                    .personsBelow(k);
            addSingledOut(below, persons.count());
            if (below > 0) {
                addJoining(joining(release, persons, k), k);
            }
        }
    }

    /**
     * Adds the number of persons and what was cut.
     *
     * @return whether their rows are in several parts
     */
    public boolean addPersons(Release.PersonSteps steps) {
        add("persons", steps.count());
        if (steps.rowsCut() > 0) {
            add("rowsCut", steps.rowsCut());
        }
        boolean areSplit = steps.parts() > steps.count();
        if (areSplit) {
            add("parts", steps.parts());
        }
        return areSplit;
    }

    /**
     * Adds the persons whom anyone can single out who knows all their rows.
     *
     * @param below how many persons
     */
    public void addSingledOut(long below, long persons) {
        members.put("personsSingledOut", below);
        line(
                "singled out",
                String.format(
                        Locale.ROOT, "%.2f %% of persons, by whoever knows all their rows", 100.0 * below / persons));
    }

    private static Map<String, Long> joining(Release release, Persons persons, int k) {
        List<Column> columns = release.table().columns().stream()
                .filter(column -> column.spec().role().isReleasedByRow())
                .toList();
        Map<String, Long> joining = new LinkedHashMap<>();
        for (LinkingColumn column : LinkingColumn.of(columns, persons, k)) {
            joining.put(column.name(), (long) column.persons());
        }
        return joining;
    }

    /**
     * Adds the columns that link the rows of persons.
     *
     * @param joining by column of how many persons
     */
    public void addJoining(Map<String, Long> joining, int k) {
        joining.forEach((column, persons) -> Terminal.warning("column " + BadInputException.quoted(column)
                + " joins the rows of " + persons + (persons == 1 ? " person" : " persons")
                + ": a value that fewer than " + k + " persons have stands in several of them"));
        members.put("joining", joining);
    }

    /** The numbers of rows and groups of a release. */
    public static ReleaseManifest.Counts counts(Release release) {
        LongSummaryStatistics records = Arrays.stream(release.counts().values())
                .mapToLong(count -> (long) count)
                .summaryStatistics();
        return new ReleaseManifest.Counts(
                records.getSum(),
                records.getCount(),
                records.getMin(),
                records.getMax(),
                release.informationLoss(),
                release.steps()
                        .suppressed()
                        .map(found -> new ReleaseManifest.Suppressed(
                                found.persons(), found.rows(), found.lossBefore(), found.lossAfter())));
    }

    /**
     * Adds the groups and the information loss.
     *
     * @param isOfPhase2 whether collectors had lost something before, of which nothing is known here
     */
    public void addGroups(ReleaseManifest.Counts counts, String unit, boolean isOfPhase2) {
        members.put("rows", counts.rows());
        members.put("groups", counts.groups());
        members.put("smallestGroup", counts.smallestGroup());
        members.put("largestGroup", counts.largestGroup());
        if (unit.equals("rows")) {
            line("rows", counts.rows() + "");
        }
        line("groups", counts.groups() + " of " + counts.smallestGroup() + " to " + counts.largestGroup() + " " + unit);
        if (isOfPhase2) {
            add("informationLossOfPhase2", counts.informationLoss());
        } else {
            members.put("informationLoss", counts.informationLoss());
            if (leastLoss.isPresent()) {
                members.put("leastInformationLoss", leastLoss.getAsDouble());
            }
            line("information loss", shown("informationLoss", counts.informationLoss()));
        }
    }

    public void addBytes(long in, long out) {
        members.put("bytesIn", in);
        members.put("bytesOut", out);
        members.put("ratio", out == 0 ? 0 : (double) in / out);
        line(
                "bytes",
                in + " in, " + out + " out"
                        + (out == 0 ? "" : String.format(Locale.ROOT, ", ratio %.2f", (double) in / out)));
    }

    /** Adds the columns that a release of groups leaves out. */
    public void addLeftOut(Release release) {
        List<String> leftOut = release.table().columns().stream()
                .filter(column ->
                        column.spec().role() != Role.QUASI && column.spec().role() != Role.COUNT)
                .map(column -> column.spec().name())
                .toList();
        if (!leftOut.isEmpty()) {
            add("leftOut", leftOut);
        }
    }

    public String text() {
        return lines.toString().stripTrailing();
    }

    public String json() {
        Json json = new Json();
        members.forEach(json::add);
        return json.text();
    }
}
