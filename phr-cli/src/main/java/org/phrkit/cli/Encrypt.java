package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.Recipient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Encrypts a file. */
@Command(
        name = "encrypt",
        description = {
            "Encrypt a file so that none but its recipients can read it (age format, version 1).",
            "Encryption does not say who sent the file."
        })
final class Encrypt implements Callable<Integer> {
    @Mixin
    private RecipientOptions recipientOptions = new RecipientOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "INPUT", description = "The file; - or nothing is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException, Failure {
        List<Recipient> recipients = recipientOptions.read();
        if (outputOptions.isStandardOutput() && Terminal.isStandardOutput()) {
            throw new Failure(ExitCode.USAGE, "binary output is not written to a terminal", "name a file with -o OUT");
        }
        Input input = new Input(file);
        try (InputStream in = input.open();
                Output out = outputOptions.open(Output.Privacy.SHARED, input)) {
            Age.encrypt(recipients, in, out.stream(), new SecureRandom());
            out.commit();
        }
        return ExitCode.DONE;
    }
}
