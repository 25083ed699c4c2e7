package org.phrkit.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * What a table shows without any knowledge of its subject.
 *
 * <p>Immutable; several threads may use one.
 *
 * @param columns in the order of the file
 * @param rowCount the number of rows
 */
public record TableProfile(List<ColumnProfile> columns, int rowCount) {
    /**
     * Copies the lists.
     *
     * @param columns in the order of the file
     * @param rowCount the number of rows
     */
    public TableProfile {
        columns = List.copyOf(columns);
    }

    /**
     * The kind that a column seems to have, judged by all of its cells that are not missing.
     *
     * @param name the name of the column
     * @param kind an integer where all cells are integers without a plus sign or leading zeros, more than two of them
     *     distinct; a number where all are decimals of that manner, more than two distinct; a date where all are dates;
     *     else a category
     * @param dateForms of dates, the form that all cells have; two where they have both, with day and month in either order
     * @param missingCount the number of missing cells
     * @param isOtherDecimal whether it would be a number with the other decimal mark
     * @param overlooked what identifies persons, if the cells look like it
     * @param doubts what else may be wrong with the cells
     */
    public record ColumnProfile(
            String name,
            Kind kind,
            List<DateForm> dateForms,
            int missingCount,
            boolean isOtherDecimal,
            Optional<OverlookedIdentifier> overlooked,
            Doubts doubts) {
        /**
         * Copies the lists.
         *
         * @param name the name of the column
         * @param kind an integer where all cells are integers without a plus sign or leading zeros, more than two of them distinct
         * @param dateForms of dates, the form that all cells have
         * @param missingCount the number of missing cells
         * @param isOtherDecimal whether it would be a number with the other decimal mark
         * @param overlooked what identifies persons, if the cells look like it
         * @param doubts what else may be wrong with the cells
         */
        public ColumnProfile {
            dateForms = List.copyOf(dateForms);
        }

        /**
         * Possible mistakes in the cells of a column.
         *
         * @param mixedDateLines where all cells are dates, but not of one form: the line of the first, and that of the first
         *     that is not of its form
         * @param hasShortYears whether all cells look like dates whose years have two digits
         * @param missingCodes as {@link NumberColumn#missingCodes}
         */
        public record Doubts(List<Integer> mixedDateLines, boolean hasShortYears, List<Integer> missingCodes) {
            /** No doubt. */
            public static final Doubts NONE = new Doubts(List.of(), false, List.of());

            /**
             * Copies the lists.
             *
             * @param mixedDateLines where all cells are dates, but not of one form
             * @param hasShortYears whether all cells look like dates whose years have two digits
             * @param missingCodes as {@link NumberColumn#missingCodes}
             */
            public Doubts {
                mixedDateLines = List.copyOf(mixedDateLines);
                missingCodes = List.copyOf(missingCodes);
            }
        }

        /**
         * {@return the role to propose: that of what the cells look like, and else quasi, the safest where nobody has
         * said anything}
         */
        public Role likelyRole() {
            return overlooked.map(found -> found.likeness().likelyRole()).orElse(Role.QUASI);
        }

        /**
         * {@return the word for the kind in a columns file; where there are two forms of dates, a question mark stands
         * for it}
         */
        public String kindTerm() {
            return switch (dateForms.size()) {
                case 0 -> kind.term();
                case 1 -> dateForms.get(0).equals(DateForm.ISO) ? kind.term() : Schema.DATE_OF + dateForms.get(0);
                default -> Schema.DATE_OF + Schema.TO_BE_FILLED_IN;
            };
        }
    }

    /**
     * Reads a CSV file and keeps none of it, so the memory taken does not grow with the rows.
     *
     * @param in is read to its end and closed
     * @param dialect how the file is written
     * @return what the table shows
     * @throws TableException if the file is malformed or has no row
     */
    public static TableProfile of(InputStream in, Dialect dialect) throws IOException, TableException {
        return Csv.reading(in, dialect, BlankRows.REFUSED, TableReader::profile);
    }

    /** {@return a columns file to fill in: proposed kinds, and a question mark for each role, which is not a role} */
    public Table template() {
        List<String> blank = columns.stream().map(column -> "").toList();
        return new Table(List.of(
                texts("column", columns.stream().map(ColumnProfile::name).toList()),
                texts(
                        "role",
                        columns.stream().map(column -> Schema.TO_BE_FILLED_IN).toList()),
                texts("kind", columns.stream().map(column -> column.kindTerm()).toList()),
                texts("levels", blank),
                texts("missing", blank)));
    }

    private static Column texts(String name, List<String> texts) {
        return new TextColumn(new ColumnSpec(name, Role.PLAIN), texts);
    }
}
