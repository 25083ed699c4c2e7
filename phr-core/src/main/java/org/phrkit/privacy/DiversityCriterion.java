package org.phrkit.privacy;

/** What l-diversity is asked for, of those that {@link Diversity} defines. Immutable; several threads may use one. */
public sealed interface DiversityCriterion {
    /** At least 2. */
    int l();

    /** Whether all classes are so. */
    boolean isMetBy(Diversity diversity);

    /** At least l distinct values in each class. */
    record Distinct(int l) implements DiversityCriterion {
        public Distinct {
            requireL(l);
        }

        @Override
        public boolean isMetBy(Diversity diversity) {
            return diversity.smallest() >= l;
        }
    }

    /** In each class an entropy of log l or more. */
    record Entropy(int l) implements DiversityCriterion {
        public Entropy {
            requireL(l);
        }

        @Override
        public boolean isMetBy(Diversity diversity) {
            return diversity.smallestEntropy() >= l;
        }
    }

    /**
     * In each class, the most frequent value stands in fewer than c times the records that remain without the l-1 most
     * frequent.
     *
     * @param c above 0, and finite
     */
    record Recursive(double c, int l) implements DiversityCriterion {
        public Recursive {
            requireL(l);
            if (!(c > 0 && c < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("c is " + c + "; it must be a number above 0");
            }
        }

        @Override
        public boolean isMetBy(Diversity diversity) {
            return diversity.greatestRecursive(l) < c;
        }
    }

    private static void requireL(int l) {
        if (l < 2) {
            throw new IllegalArgumentException("l is " + l + "; it must be at least 2");
        }
    }
}
