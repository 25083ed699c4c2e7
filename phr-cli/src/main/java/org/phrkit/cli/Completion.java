package org.phrkit.cli;

import java.util.concurrent.Callable;
import org.phrkit.cli.shell.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a completion script. */
@Command(
        name = "completion",
        headerHeading = "Complete the words of phr in this bash:%n" + "  source <(phr completion bash)%n%n",
        description = {
            "Print a script that completes commands, options and file names of phr in a shell.",
            "For zsh: source <(phr completion zsh). For fish: phr completion fish | source. To load the script "
                    + "in every shell, put this line into the shell's start-up file."
        })
final class Completion implements Callable<Integer> {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private Shell shell = Shell.bash;

    /** As typed. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Override
    public Integer call() {
        CommandLine phr = Phr.described();
        System.out.print(
                switch (shell) {
                    case bash -> Completions.bash(phr);
                    case zsh -> Completions.zsh(phr);
                    case fish -> Completions.fish(phr);
                });
        return ExitCode.DONE;
    }
}
