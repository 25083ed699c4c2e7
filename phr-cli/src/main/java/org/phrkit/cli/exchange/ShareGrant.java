package org.phrkit.cli.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.age.Age;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.Plaintext;
import org.phrkit.age.Recipient;
import org.phrkit.age.Regrant;
import org.phrkit.age.UnsuitableGranterException;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.keys.IdentityOptions;
import org.phrkit.cli.keys.RecipientOptions;
import org.phrkit.cli.keys.SigningOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.ProgressOptions;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;
import org.phrkit.report.ReportException;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;
import org.phrkit.report.ReportWriter;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts a file for others as well. */
@Command(
        name = "grant",
        headerHeading = "Let a second doctor read a report too:%n"
                + "  phr share grant -i me.key -R second.pub -o both.age report.pdf.age%n%n",
        description = {
            "Encrypt a file again, to new recipients and to the key that opens it.",
            "The recipients of the old file are not carried over, because the file does not name them: name them "
                    + "again.",
            "With -s, a signed report is checked and addressed to the new recipients, who see who wrote it and "
                    + "who passed it on. Without -s, it stays addressed to the old recipients.",
            "This takes nothing back: whoever has the old file and a key for it can still read it."
        })
public final class ShareGrant implements Callable<Integer> {
    @Mixin
    private IdentityOptions identityOptions = new IdentityOptions();

    @Mixin
    private RecipientOptions recipientOptions = new RecipientOptions();

    @Mixin
    private SigningOptions signingOptions = new SigningOptions();

    @Mixin
    private ReportOptions reportOptions = new ReportOptions();

    @Option(names = "--without-me", description = "Do not encrypt the new file to the key that opens the old one.")
    private boolean withoutMe;

    @Option(
            names = "--header-only",
            description =
                    "Write a new header and copy the content unchanged, which is fast for a file of any size. Both files "
                            + "then have the same file key, which the age format forbids: the new file must replace the old one.")
    private boolean headerOnly;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Mixin
    private ProgressOptions progressOptions = new ProgressOptions();

    @Parameters(arity = "0..1", paramLabel = "INPUT", description = "The file; standard input for - or if omitted.")
    private String file = "-";

    @Override
    public Integer call() throws IOException {
        Input input = new Input(file);
        outputOptions.refuseTerminal();
        ReportReader.Expectation expectation = reportOptions.read();
        List<Identity> identities = identityOptions.read();
        Regrant regrant = new Regrant(identities, recipientOptions.read(), !withoutMe);
        try (SigningKey signer = signingOptions.read().orElse(null)) {
            if (signer == null && !ReportOptions.isAnything(expectation)) {
                throw new Failure(
                        ExitCode.USAGE, "requirements for a report, such as --from, are checked only with -s");
            } else if (signer != null && headerOnly) {
                throw new Failure(ExitCode.USAGE, "--header-only changes nothing inside, so it cannot sign");
            } else if (signer != null) {
                sealAgain(regrant, signer, input, expectation);
            } else if (headerOnly) {
                writeNewHeader(regrant, input);
            } else {
                encryptAgain(regrant, input);
            }
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        } catch (UnsuitableGranterException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "", "--without-me leaves the key out");
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        } finally {
            identities.forEach(Identity::close);
        }
        Terminal.warning("recipients of the old file are not carried over, because it does not name them");
        if (headerOnly) {
            Terminal.warning("both files have the same file key: replace the old file with the new one");
        }
        return ExitCode.DONE;
    }

    private void sealAgain(Regrant regrant, SigningKey signer, Input input, ReportReader.Expectation expectation)
            throws IOException, ReportException {
        try (InputStream in = input.openShown(progressOptions);
                Plaintext plaintext = Age.open(regrant.identities(), in);
                Output out = outputOptions.open(Output.Privacy.SHARED)) {
            DecryptedFile decrypted = DecryptedFile.at(plaintext.asStream());
            if (!decrypted.isReport()) {
                throw new Failure(
                        ExitCode.NO,
                        input.name() + ": is not a signed report",
                        "pass it on without -s, or decrypt it and encrypt it with -s as your own");
            }
            List<KeyRecipient> recipients = new ArrayList<>();
            for (Recipient recipient : regrant.recipientsBesides(plaintext.identity())) {
                recipients.add((KeyRecipient) recipient);
            }
            ReportReader report = ReportReader.open(decrypted.stream(), plaintext.identity(), expectation);
            ReportManifest manifest =
                    ReportWriter.grant(report, signer, recipients, Instant.now(), out.stream(), new SecureRandom());
            out.commit();
            reportOptions.announcement().of(report, "").forEach(Terminal::say);
            Terminal.say("report " + manifest.id() + Encrypt.WHAT_IT_IS_FOR);
        }
    }

    private void encryptAgain(Regrant regrant, Input input) throws IOException {
        try (InputStream in = input.openShown(progressOptions);
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
            out.copy(input.name(), channel -> regrant.writeNewHeader(in, channel, new SecureRandom()));
            out.commit();
        }
    }
}
