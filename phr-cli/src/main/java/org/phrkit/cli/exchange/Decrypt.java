package org.phrkit.cli.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.phrkit.age.Age;
import org.phrkit.age.Identity;
import org.phrkit.age.Plaintext;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.keys.IdentityOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.ProgressOptions;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;
import org.phrkit.report.ReportReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decrypts a file. */
@Command(
        name = "decrypt",
        headerHeading = "Open a file:%n" + "  phr decrypt -i me.key -o report.pdf report.pdf.age%n%n",
        description = {
            "Decrypt a file.",
            "With -o, the file (mode 0600) appears only after all of it has been checked. On standard output, "
                    + "what was written before an error is authentic but incomplete.",
            "A signed report is checked before anything is written: its signature, that it is addressed to the "
                    + "key that opens it, and every file in it. A single file goes to -o FILE; several go to the new "
                    + "folder -o DIR."
        })
public final class Decrypt implements Callable<Integer> {
    @Mixin
    private IdentityOptions identityOptions = new IdentityOptions();

    @Mixin
    private ReportOptions reportOptions = new ReportOptions();

    @Mixin
    private GrantOptions grantOptions = new GrantOptions();

    @Option(names = "--raw", description = "Write the tar archive of a signed report as it is, without checking it.")
    private boolean raw;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Mixin
    private EachOptions eachOptions = new EachOptions();

    @Mixin
    private ProgressOptions progressOptions = new ProgressOptions();

    @Parameters(
            paramLabel = "INPUT",
            description = "The file, or with --each the files; standard input for - or if omitted.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        ReportReader.Expectation expectation = reportOptions.read();
        if (raw && !isAnything(expectation)) {
            throw new Failure(
                    ExitCode.USAGE, "--raw checks nothing, so it cannot be combined with requirements such as --from");
        }
        if (!eachOptions.isGiven()) {
            eachOptions.requireAbsent();
            if (files.size() > 1) {
                throw new Failure(
                        ExitCode.USAGE, "several files can be decrypted only with --each", "add --each -d DIR");
            }
            decryptOne(new Input(files.isEmpty() ? null : files.get(0)), expectation);
            return ExitCode.DONE;
        }
        Failure.requireUsage(
                !grantOptions.isGiven(), "--each uses the grants beside each file and cannot be combined with --grant");
        Batch batch = eachOptions.batch(files, Batch.Naming.DECRYPTED, outputOptions);
        List<Identity> identities = identityOptions.read();
        try {
            boolean isPassphrase =
                    identityOptions.areWithoutKeys() || identities.stream().anyMatch(ScryptIdentity.class::isInstance);
            batch.run(
                    (source, target) -> {
                        try (InputStream in = Files.newInputStream(source)) {
                            return decrypt(in, new Input(source.toString()), identities, expectation, target);
                        }
                    },
                    "decrypted",
                    // A passphrase takes a quarter of a GiB each time.
                    isPassphrase ? 1 : Runtime.getRuntime().availableProcessors(),
                    progressOptions);
        } finally {
            identities.forEach(Identity::close);
        }
        return ExitCode.DONE;
    }

    private void decryptOne(Input input, ReportReader.Expectation expectation) throws IOException {
        List<Identity> identities = identityOptions.read();
        boolean isOnTerminal = outputOptions.isStandardOutput() && Terminal.isStandardOutput();
        try (InputStream in = isOnTerminal ? input.open() : input.openShown(progressOptions)) {
            for (String line : decrypt(in, input, identities, expectation, outputOptions)) {
                Terminal.say(line);
            }
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        } finally {
            identities.forEach(Identity::close);
        }
    }

    /** Encrypts, and returns what to say about it. */
    private List<String> decrypt(
            InputStream in,
            Input input,
            List<Identity> identities,
            ReportReader.Expectation expectation,
            OutputOptions output)
            throws IOException {
        try (Plaintext plaintext = Age.open(identities, in)) {
            DecryptedFile decrypted = DecryptedFile.at(plaintext.asStream());
            if (!raw && decrypted.isReport()) {
                ReportReader report = ReportReader.open(
                        decrypted.stream(), plaintext.identity(), expectation, grantOptions.of(input), Instant.now());
                ReportOutput.write(report, output);
                return reportOptions.announcement().of(report, eachOptions.isGiven() ? input.name() + ": " : "");
            } else if (isAnything(expectation)) {
                write(decrypted, output);
                return List.of();
            }
            throw new Failure(ExitCode.NO, input.name() + ": is not a signed report");
        }
    }

    private boolean isAnything(ReportReader.Expectation expectation) {
        return ReportOptions.isAnything(expectation) && !grantOptions.isGiven();
    }

    private static void write(DecryptedFile decrypted, OutputOptions output) throws IOException {
        try (Output out = output.open(Output.Privacy.PRIVATE)) {
            boolean terminal = output.isStandardOutput() && Terminal.isStandardOutput();
            decrypted.transferTo(terminal ? Terminal.textOnly(out.stream()) : out.stream());
            out.commit();
        }
    }
}
