package org.phrkit.privacy;

/**
 * The kind of l-diversity that is asked for, of those that {@link Diversity} defines. Immutable; several threads may
 * use one.
 */
public sealed interface DiversityCriterion {
    /** {@return the l that is asked for, at least 2} */
    int l();

    /**
     * {@return whether all classes are so}
     *
     * @param diversity of its values in each class
     */
    boolean isMetBy(Diversity diversity);

    /**
     * At least l distinct values in each class.
     *
     * @param l at least 2
     */
    record Distinct(int l) implements DiversityCriterion {
        /**
         * Refuses components that are out of range, or do not go together.
         *
         * @param l at least 2
         */
        public Distinct {
            requireL(l);
        }

        @Override
        public boolean isMetBy(Diversity diversity) {
            return diversity.smallest() >= l;
        }
    }

    /**
     * In each class an entropy of log l or more.
     *
     * @param l at least 2
     */
    record Entropy(int l) implements DiversityCriterion {
        /**
         * Refuses components that are out of range, or do not go together.
         *
         * @param l at least 2
         */
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
     * @param l at least 2
     */
    record Recursive(double c, int l) implements DiversityCriterion {
        /**
         * Refuses components that are out of range, or do not go together.
         *
         * @param c above 0, and finite
         * @param l at least 2
         */
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
