package org.phrkit.microaggregation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.phrkit.neighbours.Points;
import org.phrkit.table.Column;
import org.phrkit.table.Kind;
import org.phrkit.table.Persons;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * The rows of a table as points, each with the number of records it stands for: numbers, and ranks of ordinals, on
 * standardised scales, then categories with their mismatch. Immutable; several threads may use one.
 */
public final class DataMatrix {
    private final Points points;
    private final RecordCounts weights;
    private final Kind[] kinds;

    /** For each dimension of ordinals the coordinates of the ranks. */
    private final double[][] scores;

    /** For each dimension of categories the number of codes. */
    private final int[] codeCounts;

    private final QuasiScales scales;

    /** Of whom a group takes one row at most; null where rows are persons. */
    private final @Nullable Persons persons;

    private DataMatrix(List<Column> quasi, QuasiScales scales, RecordCounts weights, @Nullable Persons persons) {
        List<Column> ordered = QuasiScales.inOrder(quasi);
        int dimensions = ordered.size();
        this.weights = weights;
        this.persons = persons;
        this.kinds = ordered.stream().map(column -> column.spec().kind()).toArray(Kind[]::new);
        this.scores = new double[dimensions][];
        this.codeCounts = new int[dimensions];
        double[][] columns = new double[dimensions][];
        double[] mismatches = new double[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++) {
            QuasiScales.OfColumn scale = scales.columns().get(dimension);
            codeCounts[dimension] = scale.levels().size();
            mismatches[dimension] = scale.mismatch();
            columns[dimension] = scale.coordinates(ordered.get(dimension));
            scores[dimension] = scale.coordinatesOfRanks();
        }
        this.points = new Points(columns, mismatches);
        this.scales = scales;
    }

    /** Points of slots: see {@link #stacked}. */
    private DataMatrix(DataMatrix rows, int[][] arrangement, @Nullable Persons persons) {
        int slots = arrangement[0].length;
        int dimensions = rows.kinds.length;
        this.weights = RecordCounts.ones(arrangement.length);
        this.persons = persons;
        this.kinds = new Kind[dimensions * slots];
        this.scores = new double[kinds.length][];
        this.codeCounts = new int[kinds.length];
        double[][] columns = new double[kinds.length][arrangement.length];
        double[] mismatches = new double[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            int dimension = i / slots;
            int slot = i % slots;
            kinds[i] = rows.kinds[dimension];
            scores[i] = rows.scores[dimension];
            codeCounts[i] = rows.codeCounts[dimension];
            mismatches[i] = rows.points.mismatch(dimension);
            for (int point = 0; point < arrangement.length; point++) {
                columns[i][point] = rows.points.coordinate(arrangement[point][slot], dimension);
            }
        }
        this.points = new Points(columns, mismatches);
        this.scales = rows.scales;
    }

    /** Some of the rows. */
    private DataMatrix(DataMatrix rows, int[] selected, @Nullable Persons persons) {
        this.points = rows.points.select(selected);
        this.weights = rows.weights.select(selected);
        this.kinds = rows.kinds;
        this.scores = rows.scores;
        this.codeCounts = rows.codeCounts;
        this.scales = rows.scales;
        this.persons = persons;
    }

    private DataMatrix(DataMatrix rows, @Nullable Persons persons) {
        this.points = rows.points;
        this.weights = rows.weights;
        this.kinds = rows.kinds;
        this.scores = rows.scores;
        this.codeCounts = rows.codeCounts;
        this.scales = rows.scales;
        this.persons = persons;
    }

    /**
     * Each row stands for itself.
     *
     * @param table the table
     * @return the rows as points
     * @throws IllegalArgumentException if the table has no quasi-identifier
     */
    public static DataMatrix of(Table table) {
        return of(table, RecordCounts.ones(table.rowCount()));
    }

    static DataMatrix of(Table table, RecordCounts weights) {
        List<Column> quasi = quasi(table);
        return new DataMatrix(quasi, QuasiScales.of(quasi, weights), weights, null);
    }

    /**
     * {@return rows of a larger table, each of which stands for itself}
     *
     * @param table the table
     * @param scales of the quasi-identifiers of that table
     * @throws IllegalArgumentException if the table has no quasi-identifier
     */
    public static DataMatrix of(Table table, QuasiScales scales) {
        return new DataMatrix(quasi(table), scales, RecordCounts.ones(table.rowCount()), null);
    }

    /** Each row stands for itself, and a group takes one row of a person at most. */
    static DataMatrix of(Table table, Persons persons) {
        return of(table).with(persons);
    }

    private static List<Column> quasi(Table table) {
        List<Column> quasi = table.columns(Role.QUASI);
        if (quasi.isEmpty()) {
            throw new IllegalArgumentException("the table has no quasi-identifier");
        }
        return quasi;
    }

    /**
     * A point for several rows of this matrix, one in each slot, on the same scales: slot by slot the coordinates of each
     * dimension.
     *
     * @param arrangement for each point the row in each slot, all of the same number
     * @param persons of each point
     */
    DataMatrix stacked(int[][] arrangement, Persons persons) {
        return new DataMatrix(this, arrangement, persons.areRows() ? null : persons);
    }

    /**
     * {@return some of the rows, on the same scales}
     *
     * @param selected the indices of the rows wanted
     */
    public DataMatrix select(int[] selected) {
        Persons left = persons == null ? null : persons.select(selected);
        return new DataMatrix(this, selected, left == null || left.areRows() ? null : left);
    }

    /**
     * {@return the same rows, where a group takes one row of a person at most}
     *
     * @param others the person of each row
     */
    public DataMatrix with(Persons others) {
        return new DataMatrix(this, others.areRows() ? null : others);
    }

    /** {@return the rows as points} */
    public Points points() {
        return points;
    }

    /** Those of the whole table. */
    QuasiScales scales() {
        return scales;
    }

    RecordCounts weights() {
        return weights;
    }

    /** Of whom a group takes one row at most; null where it takes any. */
    @Nullable
    Persons persons() {
        return persons;
    }

    /** {@return the number of rows} */
    public int rowCount() {
        return points.size();
    }

    /** A loss in percent of that of a single group; 0 where all rows are alike. */
    double percent(double loss) {
        double wholeLoss = scales.wholeLoss();
        return wholeLoss > 0 ? 100 * loss / wholeLoss : 0;
    }

    Kind kind(int dimension) {
        return kinds[dimension];
    }

    /** The coordinates of an ordinal column's ranks. */
    double[] scores(int dimension) {
        return scores[dimension];
    }

    /**
     * The code of a row's cell in a dimension of ordinals or categories, which is there: the rank of an ordinal, or where
     * its column is constant that of any score, all of which are the same.
     */
    int code(int row, int dimension) {
        double coordinate = points.coordinate(row, dimension);
        return kinds[dimension] == Kind.ORDINAL ? Arrays.binarySearch(scores[dimension], coordinate) : (int) coordinate;
    }

    /** How many codes a dimension of ordinals or categories has. */
    int codeCount(int dimension) {
        return codeCounts[dimension];
    }
}
