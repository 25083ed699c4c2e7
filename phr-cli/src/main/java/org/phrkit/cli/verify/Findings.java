package org.phrkit.cli.verify;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.table.PersonOptions;
import org.phrkit.input.BadInputException;
import org.phrkit.privacy.AttributeDisclosure;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.IntervalDisclosure;
import org.phrkit.privacy.NearlyEqualClasses;
import org.phrkit.privacy.PersonAnonymity;
import org.phrkit.privacy.ReidentificationRisk;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.verify.ReleaseCheck;
import org.phrkit.verify.ReleaseComparison;
import org.phrkit.verify.ReleasedTable;
import org.phrkit.verify.Requirements;
import org.phrkit.verify.Subjects;

/**
 * All that was found of a release.
 *
 * @param name what messages call the release
 * @param risk of files of records
 * @param population from which it is drawn, if that is known
 * @param disclosure by sensitive column, in table order; empty where there is none or nobody asked, and of files of groups
 */
record Findings(
        String name,
        ReleasedTable release,
        ReleaseCheck.Verdict verdict,
        Optional<ManifestCheck> manifest,
        NearlyEqualClasses nearlyEqual,
        EquivalenceClasses classes,
        Optional<ReidentificationRisk> risk,
        Optional<Population> population,
        Map<String, AttributeDisclosure> disclosure,
        Optional<Compared> compared,
        Warnings warnings) {

    /** A release, its original, and how they differ. */
    record Compared(String originalName, Table original, Table released, ReleaseComparison figures) {
        Optional<String> warningOfOrder() {
            return ComparedRows.ofOrder(figures.order());
        }
    }

    /**
     * Judges a release, and holds it against its original if there is one.
     *
     * @param name what messages call the release
     * @param looksAtSensitive whether the cells of sensitive columns are of interest, and must be of their kinds
     */
    static Findings of(
            String name,
            ReleasedTable release,
            Requirements asked,
            PersonOptions personOptions,
            Optional<ManifestCheck> manifest,
            boolean looksAtSensitive,
            Optional<Original> original,
            Optional<Population> population,
            Warnings warnings)
            throws IOException {
        Subjects subjects = subjects(release, personOptions, original);
        ReleaseCheck.Verdict verdict = ReleaseCheck.of(release, asked.with(subjects));
        EquivalenceClasses classes = release.classes();
        boolean areNamed = subjects instanceof Subjects.Named;
        Persons persons =
                subjects instanceof Subjects.Named named ? named.persons() : Persons.ofRows(classes.rowCount());
        population.flatMap(of -> of.warning(classes, persons, areNamed)).ifPresent(warnings::add);
        Map<String, AttributeDisclosure> disclosure = new LinkedHashMap<>();
        if (looksAtSensitive && !release.isOfGroups()) {
            for (Column column : release.sensitive()) {
                disclosure.put(
                        column.spec().name(), AttributeDisclosure.of(classes, column, IntervalDisclosure.USUAL_WIDTH));
            }
        }
        // Meanwhile the release is held against its original.
        ForkJoinTask<NearlyEqualClasses> nearlyEqual = ForkJoinPool.commonPool().submit(release::nearlyEqual);
        Optional<Compared> compared = original.map(found -> found.compared(subjects));
        Findings findings = new Findings(
                name,
                release,
                verdict,
                manifest,
                nearlyEqual.join(),
                classes,
                release.isOfGroups()
                        ? Optional.empty()
                        : Optional.of(risk(release, classes, persons, areNamed, verdict.k(), population)),
                population,
                disclosure,
                compared,
                warnings);
        findings.warn();
        return findings;
    }

    /** Whether the answer to all that was asked is yes. */
    boolean hold() {
        return verdict.holds() && !warnings.areNo();
    }

    private static ReidentificationRisk risk(
            ReleasedTable release,
            EquivalenceClasses classes,
            Persons persons,
            boolean areNamed,
            int k,
            Optional<Population> population)
            throws IOException {
        ReidentificationRisk ofSample = areNamed
                ? ReidentificationRisk.of(PersonAnonymity.of(classes, persons), k)
                : ReidentificationRisk.of(classes, k);
        if (population.isPresent()) {
            return ofSample.with(population.get().matches(), classes, persons);
        }
        Optional<SurveyWeights> weights = release.weights();
        return weights.isEmpty() ? ofSample : ofSample.with(weights.get(), classes, persons);
    }

    /** Whom the rows are about, by a column of the release, or else of its original. */
    private static Subjects subjects(ReleasedTable release, PersonOptions options, Optional<Original> original)
            throws IOException {
        Optional<String> person = release.schema().flatMap(Schema::person);
        // Who made a file of groups had the column that says who is who; the file has counts.
        if (options.areRows() || person.isEmpty() || release.isOfGroups()) {
            return options.areRows() ? Subjects.ROWS : Subjects.UNKNOWN;
        }
        boolean areLinked =
                options.isLinked() || !release.columns(Role.PSEUDONYM).isEmpty();
        Optional<Persons> released = release.persons(person.get());
        if (released.isPresent()) {
            return new Subjects.Named(released.get(), areLinked);
        }
        if (original.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "column " + BadInputException.quoted(person.get())
                            + ", which says whom a row is about, is not in the release",
                    "--original IN.csv shows it where the rows are paired");
        }
        return new Subjects.Named(original.get().persons(release, person.get()), areLinked);
    }

    /** By what the risk in the population is measured, behind a figure; nothing where the worst case is shown. */
    Optional<String> sourceOfPopulation() {
        return population
                .map(of -> "by the population in " + of.name())
                .or(() -> release.columns(Role.WEIGHT).isEmpty()
                        ? Optional.empty()
                        : Optional.of("by the weights of the survey"));
    }

    private void warn() {
        ReleaseWarnings.of(nearlyEqual, release, name).forEach(warnings::add);
        ReleaseWarnings.of(verdict).forEach(warnings::add);
        compared.flatMap(Compared::warningOfOrder).ifPresent(warnings::add);
    }
}
