package org.phrkit.spark;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.spark.FilePiece.Place;
import org.phrkit.table.BlankRows;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Role;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TextRows;

/**
 * Rows of Spark as texts, of which the same columns are made as of the cells of a CSV file: null is the empty cell, a day or
 * time stands as in ISO 8601 (with a blank before the time), a number is the shortest text that reads back as it.
 *
 * @param header the names of the columns
 * @param specs what they are
 */
record DatasetRows(List<String> header, List<ColumnSpec> specs, DialectForm dialect, boolean dropsBlankRows)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So that few rows are held as texts at a time. */
    private static final int MOST_ROWS = 1 << 16;

    /**
     * A row with its place.
     *
     * @param file its number among all
     * @param row in the file, from 0
     */
    record Placed(int file, long row, Row cells) {}

    /**
     * What the columns of a type are.
     *
     * @param source what messages call it
     * @throws Failure if the roles do not fit, or the cells of a column that is wanted are no texts, numbers, days or times
     */
    static DatasetRows of(StructType type, String source, SparkTable.Reading reading) throws Failure {
        List<String> header = List.of(type.fieldNames());
        List<ColumnSpec> specs;
        try {
            specs = reading.binding().bind(header);
        } catch (SchemaException e) {
            throw Failure.of(e, source);
        }
        for (int i = 0; i < header.size(); i++) {
            DataType cells = type.fields()[i].dataType();
            if (specs.get(i).role() != Role.DROP && !isText(cells)) {
                throw new Failure(
                        ExitCode.MALFORMED,
                        source + ": column " + BadInputException.quoted(header.get(i)) + ": cells of type "
                                + cells.typeName() + " are no texts, numbers, days or times");
            }
        }
        return new DatasetRows(header, List.copyOf(specs), DialectForm.of(reading.dialect()), reading.dropsBlankRows());
    }

    private static boolean isText(DataType type) {
        return type instanceof NumericType
                || List.of(
                                DataTypes.StringType,
                                DataTypes.BooleanType,
                                DataTypes.DateType,
                                DataTypes.TimestampType,
                                DataTypes.TimestampNTZType)
                        .contains(type);
    }

    /** The columns to select so that {@link #read} finds numbers and texts, and what is not wanted is not read. */
    Column[] columns(Dataset<Row> data) {
        StructType type = data.schema();
        return IntStream.range(0, header.size())
                .mapToObj(i -> {
                    StructField field = type.fields()[i];
                    Column column = data.col("`" + field.name().replace("`", "``") + "`");
                    if (specs.get(i).role() == Role.DROP) {
                        return functions.lit("");
                    }
                    return field.dataType() instanceof NumericType ? column : column.cast(DataTypes.StringType);
                })
                .toArray(Column[]::new);
    }

    /**
     * The pieces of rows of which those of a file stand one behind the other.
     *
     * @param sources what messages call the files
     */
    Iterator<FilePiece> read(Iterator<Placed> rows, List<String> sources) {
        List<FilePiece> pieces = new ArrayList<>();
        List<TextRows.Row> texts = new ArrayList<>();
        Place first = new Place(0, 0);
        while (rows.hasNext()) {
            Placed row = rows.next();
            if (!texts.isEmpty() && (row.file() != first.file() || texts.size() == MOST_ROWS)) {
                pieces.addAll(piece(first, texts, sources.get(first.file())));
                texts.clear();
            }
            first = texts.isEmpty() ? new Place(row.file(), row.row()) : first;
            texts.add(new TextRows.Row(Math.toIntExact(row.row() + 2), texts(row.cells())));
        }
        if (!texts.isEmpty()) {
            pieces.addAll(piece(first, texts, sources.get(first.file())));
        }
        return pieces.iterator();
    }

    private List<FilePiece> piece(Place first, List<TextRows.Row> texts, String source) {
        int[] blankRows = new int[1];
        BlankRows blank = row -> {
            if (!dropsBlankRows) {
                throw row;
            }
            blankRows[0]++;
        };
        try {
            Table table = TextRows.read(header, texts.iterator(), dialect.dialect(), blank, names -> specs);
            long[] rowNumbers = IntStream.range(0, table.rowCount())
                    .mapToLong(row -> table.lineNumber(row) - 2)
                    .toArray();
            return FilePiece.of(first.file(), table, rowNumbers, blankRows[0]);
        } catch (BadInputException e) {
            return blankRows[0] == texts.size()
                    ? List.of(new FilePiece(first, null, null, blankRows[0], null))
                    : List.of(FilePiece.bad(first, Problem.of(Failure.of(e, source))));
        }
    }

    private List<String> texts(Row row) {
        String[] texts = new String[header.size()];
        Arrays.setAll(texts, i -> text(row.get(i)));
        return Arrays.asList(texts);
    }

    private static String text(@Nullable Object cell) {
        if (cell instanceof Double number) {
            return Double.isFinite(number) ? TextRows.text(number) : number.toString();
        }
        if (cell instanceof Float number) {
            // By its own few digits, and not by those of the double that is the same.
            return Float.isFinite(number) ? TextRows.text(Double.parseDouble(number.toString())) : number.toString();
        }
        if (cell instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return cell == null ? "" : cell.toString();
    }
}
