package org.phrkit.split;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks shares against the commitments that were made when the secret was split, without restoring it. May be used by
 * several threads at once.
 */
public final class SharesCheck {
    private SharesCheck() {}

    /**
     * The outcome of a check.
     *
     * @param standings one for each share, in the order given
     * @param isEnough whether the genuine ones among them restore the secret
     */
    public record Verdict(List<SharesManifest.Standing> standings, boolean isEnough) {
        /**
         * Copies the list.
         *
         * @param standings one for each share, in the order given
         * @param isEnough whether the genuine ones among them restore the secret
         */
        public Verdict {
            standings = List.copyOf(standings);
        }

        /** {@return whether there are shares, and every one is genuine} */
        public boolean holds() {
            return !standings.isEmpty()
                    && standings.stream().allMatch(standing -> standing == SharesManifest.Standing.GENUINE);
        }
    }

    /**
     * Checks each share by itself.
     *
     * @param manifest describes the shares that were handed out
     * @param shares the shares, in any order
     * @return the standing of each share, and whether they are enough
     */
    public static Verdict of(SharesManifest manifest, List<Share> shares) {
        List<SharesManifest.Standing> standings = new ArrayList<>();
        List<Share> genuine = new ArrayList<>();
        for (Share share : shares) {
            SharesManifest.Standing standing = manifest.standing(share);
            standings.add(standing);
            if (standing == SharesManifest.Standing.GENUINE) {
                genuine.add(share);
            }
        }
        return new Verdict(standings, manifest.isEnough(genuine));
    }
}
