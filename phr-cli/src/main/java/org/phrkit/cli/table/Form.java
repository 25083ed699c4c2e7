package org.phrkit.cli.table;

/** In which form a release is written, as typed. */
public enum Form {
    /** A row for each record. */
    records,
    /** A row for each group, with its count. */
    groups
}
