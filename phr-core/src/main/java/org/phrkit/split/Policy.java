package org.phrkit.split;

import java.util.List;

/**
 * Who can restore a secret: how many groups of custodians are needed, and how many members of each. Immutable.
 *
 * @param groupsNeeded how many groups
 * @param groups all groups, at most 16
 */
public record Policy(int groupsNeeded, List<Group> groups) {
    /** The most groups, and the most shares of a group (SLIP-0039, "Notation"). */
    public static final int MOST = 16;

    /**
     * One group of custodians.
     *
     * @param needed how many of its shares make the group's part
     * @param shares how many shares it has, at most 16
     */
    public record Group(int needed, int shares) {
        /**
         * Refuses a threshold that cannot be met, and 1 of many, which is one share in many hands.
         *
         * @param needed how many of its shares make the group's part
         * @param shares how many shares it has, at most 16
         */
        public Group {
            if (shares < 1 || shares > MOST || needed < 1 || needed > shares) {
                throw new IllegalArgumentException("of 1 to " + MOST
                        + " shares, between one and all can be needed, not " + needed + " of " + shares);
            }
            if (needed == 1 && shares > 1) {
                throw new IllegalArgumentException("1 of " + shares + " would be the same secret in " + shares
                        + " hands; the standard advises against it");
            }
        }
    }

    /**
     * Refuses a threshold that cannot be met, and one secret in several hands.
     *
     * @param groupsNeeded how many groups
     * @param groups all groups, at most 16
     */
    public Policy {
        groups = List.copyOf(groups);
        if (groups.isEmpty() || groups.size() > MOST || groupsNeeded < 1 || groupsNeeded > groups.size()) {
            throw new IllegalArgumentException("of 1 to " + MOST + " groups, between one and all can be needed, not "
                    + groupsNeeded + " of " + groups.size());
        }
        if (groupsNeeded == 1
                && groups.stream().filter(group -> group.needed() == 1).count() > 1) {
            throw new IllegalArgumentException("several groups of one share, of which one group is needed, would be "
                    + "the same secret in several hands");
        }
    }

    /**
     * {@return a policy of one group: {@code needed} of {@code shares}}
     *
     * @param needed how many shares restore the secret
     * @param shares how many shares there are, at most 16
     */
    public static Policy of(int needed, int shares) {
        return new Policy(1, List.of(new Group(needed, shares)));
    }
}
