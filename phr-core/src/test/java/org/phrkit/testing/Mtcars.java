package org.phrkit.testing;

import org.phrkit.table.NumberColumn;

/**
 * The 32 cars of the table mtcars of R, from Henderson and Velleman 1981 (doi 10.2307/2530428): a table whose figures
 * are in many books.
 */
public final class Mtcars {
    private static final double[] MPG = {
        21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4,
        30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4
    };

    private static final double[] WEIGHT = {
        2.620, 2.875, 2.320, 3.215, 3.440, 3.460, 3.570, 3.190, 3.150, 3.440, 3.440, 4.070, 3.730, 3.780, 5.250, 5.424,
        5.345, 2.200, 1.615, 1.835, 2.465, 3.520, 3.435, 3.840, 3.845, 1.935, 2.140, 1.513, 3.170, 2.770, 3.570, 2.780
    };

    private static final int[] AUTOMATIC = {3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24};
    private static final int[] MANUAL = {0, 1, 2, 17, 18, 19, 25, 26, 27, 28, 29, 30, 31};

    private Mtcars() {}

    /** Miles per gallon. */
    public static NumberColumn mpg() {
        return Tables.quasi("mpg", MPG);
    }

    /** Weight in 1000 lb. */
    public static NumberColumn weight() {
        return Tables.quasi("wt", WEIGHT);
    }

    /** The rows of cars with automatic gears. */
    public static int[] automatic() {
        return AUTOMATIC.clone();
    }

    /** The rows of the other cars. */
    public static int[] manual() {
        return MANUAL.clone();
    }
}
