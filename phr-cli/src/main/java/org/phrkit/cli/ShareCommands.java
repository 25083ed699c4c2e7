package org.phrkit.cli;

import org.phrkit.cli.exchange.ShareCombine;
import org.phrkit.cli.exchange.ShareGrant;
import org.phrkit.cli.exchange.ShareSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands that pass files on. */
@Command(
        name = "share",
        headerHeading = "Let a second doctor read a report too:%n"
                + "  phr share grant -i me.key -R second.pub -o both.age report.pdf.age%n%n",
        description = "Pass a file on to others, or split a key among them.",
        subcommands = {ShareGrant.class, ShareSplit.class, ShareCombine.class})
final class ShareCommands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: grant, split or combine");
    }
}
