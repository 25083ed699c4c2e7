package org.phrkit.report;

/**
 * Sizes that tell less of what they are the sizes of: a number of bytes is rounded up so that of its E + 1 binary digits,
 * only the first floor(log2 E) + 2 may be other than zero. That adds at most 12 %, and less the larger it is; all sizes up
 * to 2^n share O(n log n) results.
 *
 * <p>Source: PADMÉ in Nikitin, Barman, Lueks, Underwood, Hubaux, Ford: Reducing Metadata Leakage from Encrypted Files and
 * Communication with PURBs, 2019 (doi 10.2478/popets-2019-0056), algorithm 1.
 */
final class Padme {
    private Padme() {}

    /** The size to fill up to; 0 and 1 stay as they are. */
    static long padded(long sizeBytes) {
        if (sizeBytes < 2) {
            return sizeBytes;
        }
        int exponent = floorLog2(sizeBytes);
        int zeros = exponent - floorLog2(exponent) - 1;
        long mask = (1L << zeros) - 1;
        return Math.addExact(sizeBytes, mask) & ~mask;
    }

    private static int floorLog2(long value) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    }
}
