package org.phrkit.server;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.problem.Problem;
import org.phrkit.store.Invitation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes an invitation. */
@Command(
        name = "invite",
        headerHeading = "Print an invitation for a doctor, who joins with it once:%n"
                + "  phr-server invite /srv/phr doctor%n%n",
        description = {
            "Print an invitation, which is valid for seven days and one account.",
            "Hand it over in secret: whoever has it can join."
        })
final class Invite implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Parameters(
            index = "1",
            paramLabel = "ROLE",
            description = "The role of the new account: patient, doctor or administrator.")
    private String role = "";

    @Override
    public Integer call() throws IOException, Refused, Problem {
        Role parsed = Role.of(role).orElseThrow(() -> new Refused("the role must be patient, doctor or administrator"));
        try (Store store = folder.open()) {
            System.out.println(text(store, parsed));
        }
        return 0;
    }

    static String text(Store store, Role role) throws Problem {
        Accounts.NewInvitation invitation = store.accounts().invite(role);
        URI origin = store.configuration().origin();
        return new Invitation(
                        origin, invitation.code(), store.key().verificationKey().fingerprintHex())
                .exposeText();
    }
}
