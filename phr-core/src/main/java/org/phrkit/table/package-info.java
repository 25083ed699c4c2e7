/**
 * Tables of patients: columns with their roles and kinds, CSV in and out.
 *
 * <p>{@link org.phrkit.table.Schema} says what each column is to someone who looks for a person in the table (its {@link
 * org.phrkit.table.Role}) and how its cells are read (its {@link org.phrkit.table.Kind}). {@link org.phrkit.table.Csv}
 * reads a {@link org.phrkit.table.Table} with a schema and writes one; {@link org.phrkit.table.TableProfile} proposes
 * kinds for a file that nobody has described yet.
 *
 * <pre>{@code
 * Schema schema = Schema.read(columnsFile);
 * Table table = Csv.read(in, schema::bind);
 * double[] ages = table.column("age").orElseThrow().numbers();
 * Csv.write(table, out);
 * }</pre>
 *
 * <p>Nothing is guessed. A file in another {@link org.phrkit.table.Dialect} than the one it is read in, a cell that is not
 * of its column's kind, a column without a role: each is a {@link org.phrkit.table.TableException} or {@link
 * org.phrkit.table.SchemaException} that names line and column, and never the cell.
 *
 * <p>A table is kept in memory, column by column: 8 bytes a number, 4 a text, and each distinct text of a column once.
 * Missing cells are NaN or a code of their own, and no number or text is taken for one.
 *
 * <p>What this room does not do: it knows no spreadsheets, no types of a database, and nothing of anonymity; for that see
 * {@link org.phrkit.microaggregation} and {@link org.phrkit.verify}.
 */
@NullMarked
package org.phrkit.table;

import org.jspecify.annotations.NullMarked;
