package org.phrkit.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds numbers that usually stand for missing cells, such as -9 and 999, where they are no measurements: a negative one
 * where no other number is negative, and else one that is farther from all others than these are from each other. So 99 is
 * not found among ages, nor -9 among differences. Not for several threads.
 */
final class MissingCodes {
    private static final List<Integer> USUAL =
            List.of(-9999, -999, -99, -9, -8888, -888, -88, -8, 88, 888, 8888, 99, 999, 9999, 99999);

    private final Map<Integer, Integer> counts = new TreeMap<>();
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;

    void add(double value, int times) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6 && USUAL.contains((int) value)) {
            counts.merge((int) value, times, Integer::sum);
        } else if (!Double.isNaN(value)) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
    }

    /** Those that are no measurements, ascending; none where there are not two other numbers. */
    List<Integer> found() {
        List<Integer> found = new ArrayList<>();
        if (least < most) {
            for (int code : counts.keySet()) {
                boolean isAlone = code < 0 && least >= 0;
                if (isAlone || Math.max(least - code, code - most) > most - least) {
                    found.add(code);
                }
            }
        }
        return found;
    }
}
