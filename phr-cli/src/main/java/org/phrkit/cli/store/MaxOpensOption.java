package org.phrkit.cli.store;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import picocli.CommandLine.Option;

/** How often a report may be opened. */
final class MaxOpensOption {
    @Option(
            names = "--max-opens",
            paramLabel = "N",
            description =
                    "How often the report may be opened by readers who open it together with the store. Default: 10000.")
    private @Nullable Long most;

    void check() throws Failure {
        Failure.requireUsage(
                most == null || (most >= 1 && most <= 10_000), "--max-opens must be a number from 1 to 10000");
    }

    OptionalLong value() {
        return most == null ? OptionalLong.empty() : OptionalLong.of(most);
    }
}
