package org.phrkit.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Role;
import scala.Tuple2;

/** What a release tells of persons who have several rows, as {@link org.phrkit.privacy.PersonAnonymity} has it of one machine. */
final class ReleasedPersons {
    private ReleasedPersons() {}

    /**
     * Requires that nobody has more than 1/k of the rows of a class, once more.
     *
     * @throws IllegalStateException if somebody has, which is a bug
     */
    static void require(SparkRelease.OfPersons released, int k) throws IOException {
        if (SparkVerification.ofRelease(released.rows(), released.column(), k)
                        .classes()
                        .smallest()
                < k) {
            throw new IllegalStateException("a person would have more than 1/k of the rows of a class");
        }
        TableColumns columns = released.rows().columns();
        for (int pseudonym : columns.indices(role -> role == Role.PSEUDONYM)) {
            requireLinked(released.rows(), pseudonym, k);
        }
    }

    private static void requireLinked(SparkTable rows, int pseudonym, int k) throws IOException {
        String name = rows.columns().specs().get(pseudonym).name();
        boolean isOfAll = Problem.thrown(() -> rows.pieces()
                .map(piece -> IntStream.range(0, piece.rowCount())
                        .noneMatch(row -> piece.cells(pseudonym).isMissing(row)))
                .reduce(Boolean::logicalAnd));
        if (isOfAll && SparkVerification.ofRelease(rows, name, k).persons().smallestLinked() < k) {
            throw new IllegalStateException("the rows of a pseudonym would be in classes that fewer than k have");
        }
    }

    /** How many persons have classes that fewer than k have, each as often. */
    static long below(SparkRelease.OfPersons released, int k) throws IOException {
        return SparkVerification.ofRelease(released.rows(), released.column(), k)
                .persons()
                .below();
    }

    /** As {@link org.phrkit.privacy.LinkingColumn} has it: by column that joins rows, those of how many persons. */
    static Map<String, Long> joining(SparkRelease.OfPersons released, int k) throws IOException {
        SparkTable table = released.rows();
        RowKey person = TablePersons.key(table.columns(), released.column());
        Map<String, Long> joining = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            ColumnSpec spec = table.columns().specs().get(i);
            if (spec.role() != Role.PERSON && spec.role().isReleasedByRow()) {
                long persons = joined(table, person, new RowKey(new int[] {i}), k);
                if (persons > 0) {
                    joining.put(spec.name(), persons);
                }
            }
        }
        return joining;
    }

    private static long joined(SparkTable table, RowKey person, RowKey cell, int k) throws IOException {
        JavaPairRDD<String, String> ofValues = table.pieces()
                .flatMapToPair(piece -> IntStream.range(0, piece.rowCount())
                        .filter(row -> !cell.isMissing(piece, row))
                        .mapToObj(row -> new Tuple2<>(cell.of(piece, row), person.of(piece, row)))
                        .iterator());
        // A value of k persons or more joins nobody, so no more than k of them are looked at.
        return Problem.thrown(() -> ofValues.<Map<String, Integer>>aggregateByKey(
                        new HashMap<>(),
                        (counts, whose) ->
                                counts.size() < k || counts.containsKey(whose) ? added(counts, whose, 1) : counts,
                        (one, other) -> {
                            other.forEach((whose, count) -> added(one, whose, count));
                            return one;
                        })
                .values()
                .filter(counts -> counts.size() < k)
                .flatMap(counts -> {
                    List<String> several = new ArrayList<>();
                    counts.forEach((whose, count) -> {
                        if (count > 1) {
                            several.add(whose);
                        }
                    });
                    return several.iterator();
                })
                .distinct()
                .count());
    }

    private static Map<String, Integer> added(Map<String, Integer> counts, String whose, int count) {
        counts.merge(whose, count, Integer::sum);
        return counts;
    }
}
