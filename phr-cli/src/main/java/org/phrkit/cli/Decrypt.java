package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Decrypts a file. */
@Command(
        name = "decrypt",
        description = {
            "Decrypt a file. With -o, the file (mode 0600) appears only when all of it was checked; on standard "
                    + "output, what was written before an error is authentic but not all."
        })
final class Decrypt implements Callable<Integer> {
    @Mixin
    private IdentityOptions identityOptions = new IdentityOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "INPUT", description = "The file; - or nothing is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException {
        List<Identity> identities = identityOptions.read();
        Input input = new Input(file);
        try (InputStream in = input.open();
                Output out = outputOptions.open(Output.Privacy.PRIVATE)) {
            boolean terminal = outputOptions.isStandardOutput() && Terminal.isStandardOutput();
            OutputStream plaintext = terminal ? Terminal.textOnly(out.stream()) : out.stream();
            Age.decrypt(identities, in, plaintext);
            out.commit();
        } catch (AgeException e) {
            throw Failure.of(e, input.name());
        } finally {
            identities.forEach(Identity::close);
        }
        return ExitCode.DONE;
    }
}
