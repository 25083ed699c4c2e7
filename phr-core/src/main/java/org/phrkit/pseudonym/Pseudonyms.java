package org.phrkit.pseudonym;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Kind;
import org.phrkit.table.NumberColumn;
import org.phrkit.table.Persons;
import org.phrkit.table.Role;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;
import org.phrkit.table.TextColumn;

/**
 * Replaces identifiers by pseudonyms that are made with a secret key: the same text gets the same pseudonym in every
 * table and column, so that tables can be joined. Without the key, nobody learns more than which cells are the same.
 *
 * <p>A pseudonym is the first 128 bits, in lower-case hexadecimal, of HMAC-SHA-256 (RFC 2104) of the text in UTF-8.
 *
 * <p>A hash without a key would hide nothing: there are so few record numbers, insurance numbers or names that anyone
 * can hash them all and look up the result. Whoever holds the key can do just that, so the key is as secret as the
 * identifiers are, and to destroy it is what makes pseudonyms final.
 *
 * <p>Several threads may use one until it is closed.
 */
public final class Pseudonyms implements AutoCloseable {
    private static final int SIZE_BYTES = 16;
    private static final int SHIFT_DAYS = 182;
    private static final HexFormat HEX = HexFormat.of();

    private final SecretBytes key;

    private Pseudonyms(SecretBytes key) {
        this.key = key;
    }

    /**
     * Reads a key file: one line of at least 64 hexadecimal digits, an even number of them, of which the bytes of the
     * key are made; {@code openssl rand -hex 32} writes one.
     *
     * @param in is read to its end and not closed
     * @return pseudonyms of this key
     * @throws IOException if reading or writing fails
     * @throws PseudonymKeyException if the file holds no key
     */
    public static Pseudonyms read(InputStream in) throws IOException, PseudonymKeyException {
        return new Pseudonyms(KeyLine.read(in));
    }

    /**
     * Writes the key file, from which {@link #read} makes the same: for another process that is to make the same pseudonyms.
     *
     * @param out is not closed; who has what is written has the key
     * @throws IOException if writing fails
     */
    public void write(OutputStream out) throws IOException {
        byte[] bytes = key.expose();
        for (byte each : bytes) {
            out.write(HEX.toHighHexDigit(each));
            out.write(HEX.toLowHexDigit(each));
        }
        out.write('\n');
    }

    /**
     * {@return the pseudonym of a text: 32 hexadecimal digits}
     *
     * @param text the identifier
     */
    public String of(String text) {
        byte[] code = Hkdf.hmac(key, text.getBytes(StandardCharsets.UTF_8));
        return HEX.formatHex(code, 0, SIZE_BYTES);
    }

    /**
     * {@return the pseudonym of a part of a person, that nobody can join with that of another part}
     *
     * @param pseudonym of the person
     * @param part from 0
     */
    public String ofPart(String pseudonym, int part) {
        return of(pseudonym + "/" + part);
    }

    /**
     * {@return the column of the pseudonyms of these cells, under the same name, with the role {@link Role#PSEUDONYM}
     * and of kind category} Missing cells stay missing. Each distinct text is computed once.
     *
     * @param column the column of identifiers
     */
    public Column of(Column column) {
        ColumnSpec spec = new ColumnSpec(column.spec().name(), Role.PSEUDONYM, Kind.CATEGORY);
        int[] codes = column.codes();
        int[] renamed = new int[Arrays.stream(codes).max().orElse(0) + 1];
        Arrays.fill(renamed, -1);
        List<String> pseudonyms = new ArrayList<>();
        String missingText = "";
        for (int row = 0; row < codes.length; row++) {
            int code = codes[row];
            if (column.isMissing(row)) {
                missingText = column.text(row);
                codes[row] = -1;
                continue;
            }
            if (renamed[code] < 0) {
                renamed[code] = pseudonyms.size();
                pseudonyms.add(of(column.text(row)));
            }
            codes[row] = renamed[code];
        }
        return new TextColumn(spec, pseudonyms, codes, missingText);
    }

    /**
     * {@return the table with all columns of the role {@link Role#PSEUDONYM} replaced by their pseudonyms}
     *
     * @param table the table
     */
    public Table of(Table table) {
        return table.withColumns(table.columns().stream()
                .map(column -> column.spec().role() == Role.PSEUDONYM ? of(column) : column)
                .toList());
    }

    /**
     * {@return the table with all days of the columns of the role {@link Role#SHIFT} moved: those of a person by one
     * number of days, from -{@value #SHIFT_DAYS} to {@value #SHIFT_DAYS} and not 0, that follows from the key and the
     * text that names her} It is the same in all tables that were made with the key.
     *
     * <p>Order and distances of a person's days stay, and so do, within half a year, season and age. Who knows one of her
     * days knows them all.
     *
     * @param table the table
     * @param persons the column that says whom a row is about, before pseudonyms replaced it
     * @throws TableException if its cell is missing in a row
     */
    public Table shifted(Table table, String persons) throws TableException {
        Column named = table.column(persons).orElseThrow();
        int[] codes = named.codes();
        Persons whom = Persons.of(table, persons);
        int[] days = new int[whom.count()];
        for (int row = 0; row < codes.length; row++) {
            if (days[whom.of(row)] == 0) {
                days[whom.of(row)] = shiftDays(named.text(row));
            }
        }
        List<Column> columns = new ArrayList<>();
        for (Column column : table.columns()) {
            columns.add(
                    column.spec().role() == Role.SHIFT
                            ? shifted((NumberColumn) column, row -> days[whom.of(row)])
                            : column);
        }
        return table.withColumns(columns);
    }

    private static NumberColumn shifted(NumberColumn column, IntUnaryOperator days) {
        double[] moved = column.values();
        for (int row = 0; row < moved.length; row++) {
            moved[row] += days.applyAsInt(row);
        }
        return new NumberColumn(column.spec(), moved, column.missingText());
    }

    private int shiftDays(String person) {
        // No pseudonym is of a text that begins with NUL, which a cell cannot hold.
        byte[] code = Hkdf.hmac(key, ("\0shift\0" + person).getBytes(StandardCharsets.UTF_8));
        int place = (int) Long.remainderUnsigned(ByteBuffer.wrap(code).getLong(), 2 * SHIFT_DAYS);
        return place < SHIFT_DAYS ? place - SHIFT_DAYS : place - SHIFT_DAYS + 1;
    }

    /** Overwrites the key; no pseudonym can be made any more. */
    @Override
    public void close() {
        key.close();
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "Pseudonyms";
    }
}
