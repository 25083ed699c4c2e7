package org.phrkit.server;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.phrkit.server.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves a store. */
@Command(
        name = "serve",
        headerHeading = "Serve a store, and report its health on this machine:%n"
                + "  phr-server serve --metrics 127.0.0.1:9440 /srv/phr%n%n",
        description = {
            "Serve a store until the process is asked to stop; running transfers then have 30 seconds to finish.",
            "The log goes to standard error: routes, status codes, sizes and times, but no names, keys or "
                    + "contents."
        })
final class Serve implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() throws IOException, Refused, Problem, InterruptedException {
        Logs.lines();
        Configuration configuration = folder.configuration();
        if (configuration.second() == null) {
            Server.warn("the list of revocations, the log and part.keys are on a single disk; use "
                    + "--second DIR2 to write them to another disk too");
        }
        Serving serving = Serving.begin(folder.path(), configuration);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                serving.close();
                            } catch (IOException e) {
                                Server.warn("the server did not stop cleanly");
                            }
                            stopped.countDown();
                        },
                        "stop"));
        System.err.println(
                "phr-server: serves " + configuration.origin() + " on " + configuration.host() + ":" + serving.port());
        stopped.await();
        return 0;
    }
}
