package org.phrkit.cli;

import org.phrkit.cli.exchange.VerifyFile;
import org.phrkit.cli.exchange.VerifyShares;
import org.phrkit.cli.verify.VerifyRelease;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands that verify what others made. */
@Command(
        name = "verify",
        headerHeading = "Check that each row of a release is one of at least five:%n"
                + "  phr verify release -k 5 -c columns.csv release.csv%n%n",
        description = "Verify what others made, from the files alone.",
        subcommands = {VerifyRelease.class, VerifyFile.class, VerifyShares.class})
final class VerifyCommands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine commandLine = spec.commandLine();
        throw new ParameterException(commandLine, "a command is missing: release, file or shares");
    }
}
