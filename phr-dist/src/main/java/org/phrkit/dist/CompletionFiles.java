package org.phrkit.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.phrkit.cli.Completions;
import org.phrkit.cli.Phr;
import org.phrkit.server.Server;
import picocli.CommandLine;

/** The files from which bash, zsh and fish learn to complete the commands. */
final class CompletionFiles {
    private CompletionFiles() {}

    /** Writes the files of each command into a folder of its name: {@code FOLDER}. */
    public static void main(String[] args) throws IOException {
        for (CommandLine command : List.of(Phr.described(), Server.described())) {
            String name = command.getCommandName();
            Path folder = Files.createDirectories(Path.of(args[0], name));
            Files.writeString(folder.resolve(name + ".bash"), Completions.bash(command));
            Files.writeString(folder.resolve(name + ".zsh"), Completions.zsh(command));
            Files.writeString(folder.resolve(name + ".fish"), Completions.fish(command));
        }
    }
}
