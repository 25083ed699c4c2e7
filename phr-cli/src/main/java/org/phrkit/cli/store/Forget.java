package org.phrkit.cli.store;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.phrkit.cli.shell.ExitCode;
import picocli.CommandLine.Command;

/** Ends the membership of this device. */
@Command(
        name = "forget",
        headerHeading = "Forget the store on this device:%n" + "  phr store forget%n%n",
        description = {
            "Make this device forget the store.",
            "Nothing changes at the store, and the keys stay here. Another device of the account can shut this "
                    + "one out."
        })
final class Forget implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        StoreFolder.ofUser().forget();
        return ExitCode.DONE;
    }
}
