package org.phrkit.testing;

import java.util.SplittableRandom;

/** Properties checked over many seeded cases; a failure names the seed. */
public final class Seeds {
    private Seeds() {}

    /** One case. */
    public interface Property {
        void check(SplittableRandom random) throws Exception;
    }

    /**
     * Checks a property that takes seconds: some seeds at each build, and all of them before a release, where
     * {@code phr.seeds.all} is set.
     */
    public static void forEach(int some, int all, Property property) {
        forEach(Boolean.getBoolean("phr.seeds.all") ? all : some, property);
    }

    /** Checks seeds 0 to {@code count - 1}, or the first {@code phr.seeds} of them where that property is set. */
    public static void forEach(int count, Property property) {
        int most = Integer.getInteger("phr.seeds", count);
        for (int seed = 0; seed < Math.min(count, most); seed++) {
            try {
                property.check(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
