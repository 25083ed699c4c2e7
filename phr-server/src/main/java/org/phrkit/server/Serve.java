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
        description = {
            "Serve a store until the process is asked to stop; then transfers that run have 30 seconds to finish.",
            "What it logs goes to standard error: routes, status, sizes and times; no names, keys or contents."
        })
final class Serve implements Callable<Integer> {
    @Mixin
    private FolderOptions folder = new FolderOptions();

    @Override
    public Integer call() throws IOException, Refused, Problem, InterruptedException {
        Logs.lines();
        Configuration configuration = folder.configuration();
        if (configuration.second() == null) {
            Server.warn(
                    "the list of revocations, the log and part.keys stand on one disk alone; --second DIR2 writes them to "
                            + "another as well");
        }
        Serving serving = Serving.begin(folder.path(), configuration);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            try {
                                serving.close();
                            } catch (IOException e) {
                                Server.warn("it did not stop well");
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
