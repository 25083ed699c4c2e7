package org.phrkit.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.phrkit.age.Age;
import org.phrkit.age.X25519Identity;
import org.phrkit.table.Column;
import org.phrkit.table.Csv;
import org.phrkit.table.Table;

/**
 * How many bytes a table takes.
 *
 * @param rows how many it has
 * @param csv as a file
 * @param memory on the heap, by a class histogram before and after a copy of its columns: arrays of doubles, and the
 *     objects of the table that hold them
 * @param compressed the file, deflated at level 6; differs a little between versions of zlib
 * @param encrypted the file, to one X25519 recipient
 */
record Footprint(int rows, long csv, long memory, long compressed, long encrypted) {
    private static final int LEVEL = 6;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final X25519Identity IDENTITY = X25519Identity.generate(RANDOM);

    /** Of a table of numbers. */
    static Footprint of(Table table) throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        Csv.write(table, csv);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(LEVEL);
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed, deflater)) {
            csv.writeTo(out);
        } finally {
            deflater.end();
        }
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        Age.encrypt(List.of(IDENTITY.recipient()), new ByteArrayInputStream(csv.toByteArray()), encrypted, RANDOM);
        return new Footprint(table.rowCount(), csv.size(), onHeap(table), compressed.size(), encrypted.size());
    }

    private static long onHeap(Table table) {
        int[] all = IntStream.range(0, table.rowCount()).toArray();
        liveBytes();
        long before = liveBytes();
        List<Column> copy =
                table.columns().stream().map(column -> column.select(all)).toList();
        try {
            return liveBytes() - before;
        } finally {
            Reference.reachabilityFence(copy);
        }
    }

    /** Of arrays of doubles and of the parts of tables that can be reached, counted by the collector. */
    private static long liveBytes() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            // A line is a number and a colon, instances, bytes, and the name of the class.
            return histogram
                    .lines()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(cells ->
                            cells.length > 3 && (cells[3].equals("[D") || cells[3].startsWith("org.phrkit.table.")))
                    .mapToLong(cells -> Long.parseLong(cells[2]))
                    .sum();
        } catch (JMException e) {
            throw new IllegalStateException("this Java counts no classes", e);
        }
    }
}
