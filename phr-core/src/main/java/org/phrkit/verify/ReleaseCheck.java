package org.phrkit.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.phrkit.privacy.Closeness;
import org.phrkit.privacy.Diversity;
import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.privacy.KAnonymity;
import org.phrkit.privacy.LinkingColumn;
import org.phrkit.privacy.MissingCells;
import org.phrkit.privacy.PersonAnonymity;
import org.phrkit.table.Column;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.TableException;

/**
 * Checks whether a release is k-anonymous, l-diverse, t-close, and free of identifiers. The answer comes from the
 * release alone, without the code that made it, and it is the same in the library and in the command: both ask the
 * same {@link ReleasedTable}. Each term is defined where it is measured: {@link KAnonymity}, {@link Diversity},
 * {@link Closeness}.
 *
 * <p>Its functions may be called by several threads at once.
 */
public final class ReleaseCheck {
    private ReleaseCheck() {}

    /**
     * Of the quasi-identifiers alone.
     *
     * @param release the release as it was read
     * @param k at least 2
     * @return the verdict
     * @throws IllegalArgumentException if k is below 2
     * @throws TableException if a cell is not of its kind
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public static Verdict of(ReleasedTable release, int k) throws TableException, SchemaException {
        return of(release, Requirements.of(k));
    }

    /**
     * Recomputes the equivalence classes over the quasi-identifiers, and where it is asked for, in each class the values
     * of each sensitive column. Takes time in proportion to n log n for n rows.
     *
     * <p>Where it is known whom rows are about, a row is hidden where its person has 1/k of its class at most, and values
     * are counted by persons.
     *
     * @param release the release as it was read
     * @param asked the requirements
     * @return the verdict
     * @throws TableException if sensitive columns are asked about, and a cell of one is not of its kind
     * @throws IllegalArgumentException if sensitive columns are asked about and there is none, or a row stands for
     *     several records; if persons are of another number of rows, or this is a file of groups
     * @throws SchemaException if the roles and kinds do not fit the columns
     */
    public static Verdict of(ReleasedTable release, Requirements asked) throws TableException, SchemaException {
        List<Column> columns = asked.areOfSensitive() ? release.sensitive() : List.of();
        if (asked.areOfSensitive() && (columns.isEmpty() || release.isOfGroups())) {
            throw new IllegalArgumentException(
                    "diversity and closeness need sensitive columns, and a row for each record");
        }
        List<Column> quasi = release.quasi(asked.missing());
        RecordCounts counts = release.counts();
        int[] withoutQuasi = release.rowsWithoutQuasi();
        EquivalenceClasses classes = asked.missing() == MissingCells.WILDCARD
                ? EquivalenceClasses.of(quasi).apart(withoutQuasi)
                : release.classes();
        KAnonymity anonymity = KAnonymity.of(classes, quasi, counts, asked.missing(), withoutQuasi);
        if (asked.subjects() instanceof Subjects.Named named) {
            return ofPersons(release, asked, named, classes, columns);
        }
        Persons rows = Persons.ofRows(classes.rowCount());
        int first = anonymity.firstRowBelow(asked.k());
        return new Verdict(
                asked,
                classes.rowCount(),
                counts.total(),
                classes.classCount(),
                anonymity.smallest(),
                anonymity.rowsBelow(asked.k()),
                first < 0 ? 0 : release.lineNumber(first),
                withoutQuasi.length,
                release.columns(Role.IDENTIFIER),
                sensitive(columns, classes, rows),
                Optional.empty(),
                asked.subjects() instanceof Subjects.Unknown ? release.repeatedPseudonyms() : List.of());
    }

    private static Verdict ofPersons(
            ReleasedTable release,
            Requirements asked,
            Subjects.Named named,
            EquivalenceClasses classes,
            List<Column> columns) {
        if (release.isOfGroups()) {
            throw new IllegalArgumentException("a file of groups does not say whom its records are about");
        }
        PersonAnonymity anonymity = PersonAnonymity.of(classes, named.persons());
        int first = anonymity.firstRowBelow(asked.k());
        int firstLinked = named.areLinked() ? anonymity.firstLinkedRowBelow(asked.k()) : -1;
        int firstBelow = first < 0 ? firstLinked : first;
        return new Verdict(
                asked,
                classes.rowCount(),
                classes.rowCount(),
                classes.classCount(),
                anonymity.smallest(),
                anonymity.rowsBelow(asked.k()),
                firstBelow < 0 ? 0 : release.lineNumber(firstBelow),
                release.rowsWithoutQuasi().length,
                release.columns(Role.IDENTIFIER),
                sensitive(columns, classes, named.persons()),
                Optional.of(new PersonFigures(
                        anonymity.personCount(),
                        IntStream.range(0, classes.classCount())
                                .map(anonymity::persons)
                                .min()
                                .getAsInt(),
                        named.areLinked(),
                        anonymity.smallestLinked(),
                        anonymity.personsBelow(asked.k()),
                        LinkingColumn.of(release.asTheyAre(), named.persons(), asked.k()))),
                List.of());
    }

