package org.phrkit.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.spark.Sources.Source;
import org.phrkit.table.BlankRows;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Table;

/**
 * A CSV file of a table, which one task reads.
 *
 * @param index its place among the files
 * @param header that of the first file, which each must have
 */
record CsvFile(int index, Source source, DialectForm dialect, boolean dropsBlankRows, Header header)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * A header line, and what its columns are.
     *
     * @param of the name of its file
     */
    record Header(String of, List<String> names, List<ColumnSpec> specs) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /** The columns are not those of the first file. */
    private static final class OtherHeader extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** That of the first file, read on the driver. */
    static Header header(Source first, Configuration configuration, SparkTable.Reading reading) throws IOException {
        List<String> names = new ArrayList<>();
        try {
            List<ColumnSpec> specs = Csv.bound(open(first, configuration), reading.dialect(), header -> {
                names.addAll(header);
                return reading.binding().bind(header);
            });
            return new Header(first.name(), List.copyOf(names), List.copyOf(specs));
        } catch (BadInputException e) {
            throw Failure.of(e, first.name());
        }
    }

    /** Its rows, or what is wrong with it. */
    Iterator<FilePiece> read(Configuration configuration) throws IOException {
        int[] blankRows = new int[1];
        BlankRows blank = row -> {
            if (!dropsBlankRows) {
                throw row;
            }
            blankRows[0]++;
        };
        try {
            Table table = Csv.read(open(source, configuration), dialect.dialect(), blank, names -> {
                if (!names.equals(header.names())) {
                    throw new OtherHeader();
                }
                return header.specs();
            });
            long[] rowNumbers = LongStream.range(0, table.rowCount()).toArray();
            return FilePiece.of(index, table, rowNumbers, blankRows[0]).iterator();
        } catch (BadInputException e) {
            return bad(Failure.of(e, source.name()));
        } catch (OtherHeader e) {
            return bad(new Failure(
                    ExitCode.MALFORMED, source.name() + ":1: the header is another than that of " + header.of()));
        } catch (Failure e) {
            return bad(e);
        }
    }

    private Iterator<FilePiece> bad(Failure failure) {
        return List.of(FilePiece.bad(new FilePiece.Place(index, 0), Problem.of(failure)))
                .iterator();
    }

    private static InputStream open(Source source, Configuration configuration) throws IOException {
        var system = source.path().getFileSystem(configuration);
        if (system.getFileStatus(source.path()).getLen() != source.sizeBytes()) {
            throw new Failure(ExitCode.COULD_NOT, source.name() + ": was changed while it was read");
        }
        return system.open(source.path());
    }
}
