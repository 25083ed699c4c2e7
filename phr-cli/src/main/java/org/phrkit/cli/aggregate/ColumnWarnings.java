package org.phrkit.cli.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.phrkit.cli.table.MissingCodesText;
import org.phrkit.cli.table.OverlookedText;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Column;
import org.phrkit.table.Dialect;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.OverlookedIdentifier;
import org.phrkit.table.Role;
import org.phrkit.table.SurveyWeights;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;

/** Warnings about columns whose role or kind may be wrong, one sentence for each. */
public final class ColumnWarnings {
    private ColumnWarnings() {}

    /**
     * The warnings about a table before it is grouped.
     *
     * @param isKindGiven of a column by its name, whether somebody said of which kind it is
     * @param source what messages call it
     */
    public static List<String> of(Table table, Predicate<String> isKindGiven, String source) {
        List<String> warnings = new ArrayList<>(ofWeights(table, source));
        OverlookedIdentifier.in(table.columns()).forEach(found -> warnings.add(of(found, source)));
        warnings.addAll(ofQuasi(table, isKindGiven, source));
        return warnings;
    }

    /** Of weights alone. */
    public static List<String> ofWeights(Table table, String source) {
        List<String> warnings = new ArrayList<>();
        for (Column column : table.columns(Role.WEIGHT)) {
            if (column.isNearlyUnique()) {
                warnings.add(named(column, source)
                        + " is a weight that differs in nearly every row, and it is released: whoever knows a "
                        + "weight finds its row");
            }
        }
        return warnings;
    }

    /** Of a column that is released as it is, and looks like an identifier. */
    public static String of(OverlookedIdentifier found, String source) {
        return source + ": " + OverlookedText.of(found);
    }

    /** Of quasi-identifiers alone. */
    public static List<String> ofQuasi(Table table, Predicate<String> isKindGiven, String source) {
        List<String> warnings = new ArrayList<>();
        for (Column column : table.columns(Role.QUASI)) {
            if (column instanceof NumberColumn numbers
                    && numbers.mayBeCodes()
                    && !isKindGiven.test(column.spec().name())) {
                warnings.add(named(column, source) + " has few distinct values, all whole numbers, which are averaged: "
                        + "give its kind: category if the values are codes, otherwise integer or number");
            }
            if (column instanceof NumberColumn numbers
                    && !numbers.missingCodes().isEmpty()) {
                warnings.add(named(column, source) + MissingCodesText.of(numbers.missingCodes()));
            }
            if (column instanceof TextColumn texts && texts.isNearlyUnique()) {
                warnings.add(named(column, source)
                        + " is a " + column.spec().kind().term()
                        + " with nearly all values different, so each group gets the value of one person; phr "
                        + "inspect names the form of dates and numbers");
            }
        }
        return warnings;
    }

    /** The warnings about a release whose centres may be the values of one person. */
    static List<String> of(Release release, Dialect dialect, String source) throws TableException {
        Optional<SurveyWeights> weights = SurveyWeights.of(release.table(), dialect);
        return ofDominated(
                weights.isPresent() ? release.dominatedGroups(weights.get()) : 0,
                release.partition().groupCount(),
                source);
    }

    /**
     * The warnings about groups whose centres may be the values of one person.
     *
     * @param dominated in how many groups one person has more than half of the weight
     */
    public static List<String> ofDominated(long dominated, long groups, String source) {
        return dominated == 0
                ? List.of()
                : List.of(source + ": in " + dominated + " of " + groups
                        + " groups one person has more than half of the weight, so the centre is nearer to her values than "
                        + "to the mean of the others");
    }

    private static String named(Column column, String source) {
        return source + ": column " + BadInputException.quoted(column.spec().name());
    }
}
