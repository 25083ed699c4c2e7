package org.phrkit.cli.aggregate;

import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.table.Form;
import org.phrkit.microaggregation.Anonymisation;
import org.phrkit.microaggregation.Release;
import org.phrkit.table.Table;
import picocli.CommandLine.Option;

/** The options for the form in which a release is written. */
final class FormOptions {
    @Option(
            names = "--form",
            paramLabel = "FORM",
            description =
                    "records: write a row for each row. groups: write a row for each group, with its count and only the "
                            + "quasi-identifiers. Default: records; with --phase 1, groups. With --phase 2, groups also means that "
                            + "a column named count without a role holds the counts of the files.")
    private @Nullable Form form;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description =
                    "sorted: write the rows sorted by their cells, so that their order reveals nothing. kept: write them "
                            + "in the order of the table. Default: sorted with --person, kept without.")
    private @Nullable Order order;

    /** As typed. */
    enum Order {
        sorted,
        kept
    }

    /** The order in which rows are written unless they are shuffled: the given order, or for persons sorted. */
    Anonymisation.Order order(boolean isOfPersons, boolean isShuffled) throws Failure {
        Failure.requireUsage(order == null || !isShuffled, "--order and --shuffle cannot be combined");
        Order wanted = order != null ? order : isOfPersons && !isShuffled ? Order.sorted : Order.kept;
        if (order == Order.kept && isOfPersons) {
            Terminal.warning("the rows are in the order of the original table: whoever knows "
                    + "that order can tell whose they are");
        }
        return wanted == Order.sorted ? Anonymisation.Order.SORTED : Anonymisation.Order.KEPT;
    }

    /** The given form, or the other one if none was given. */
    Form or(Form other) {
        return form == null ? other : form;
    }

    /** Whether the form is groups. */
    boolean isOfGroups() {
        return form == Form.groups;
    }

    Table table(Release release, Form wanted) {
        return wanted == Form.groups ? release.groups() : release.table();
    }
}
