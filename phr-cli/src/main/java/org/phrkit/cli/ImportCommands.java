package org.phrkit.cli;

import org.phrkit.cli.exchange.ImportRc4;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands that import files from other encryption. */
@Command(
        name = "import",
        headerHeading = "Encrypt anew what was encrypted with RC4:%n"
                + "  phr import rc4 --key-file rc4.key -R me.pub -o old.age old.rc4%n%n",
        description = "Re-encrypt files whose old encryption no longer protects them.",
        subcommands = ImportRc4.class)
final class ImportCommands implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: rc4");
    }
}
