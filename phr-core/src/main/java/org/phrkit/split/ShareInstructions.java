package org.phrkit.split;

import java.time.LocalDate;

/** What a share file tells its keeper, in comments: which share it is, what it restores, and what to do with it. */
final class ShareInstructions {
    private static final String ADVICE = """
            # Keep it secret, and apart from the other shares. Those who hold as many as are needed restore
            # the key with: COMMAND SHAREFILE...
            # This text can be typed in again from paper: the words in their order, and the line that says
            # what they restore.
            """;

    private ShareInstructions() {}

    static String of(ShareFile file, Policy policy, LocalDate created, String command) {
        Share share = file.share();
        Policy.Group group = policy.groups().get(share.group());
        boolean single = policy.groups().size() == 1;
        String ofGroup = single ? "" : " of group " + (share.group() + 1);
        String groups = single
                ? " shares"
                : " shares of this group, and " + policy.groupsNeeded() + " of the "
                        + policy.groups().size() + " groups";
        return "# phr key share " + (share.member() + 1) + " of " + group.shares() + ofGroup + "\n"
                + (file.holder().isEmpty() ? "" : ShareFile.HOLDER + file.holder() + "\n")
                + (file.restores().isEmpty() ? "" : ShareFile.RESTORES + file.restores() + "\n")
                + "# created: " + created + "\n"
                + "# needed: " + group.needed() + " of the " + group.shares() + groups + "\n"
                + ADVICE.replace("COMMAND", command);
    }
}
