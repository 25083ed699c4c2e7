package org.phrkit.privacy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;
import org.phrkit.table.Table;
import org.phrkit.table.TextColumn;

/**
 * k-map: the number of rows of a population that each equivalence class of a release could be about (Sweeney 2002, doi
 * 10.1142/S0218488502001648; El Emam and Dankar 2008, doi 10.1197/jamia.M2716). A release is k-map where each class
 * could be about k of them.
 *
 * <p>A row of the population matches a class if each of its quasi-identifiers does: a number, a day or a rank that is from
 * the least to the greatest of the class, a category that the class has, and a missing cell where the class misses one too.
 * What a class has is read from the release, so that a match is equality; or from the original, where it is known which row
 * is which, so that a centre stands for the span of the persons it was made of. Who knows no more than the release and the
 * population has no better candidates than those: the span is of the original, which he has not.
 *
 * <p>Each row of the population is taken for another person. Immutable; several threads may use one.
 */
public final class PopulationMatches {
    private final int[] matches;

    private PopulationMatches(int[] matches) {
        this.matches = matches;
    }

    /**
     * Counts them. Takes time in proportion to the number of cells, and for each class to the number of distinct rows of
     * the population that match it in the column that fewest do.
     *
     * @param classes of the rows
     * @param known the quasi-identifiers of the same rows, of the release or of its original
     * @param population has columns of the same names and kinds
     * @return the number of rows of each class
     * @throws IllegalArgumentException if it has not, or rows and classes differ in number
     */
    public static PopulationMatches of(EquivalenceClasses classes, List<Column> known, Table population) {
        if (known.isEmpty() || known.get(0).rowCount() != classes.rowCount()) {
            throw new IllegalArgumentException("classes and quasi-identifiers are not of the same rows");
        }
        List<Column> columns =
                known.stream().map(column -> twin(column, population)).toList();
        EquivalenceClasses alike = EquivalenceClasses.of(columns);
        int[] first = alike.firstRows();
        Table distinct = new Table(columns).select(first);
        List<Span> spans = IntStream.range(0, known.size())
                .mapToObj(i -> new Span(known.get(i), distinct.columns().get(i), classes))
                .toList();
        int[] matches = new int[classes.classCount()];
        for (int number = 0; number < matches.length; number++) {
            int of = number;
            Span narrowest = spans.get(0);
            for (Span span : spans) {
                narrowest = span.candidates(of) < narrowest.candidates(of) ? span : narrowest;
            }
            matches[number] = narrowest
                    .rows(of)
                    .filter(row -> spans.stream().allMatch(span -> span.matches(of, row)))
                    .map(alike::size)
                    .sum();
        }
        return new PopulationMatches(matches);
    }

    private static Column twin(Column column, Table population) {
        ColumnSpec spec = column.spec();
        return population
                .column(spec.name())
                .filter(twin -> twin.spec().kind().isNumeric() == spec.kind().isNumeric()
                        && twin.spec().levels().equals(spec.levels()))
                .orElseThrow(() -> new IllegalArgumentException("population and release differ in their columns"));
    }

    /**
     * How many rows of the population match a class.
     *
     * @param number the number of the equivalence class, from 0
     * @return the number of rows of each class
     */
    public int of(int number) {
        return matches[number];
    }

    /**
     * {@return the fewest that match a class: the k of k-map, where all persons of the release are in the population}
     */
    public int smallest() {
        return Arrays.stream(matches).min().orElseThrow();
    }

    /**
     * {@return how many classes have more persons than match: they are not all in the population}
     *
     * @param classes the same
     * @param persons whom the rows are about; each person counts once in each of her classes
     */
    public int notCovered(EquivalenceClasses classes, Persons persons) {
        int[] ofClass = ReidentificationRisk.personsByClass(classes, persons);
        return (int) IntStream.range(0, matches.length)
                .filter(number -> matches[number] < ofClass[number])
                .count();
    }

    /** By class. */
    double[] sizes() {
        return Arrays.stream(matches).asDoubleStream().toArray();
    }

    /** What the classes have in a column, and the rows of the population in its order. */
    private static final class Span {
        private final boolean isCategory;
        private final double[] least;
        private final double[] greatest;
        private final Set<Integer> classesThatMiss = new HashSet<>();

        /** Of categories: class and code. */
        private final Set<Long> had = new HashSet<>();

        private final double[] values;
        private final int[] order;
        private final double[] sorted;

        Span(Column known, Column population, EquivalenceClasses classes) {
            this.isCategory = known.spec().kind() == Kind.CATEGORY;
            this.least = new double[classes.classCount()];
            this.greatest = new double[classes.classCount()];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
            Map<String, Integer> codes = new HashMap<>();
            double[] cells = numbers(known, codes);
            for (int row = 0; row < cells.length; row++) {
                int number = classes.classOf(row);
                if (Double.isNaN(cells[row])) {
                    classesThatMiss.add(number);
                } else {
                    least[number] = Math.min(least[number], cells[row]);
                    greatest[number] = Math.max(greatest[number], cells[row]);
                    if (isCategory) {
                        had.add(key(number, cells[row]));
                    }
                }
            }
            this.values = numbers(population, codes);
            this.order = IntStream.range(0, values.length)
                    .boxed()
                    // What is missing is sorted last.
                    .sorted((one, other) -> Double.compare(values[one], values[other]))
                    .mapToInt(row -> row)
                    .toArray();
            this.sorted = Arrays.stream(order).mapToDouble(row -> values[row]).toArray();
        }

        /** Texts of both sides have the same codes. */
        private double[] numbers(Column column, Map<String, Integer> codes) {
            if (!isCategory || !(column instanceof TextColumn texts)) {
                return column.numbers();
            }
            return IntStream.range(0, texts.rowCount())
                    .mapToDouble(row -> texts.isMissing(row)
                            ? Double.NaN
                            : codes.computeIfAbsent(texts.levels().get(texts.code(row)), text -> codes.size()))
                    .toArray();
        }

        private static long key(int number, double code) {
            return (long) number << 32 | (int) code;
        }

        /** How many rows at most. */
        int candidates(int number) {
            return classesThatMiss.contains(number)
                    ? values.length
                    : Math.max(0, above(greatest[number]) - notBelow(least[number]));
        }

        IntStream rows(int number) {
            return classesThatMiss.contains(number)
                    ? IntStream.range(0, values.length)
                    : IntStream.range(notBelow(least[number]), above(greatest[number]))
                            .map(place -> order[place]);
        }

        boolean matches(int number, int row) {
            if (Double.isNaN(values[row])) {
                return classesThatMiss.contains(number);
            }
            return isCategory
                    ? had.contains(key(number, values[row]))
                    : values[row] >= least[number] && values[row] <= greatest[number];
        }

        /** The first place whose value is not below this. */
        private int notBelow(double value) {
            int low = 0;
            for (int high = sorted.length; low < high; ) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        /** The first place whose value is above this, or missing. */
        private int above(double value) {
            int low = 0;
            for (int high = sorted.length; low < high; ) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] <= value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
