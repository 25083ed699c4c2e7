package org.phrkit.privacy;

/**
 * How an adversary reads a quasi-identifier that is missing in a row of the release.
 *
 * <p>{@link #OWN_VALUE} is the stricter: a class of rows that agree also in what they miss is a part of what each of
 * them matches under {@link #WILDCARD}, so k is never larger by it.
 */
public enum MissingCells {
    /**
     * To miss a cell is a value like any other, and rows are alike where they agree in it. The adversary is taken to know
     * which cells of a person are missing, for instance because they were missing when the data were collected.
     */
    OWN_VALUE,

    /**
     * A missing cell matches any. The adversary is taken to know the person's true value, and not that it was left out:
     * so it is where cells were suppressed to make the release (Samarati 2001, doi 10.1109/69.971193, and sdcMicro).
     */
    WILDCARD
}
