package org.phrkit.bench;

import org.phrkit.privacy.EquivalenceClasses;
import org.phrkit.table.Table;

/**
 * Distance-based record linkage: who knows a person's quasi-identifiers takes the released record nearest to them, any
 * of those that are equally near.
 */
final class Linkage {
    private Linkage() {}

    /**
     * The share of persons, in per cent, who are found on average: where the nearest class is the person's own, one in
     * as many as the class has records.
     *
     * @param released has the same rows as the original; its distances are on the original's scales
     */
    static double percent(Table original, Table released) {
        Scores scores = new Scores(original);
        double[][] persons = scores.of(original);
        double[][] records = scores.of(released);
        EquivalenceClasses classes = EquivalenceClasses.of(released.quasiNumbers());
        double[][] centres = new double[classes.classCount()][];
        for (int row = 0; row < records.length; row++) {
            centres[classes.classOf(row)] = records[row];
        }
        double found = 0;
        for (int row = 0; row < persons.length; row++) {
            double own = Scores.squaredDistance(persons[row], centres[classes.classOf(row)]);
            int candidates = 0;
            boolean isNearest = true;
            for (int other = 0; other < centres.length && isNearest; other++) {
                double distance = Scores.squaredDistance(persons[row], centres[other]);
                isNearest = distance >= own;
                candidates += distance == own ? classes.size(other) : 0;
            }
            found += isNearest ? 1.0 / candidates : 0;
        }
        return 100 * found / persons.length;
    }
}
