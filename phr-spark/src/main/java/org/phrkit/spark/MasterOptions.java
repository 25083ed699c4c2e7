package org.phrkit.spark;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Spark runs. */
final class MasterOptions {
    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster, as Spark names it, such as spark://host:7077; or local[N], N threads of this "
                    + "process. local[*], all cores, unless given here or by spark-submit.")
    private @Nullable String master;

    Sessions start() {
        return Sessions.start(master);
    }
}
