package org.phrkit.cli;

import java.util.concurrent.Callable;
import org.phrkit.cli.shell.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints a completion script. */
@Command(
        name = "completion",
        description = {"Print a script that completes phr in bash and zsh.", "For this shell: source <(phr completion)"
        })
final class Completion implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(AutoComplete.bash("phr", Phr.complete(new Phr())));
        return ExitCode.DONE;
    }
}
