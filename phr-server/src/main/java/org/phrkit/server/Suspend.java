package org.phrkit.server;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.server.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shuts an account out. */
@Command(
        name = "suspend",
        headerHeading = "Shut an account out:%n" + "  phr-server suspend /srv/phr 9c3a6d5f4e8b7a61%n%n",
        description = "Shut an account out at once, or with --lift let it in again.")
final class Suspend implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Parameters(
            index = "1",
            paramLabel = "ACCOUNT",
            description = "The id of the account, as phr-server accounts prints it.")
    private String account = "";

    @Option(names = "--lift", description = "Let the account in again.")
    private boolean lift;

    @Override
    public Integer call() throws IOException, Refused, Problem {
        Optional<Store> alone = Store.tryServe(folder.path(), folder.configuration());
        if (alone.isPresent()) {
            try (Store store = alone.get()) {
                store.suspensions().suspend(account, !lift);
            }
            return 0;
        }
        try (Store store = folder.open()) {
            Suspensions.ask(store.database(), account, !lift);
        }
        return 0;
    }
}
