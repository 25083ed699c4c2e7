package org.phrkit.spark;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Role;
import org.phrkit.table.Table;

/** A table as rows of Spark, with types. */
final class ParquetRows {
    private ParquetRows() {}

    /** The rows, those of each partition sorted by their cells, so that their order says nothing. */
    static Dataset<Row> dataset(SparkSession spark, SparkTable table) {
        StructType type = DataTypes.createStructType(table.columns().specs().stream()
                .map(spec -> DataTypes.createStructField(spec.name(), type(spec), true))
                .toArray(StructField[]::new));
        Broadcast<TableColumns> columns =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(table.columns());
        return spark.createDataFrame(
                table.pieces().mapPartitions(pieces -> {
                    List<Piece> all = new ArrayList<>();
                    pieces.forEachRemaining(all::add);
                    return all.isEmpty()
                            ? List.<Row>of().iterator()
                            : rows(Piece.join(all).table(columns.value()));
                }),
                type);
    }

    /** As numbers and dates of Spark; what is written as it was read is a text, which 007 and 1.50 are. */
    private static DataType type(ColumnSpec spec) {
        boolean isQuasi = spec.role() == Role.QUASI;
        return switch (isQuasi ? spec.kind() : Kind.CATEGORY) {
            case NUMBER -> DataTypes.DoubleType;
            case INTEGER -> DataTypes.LongType;
            case DATE -> DataTypes.DateType;
            default -> DataTypes.StringType;
        };
    }

    private static Iterator<Row> rows(Table table) {
        return IntStream.of(table.sortedRows())
                .mapToObj(row -> RowFactory.create(table.columns().stream()
                        .map(column -> cell(column, row))
                        .toArray()))
                .iterator();
    }

    private static @Nullable Object cell(Column column, int row) {
        if (column.isMissing(row)) {
            return null;
        }
        DataType type = type(column.spec());
        if (type == DataTypes.StringType || !(column instanceof NumberColumn numbers)) {
            return column.text(row);
        }
        double value = numbers.value(row);
        if (type == DataTypes.LongType) {
            return (long) value;
        }
        return type == DataTypes.DateType ? Date.valueOf(LocalDate.ofEpochDay((long) value)) : (Object) value;
    }
}