    private static List<Sensitive> sensitive(List<Column> columns, EquivalenceClasses classes, Persons persons) {
        return columns.stream()
                .map(column -> new Sensitive(
                        column.spec().name(),
                        Diversity.of(classes, column, persons),
                        Closeness.of(classes, column, persons)))
                .toList();
    }

    /**
     * What was found about persons.
     *
     * @param count how many persons there are
     * @param smallestClass the fewest persons in a class
     * @param areLinked whether the adversary was taken to know all rows of a person, or to join them
     * @param smallestLinked the least number of persons who have the same classes, each as often
     * @param personsBelowK how many persons have classes that fewer than k have: who are singled out by whoever knows all
     *     their rows, or joins them
     * @param linking the columns, other than quasi-identifiers, by which rows of a person can be joined
     */
    public record PersonFigures(
            int count,
            int smallestClass,
            boolean areLinked,
            int smallestLinked,
            int personsBelowK,
            List<LinkingColumn> linking) {
        /**
         * Copies the lists.
         *
         * @param count how many persons there are
         * @param smallestClass the fewest persons in a class
         * @param areLinked whether the adversary was taken to know all rows of a person, or to join them
         * @param smallestLinked the least number of persons who have the same classes, each as often
         * @param personsBelowK how many persons have classes that fewer than k have
         * @param linking the columns, other than quasi-identifiers, by which rows of a person can be joined
         */
        public PersonFigures {
            linking = List.copyOf(linking);
        }
    }

    /**
     * The outcome of a check.
     *
     * @param asked the requirements
     * @param rowCount the number of rows
     * @param recordCount the records that the rows stand for
     * @param classCount the classes of rows whose quasi-identifiers are the same, also in what they miss
     * @param smallestClass the least number of records that a row cannot be told from: the k that the table has
     * @param rowsBelowK how many rows can be told from all but fewer than k
     * @param firstLineBelowK the line of the first of them, from 1; 0 where there is none
     * @param rowsWithoutQuasi how many rows miss all quasi-identifiers; no class protects them, and they are among those
     *     below k
     * @param identifiers the names of columns that should not be there: identifiers, and what was to be dropped
     * @param sensitive the answer for each sensitive column, in table order; empty where they were not asked about
     * @param persons where rows are about persons, what was found of them: smallestClass is then the greatest k for which
     *     nobody has more than 1/k of the rows of a class, and rows are below k whose person has more
     * @param repeatedPseudonyms the pseudonyms that stand in several rows, although nobody said whom rows are about: k
     *     would count rows of one person as persons
     */
    public record Verdict(
            Requirements asked,
            int rowCount,
            long recordCount,
            int classCount,
            long smallestClass,
            int rowsBelowK,
            int firstLineBelowK,
            int rowsWithoutQuasi,
            List<String> identifiers,
            List<Sensitive> sensitive,
            Optional<PersonFigures> persons,
            List<String> repeatedPseudonyms) {
        /**
         * Copies the lists.
         *
         * @param asked the requirements
         * @param rowCount the number of rows
         * @param recordCount the records that the rows stand for
         * @param classCount the classes of rows whose quasi-identifiers are the same, also in what they miss
         * @param smallestClass the least number of records that a row cannot be told from
         * @param rowsBelowK how many rows can be told from all but fewer than k
         * @param firstLineBelowK the line of the first of them, from 1
         * @param rowsWithoutQuasi how many rows miss all quasi-identifiers
         * @param identifiers the names of columns that should not be there
         * @param sensitive the answer for each sensitive column, in table order
         * @param persons where rows are about persons, what was found of them
         * @param repeatedPseudonyms the pseudonyms that stand in several rows, although nobody said whom rows are about
         */
        public Verdict {
            identifiers = List.copyOf(identifiers);
            sensitive = List.copyOf(sensitive);
            repeatedPseudonyms = List.copyOf(repeatedPseudonyms);
        }

        /** {@return what was asked for} */
        public int k() {
            return asked.k();
        }

        /**
         * {@return whether no row can be told from all but fewer than k records; of persons, whether each is hidden
         * among k from who knows what was asked about}
         */
        public boolean isAnonymous() {
            return smallestClass >= k()
                    && persons.filter(found -> found.areLinked && found.smallestLinked < k())
                            .isEmpty();
        }

        /** {@return whether each sensitive column is as diverse as was asked for} */
        public boolean isDiverse() {
            return asked.diversity().isEmpty()
                    || sensitive.stream()
                            .allMatch(column -> asked.diversity().get().isMetBy(column.diversity));
        }

        /** {@return whether no class is farther from the whole table in a sensitive column than was asked for} */
        public boolean isClose() {
            return asked.t().isEmpty()
                    || sensitive.stream()
                            .allMatch(column ->
                                    column.closeness.greatest() <= asked.t().getAsDouble());
        }

        /** {@return whether all that was asked for is so, and no column is there that should not be} */
        public boolean holds() {
            return isAnonymous() && isDiverse() && isClose() && identifiers.isEmpty() && repeatedPseudonyms.isEmpty();
        }
    }

    /**
     * The diversity and the closeness of one sensitive column, by equivalence class.
     *
     * @param column the name of the column
     * @param diversity of its values in each class
     * @param closeness of its values in each class to those of the whole table
     */
    public record Sensitive(String column, Diversity diversity, Closeness closeness) {}
}
