package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.age.AgeException;
import org.phrkit.age.Identity;
import org.phrkit.age.Regrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts a file for others as well. */
@Command(
        name = "grant",
        description = {
            "Encrypt a file again, for the recipients named here and for the key that opens it. Recipients of the old "
                    + "file are not carried over, because it does not name them: name them again.",
            "This takes nothing back: who has the old file and a key for it can read it as before."
        })
final class ShareGrant implements Callable<Integer> {
    @Mixin
    private IdentityOptions identityOptions = new IdentityOptions();

    @Mixin
    private RecipientOptions recipientOptions = new RecipientOptions();

    @Option(names = "--without-me", description = "Not for the key that opens it.")
    private boolean withoutMe;

    @Option(
            names = "--header-only",
            description = "Write a new header and copy the content as it is, whatever its size. Both files then have "
                    + "one file key, which the age format forbids: the new file must take the place of the old one.")
    private boolean headerOnly;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; - or nothing is standard input.")
    private String file = "-";

    @Override
    public Integer call() throws IOException {
        Input input = new Input(file);
        outputOptions.refuseTerminal();
        List<Identity> identities = identityOptions.read();
        Regrant regrant = new Regrant(identities, recipientOptions.read(), !withoutMe);
        try {
            if (headerOnly) {
                writeNewHeader(regrant, input);
            } else {
                encryptAgain(regrant, input);
            }
        } catch (AgeException e) {
            throw Failure.of(e, input.name());
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "", withoutMe ? "" : "--without-me leaves the key out");
        } finally {
            identities.forEach(Identity::close);
        }
        Terminal.warning("recipients of the old file are not carried over, because it does not name them");
        if (headerOnly) {
            Terminal.warning("both files have one file key: put the new one in the place of the old one");
        }
        return ExitCode.DONE;
    }

    private void encryptAgain(Regrant regrant, Input input) throws IOException {
        try (InputStream in = input.open();
                Output out = outputOptions.open(Output.Privacy.SHARED)) {
            regrant.encryptAgain(in, out.stream(), new SecureRandom());
            out.commit();
        }
    }

    private void writeNewHeader(Regrant regrant, Input input) throws IOException {
        if (input.isStandardInput() || !Files.isRegularFile(input.path())) {
            throw new Failure(ExitCode.USAGE, "--header-only needs a file to copy from");
        }
        try (FileChannel in = FileChannel.open(input.path());
                Output out = outputOptions.open(Output.Privacy.SHARED)) {
            regrant.writeNewHeader(in, out.channel(), new SecureRandom());
            out.commit();
        }
    }
}
