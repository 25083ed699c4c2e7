package org.phrkit.cli.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.Identity;
import org.phrkit.age.Plaintext;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.keys.IdentityOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
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
        description = {
            "Decrypt a file. With -o, the file (mode 0600) appears only when all of it was checked; on standard "
                    + "output, what was written before an error is authentic but not all.",
            "A signed report is checked first: its signature, that it is addressed to the key that opens it, and "
                    + "every file. One file goes to -o FILE, several into the new folder -o DIR."
        })
public final class Decrypt implements Callable<Integer> {
    @Mixin
    private IdentityOptions identityOptions = new IdentityOptions();

    @Mixin
    private ReportOptions reportOptions = new ReportOptions();

    @Option(names = "--raw", description = "Write the tar archive of a signed report as it is, unchecked.")
    private boolean raw;

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "INPUT", description = "The file; - or nothing is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException {
        ReportReader.Expectation expectation = reportOptions.read();
        if (raw && !ReportOptions.isAnything(expectation)) {
            throw new Failure(ExitCode.USAGE, "--raw checks nothing of what is asked for");
        }
        List<Identity> identities = identityOptions.read();
        Input input = new Input(file);
        try (InputStream in = input.open();
                Plaintext plaintext = Age.open(identities, in)) {
            DecryptedFile decrypted = DecryptedFile.at(plaintext.asStream());
            if (!raw && decrypted.isReport()) {
                ReportReader report = ReportReader.open(decrypted.stream(), plaintext.identity(), expectation);
                ReportOutput.write(report, outputOptions);
                reportOptions.announce(report, expectation);
            } else if (ReportOptions.isAnything(expectation)) {
                write(decrypted);
            } else {
                throw new Failure(ExitCode.NO, input.name() + ": is not a signed report");
            }
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        } finally {
            identities.forEach(Identity::close);
        }
        return ExitCode.DONE;
    }

    private void write(DecryptedFile decrypted) throws IOException {
        try (Output out = outputOptions.open(Output.Privacy.PRIVATE)) {
            boolean terminal = outputOptions.isStandardOutput() && Terminal.isStandardOutput();
            decrypted.transferTo(terminal ? Terminal.textOnly(out.stream()) : out.stream());
            out.commit();
        }
    }
}
