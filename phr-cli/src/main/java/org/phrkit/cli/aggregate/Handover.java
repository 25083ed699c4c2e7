package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.files.ByteCount;
import org.phrkit.cli.files.Inputs;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.Form;
import org.phrkit.input.BadInputException;
import org.phrkit.microaggregation.AnonymisationException;
import org.phrkit.microaggregation.CollectorException;
import org.phrkit.microaggregation.DoublePhase;
import org.phrkit.microaggregation.Grouping;
import org.phrkit.microaggregation.Guarantees;
import org.phrkit.microaggregation.Release;
import org.phrkit.microaggregation.RepeatedNames;
import org.phrkit.table.BlankRows;
import org.phrkit.table.Column;
import org.phrkit.table.ColumnSpec;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.RecordCounts;
import org.phrkit.table.Role;
import org.phrkit.table.Schema;
import org.phrkit.table.SchemaException;
import org.phrkit.table.Table;
import org.phrkit.table.TableException;

/**
 * The tables that several collectors handed over, from which phase 2 makes the release: either all groups or all records.
 */
final class Handover {
    private final List<Table> tables;
    private final Inputs inputs;
    private final Form form;

    private Handover(List<Table> tables, Inputs inputs, Form form) {
        this.tables = tables;
        this.inputs = inputs;
        this.form = form;
    }

    /**
     * Reads the files.
     *
     * @param hasGroups whether a column {@value RecordCounts#COLUMN} without a role holds the counts of groups
     */
    static Handover read(
            Inputs inputs, Schema schema, boolean hasGroups, Dialect dialect, ByteCount bytesIn, BlankRows blankRows)
            throws IOException, TableException, SchemaException {
        List<Table> tables = new ArrayList<>();
        boolean isUnnamed =
                schema.count().isEmpty() && schema.column(RecordCounts.COLUMN).isEmpty();
        Schema counted = hasGroups && isUnnamed ? schema.withCount() : schema;
        List<Boolean> areGroups = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            try {
                tables.add(Csv.read(bytesIn.of(inputs.stream(i)), dialect, blankRows, header -> {
                    boolean isGroups = counted.isOfGroups(header);
                    areGroups.add(isGroups);
                    return withoutIdentifiers(isGroups ? counted.bindGroups(header) : counted.bindRelease(header));
                }));
            } catch (BadInputException e) {
                throw Failure.of(e, inputs.name(i));
            }
        }
        Failure.requireUsage(
                areGroups.stream().distinct().count() == 1, "some files hold groups and others hold records");
        warnOfTwins(tables, inputs);
        boolean areAllGroups = areGroups.get(0);
        for (int i = 0; i < tables.size() && !areAllGroups; i++) {
            checkRoles(tables.get(i), inputs.name(i), schema);
        }
        return new Handover(tables, inputs, areAllGroups ? Form.groups : Form.records);
    }

    /** Records that are handed over twice count twice, and a group of them hides fewer persons than it seems to. */
    private static void warnOfTwins(List<Table> tables, Inputs inputs) {
        for (int i = 1; i < tables.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (tables.get(i).columns().equals(tables.get(j).columns())) {
                    Terminal.warning(inputs.name(j) + " and " + inputs.name(i)
                            + " hold the same; records that are handed over twice count twice");
                }
            }
        }
    }

    /** What a collector hands over is a release: an identifier should not be in it, and is left out. */
    private static List<ColumnSpec> withoutIdentifiers(List<ColumnSpec> bound) {
        List<String> identifiers = new ArrayList<>();
        List<ColumnSpec> roles = new ArrayList<>();
        for (ColumnSpec column : bound) {
            boolean isIdentifier = column.role() == Role.IDENTIFIER;
            roles.add(isIdentifier ? new ColumnSpec(column.name(), Role.DROP) : column);
            if (isIdentifier) {
                identifiers.add(column.name());
            }
        }
        if (!identifiers.isEmpty()) {
            Terminal.warning("a collector handed over what should not leave it: " + String.join(", ", identifiers));
        }
        return roles;
    }

    private static void checkRoles(Table table, String source, Schema schema) throws Failure {
        for (Column column : table.columns()) {
            String name = column.spec().name();
            if (schema.column(name).isEmpty()) {
                throw new Failure(
                        ExitCode.USAGE,
                        source + ":1: column \"" + name + "\" has no role",
                        name.equals(RecordCounts.COLUMN) ? Failure.HINT_OF_GROUPS : "");
            }
        }
    }

    Form form() {
        return form;
    }

    /** All records, collector by collector. */
    Table records() throws SchemaException, Failure {
        try {
            return DoublePhase.records(tables);
        } catch (CollectorException e) {
            throw new Failure(ExitCode.COULD_NOT, e.at(inputs.name(e.collector())));
        }
    }

    /**
     * Makes the release of phase 2.
     *
     * @param guarantees of records
     * @param areRowsPersons whether a pseudonym that repeats is no sign of a person with several rows
     */
    Release release(int k, Grouping grouping, boolean areRowsPersons, Guarantees guarantees, List<String> missingValues)
            throws SchemaException, Failure {
        try {
            if (form == Form.records && !areRowsPersons) {
                RepeatedNames.require(DoublePhase.records(tables));
            }
            return form == Form.groups
                    ? DoublePhase.ofGroups(tables, k, grouping)
                    : DoublePhase.ofRecords(tables, k, grouping, guarantees, missingValues);
        } catch (AnonymisationException e) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    "all files: " + e.problem(),
                    Failure.of(e, "").hint());
        } catch (CollectorException e) {
            throw new Failure(ExitCode.COULD_NOT, e.at(e.collector() < 0 ? "all files" : inputs.name(e.collector())));
        }
    }
}
