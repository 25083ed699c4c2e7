package org.phrkit.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.phrkit.server.accounts.Role;
import org.phrkit.server.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a store. */
@Command(
        name = "init",
        headerHeading = "Make a store that clients reach under its name:%n"
                + "  phr-server init --origin https://store.example:8440 /srv/phr%n%n",
        description = {
            "Make the folder of a store: its keys, its database, and the first administrator's invitation.",
            "The options given here are written to store.properties in that folder."
        })
final class Init implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() throws IOException, Refused, Problem {
        Configuration configuration = folder.configuration();
        Store.make(folder.path());
        configuration.write(folder.path());
        try (Store store = folder.open()) {
            System.out.println(Invite.text(store, Role.ADMINISTRATOR));
        }
        System.err.println(
                "phr-server: standard output has the invitation of the first administrator; phr store join takes it");
        return 0;
    }
}
