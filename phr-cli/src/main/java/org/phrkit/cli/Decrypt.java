package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.MalformedKeyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decrypts a file. */
@Command(
        name = "decrypt",
        description = {
            "Decrypt a file. With -o, the file (mode 0600) appears only when all of it was checked; on standard "
                    + "output, what was written before an error is authentic but not all."
        })
final class Decrypt implements Callable<Integer> {
    @Option(
            names = {"-i", "--identity"},
            paramLabel = "KEYFILE",
            required = true,
            description = "Use the secret keys in this file. May be repeated.")
    private List<String> keyFiles = new ArrayList<>();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "INPUT", description = "The file; - or nothing is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException, Failure {
        List<Identity> identities = readIdentities();
        Input input = new Input(file);
        try (InputStream in = input.open();
                Output out = outputOptions.open(Output.Privacy.PRIVATE, input)) {
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

    private List<Identity> readIdentities() throws IOException, Failure {
        List<Identity> identities = new ArrayList<>();
        for (String keyFile : keyFiles) {
            Input input = new Input(keyFile);
            try (InputStream in = input.open()) {
                identities.addAll(KeyFile.readIdentities(in));
            } catch (MalformedKeyException e) {
                throw Failure.of(e, input.name());
            }
        }
        return identities;
    }
}
