package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyFile;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.X25519Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a key pair, or prints the public half of one. */
@Command(
        name = "keygen",
        description = {
            "Make a key pair. The key file (mode 0600) holds the secret key and stays with its owner; the public key "
                    + "that is printed goes to everyone who shall encrypt to it.",
            "An existing file is never replaced."
        })
final class Keygen implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the key file here; - or nothing is standard output.")
    private @Nullable String file;

    @Option(names = "--public", description = "Print the public keys of KEYFILE instead.")
    private boolean isPublic;

    @Parameters(arity = "0..1", paramLabel = "KEYFILE", description = "With --public; - or nothing is standard input.")
    private @Nullable String keyFile;

    @Override
    public Integer call() throws IOException, Failure {
        if (isPublic) {
            printPublicKeys();
        } else if (keyFile != null) {
            throw new Failure(ExitCode.USAGE, "a key file is read with --public only", "name a new one with -o FILE");
        } else {
            generate();
        }
        return ExitCode.DONE;
    }

    private void generate() throws IOException, Failure {
        try (Output out = Output.open(file, Output.Privacy.PRIVATE, Output.Replacing.NEVER);
                Identity identity = X25519Identity.generate(new SecureRandom())) {
            out.stream()
                    .write(KeyFile.exposeText(identity, OffsetDateTime.now(ZoneId.systemDefault()))
                            .getBytes(StandardCharsets.US_ASCII));
            out.commit();
            Terminal.say("public key: " + identity.recipient());
        }
    }

    private void printPublicKeys() throws IOException, Failure {
        Input input = new Input(keyFile);
        StringBuilder text = new StringBuilder();
        try (InputStream in = input.open()) {
            for (Identity identity : KeyFile.readIdentities(in)) {
                text.append(identity.recipient()).append('\n');
                identity.close();
            }
        } catch (MalformedKeyException e) {
            throw Failure.of(e, input.name());
        }
        try (Output out = Output.open(file, Output.Privacy.SHARED, Output.Replacing.NEVER, input)) {
            out.stream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
            out.commit();
        }
    }
}
