package org.phrkit.microaggregation;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.phrkit.input.BadInputException;
import org.phrkit.table.Column;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/**
 * Names that stand in several rows. Where a pseudonym does, or where all identifiers of two rows are the same, rows are
 * not persons; where one identifier of several does, such as a surname, that may be chance.
 *
 * <p>Its functions may be called by several threads at once.
 */
public final class RepeatedNames {
    private RepeatedNames() {}

    /**
     * Requires that each row is of another person, as far as names tell.
     *
     * @param table the table
     * @throws AnonymisationException.RepeatedPerson if it is not; it names columns and the line of the second row
     */
    public static void require(Table table) throws AnonymisationException.RepeatedPerson {
        for (Column pseudonym : table.columns(Role.PSEUDONYM)) {
            requireDistinct(table, List.of(pseudonym));
        }
        requireDistinct(table, table.columns(Role.IDENTIFIER));
    }

    private static void requireDistinct(Table table, List<Column> names) throws AnonymisationException.RepeatedPerson {
        OptionalInt row = firstRepeated(names);
        if (row.isPresent()) {
            throw repeated(
                    names.stream().map(column -> column.spec().name()).toList(), table.lineNumber(row.getAsInt()));
        }
    }

    /**
     * {@return what is wrong where these names are as in a row above, for who found that elsewhere}
     *
     * @param names of columns
     * @param lineNumber of the second row; 0 where it has none
     */
    public static AnonymisationException.RepeatedPerson repeated(List<String> names, long lineNumber) {
        return new AnonymisationException.RepeatedPerson(
                names.stream().map(BadInputException::quoted).collect(Collectors.joining(", "))
                        + (names.size() == 1 ? " is" : " are"),
                lineNumber);
    }

    /** The first row in which each of these is as in a row above; a row that misses all of them has no name. */
    private static OptionalInt firstRepeated(List<Column> names) {
        if (names.isEmpty()) {
            return OptionalInt.empty();
        }
        List<int[]> codes = names.stream().map(Column::codes).toList();
        Set<List<Integer>> known = new HashSet<>();
        return IntStream.range(0, names.get(0).rowCount())
                .filter(row -> names.stream().anyMatch(column -> !column.isMissing(row)))
                .filter(row ->
                        !known.add(codes.stream().map(ofColumn -> ofColumn[row]).toList()))
                .findFirst();
    }

    /**
     * {@return the identifiers that repeat although all of them together do not: of a person with several rows some
     * would, and of two persons one may, by chance}
     *
     * @param table the table
     */
    public static List<String> doubtful(Table table) {
        List<Column> identifiers = table.columns(Role.IDENTIFIER);
        return identifiers.size() < 2
                ? List.of()
                : identifiers.stream()
                        .filter(column -> firstRepeated(List.of(column)).isPresent())
                        .map(column -> column.spec().name())
                        .toList();
    }
}
