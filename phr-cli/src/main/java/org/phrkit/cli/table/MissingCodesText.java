package org.phrkit.cli.table;

import java.util.List;
import java.util.stream.Collectors;

/** What is said of numbers that usually stand for missing cells. */
public final class MissingCodesText {
    private MissingCodesText() {}

    /** What follows the name of the column. */
    public static String of(List<Integer> codes) {
        String list = codes.stream().map(String::valueOf).collect(Collectors.joining(","));
        return " has " + list.replace(",", ", ") + " far from its other numbers, as codes of missing cells are; "
                + "--missing-values " + list + ", or missing in the columns file, takes "
                + (codes.size() == 1 ? "it" : "them") + " for none";
    }
}
