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
        System.out.print(script());
        return ExitCode.DONE;
    }

    /** Where there is no word to propose, as for most options and operands, it is the name of a file. */
    private static String script() {
        return AutoComplete.bash("phr", Phr.complete(new Phr()))
                .replace("  type compopt &>/dev/null && compopt +o default\n", "");
    }
}
