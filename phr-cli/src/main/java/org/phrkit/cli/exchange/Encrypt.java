package org.phrkit.cli.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.Recipient;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.keys.RecipientOptions;
import org.phrkit.cli.keys.SigningOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.ProgressOptions;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.report.ChangedFileException;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Encrypts a file. */
@Command(
        name = "encrypt",
        headerHeading = "Encrypt a report to a doctor and to yourself:%n"
                + "  phr encrypt -R doctor.pub -R me.pub -o report.pdf.age report.pdf%n%n",
        description = {
            "Encrypt a file so that only its recipients can read it (age format, version 1).",
            "Encryption does not show who sent the file. With -s, one or more files become a signed report: its "
                    + "recipients can tell who sent it, and that it was sent to them."
        })
public final class Encrypt implements Callable<Integer> {
    private static final String SEVERAL =
            "add --each -d DIR to encrypt each file separately, or -s to sign them as one report";

    /** The hint after the id of a report. */
    static final String WHAT_IT_IS_FOR = "; with --expect-id, decrypt takes this one and no other";

    /** The most that is signed from standard input, which cannot be read twice. */
    private static final int STANDARD_INPUT_LIMIT_BYTES = 64 << 20;

    @Mixin
    private RecipientOptions recipientOptions = new RecipientOptions();

    @Option(
            names = {"-p", "--passphrase"},
            description = "Encrypt with a passphrase instead of to recipients. It is asked for.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Option(
            names = {"-a", "--armor"},
            description = "Write text (ASCII armor) instead of binary.")
    private boolean armor;

    @Mixin
    private SigningOptions signingOptions = new SigningOptions();

    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Mixin
    private EachOptions eachOptions = new EachOptions();

    @Mixin
    private ProgressOptions progressOptions = new ProgressOptions();

    @Parameters(
            paramLabel = "INPUT",
            description = "The file, or with -s or --each the files; standard input for - or if omitted.")
    private List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Batch batch = batch();
        try (SigningKey signer = signingOptions.read().orElse(null)) {
            if (batch != null && signer != null) {
                sealEach(batch, signer);
            } else if (batch != null) {
                encryptEach(batch);
            } else if (signer != null) {
                Terminal.say(seal(sources(), signer, recipientsOfReport(), outputOptions) + WHAT_IT_IS_FOR);
            } else {
                encrypt(input());
            }
        } catch (IllegalArgumentException e) {
            // Too many recipients, a recipient that is a point of small order, or a name that cannot be in a report.
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
        return ExitCode.DONE;
    }

    /** Null where all files become one output. */
    private @Nullable Batch batch() throws IOException {
        if (eachOptions.isGiven()) {
            return eachOptions.batch(files, Batch.Naming.ENCRYPTED, outputOptions);
        }
        eachOptions.requireAbsent();
        if (!armor) {
            outputOptions.refuseTerminal();
        }
        return null;
    }

    private boolean isByPassphrase() {
        return isPassphrase || passphraseOptions.passphrases().areFromFile();
    }

    private void encrypt(Input input) throws IOException {
        try (Keys keys = keys();
                InputStream in = input.openShown(progressOptions)) {
            encrypt(in, keys.recipients, outputOptions);
        }
    }

    private void encryptEach(Batch batch) throws IOException {
        try (Keys keys = keys()) {
            if (!isByPassphrase()) {
                requireFit(keys.recipients);
            }
            batch.run(
                    (source, target) -> {
                        try (InputStream in = Files.newInputStream(source)) {
                            encrypt(in, keys.recipients, target);
                        }
                        return List.of();
                    },
                    "encrypted",
                    // A passphrase takes a quarter of a GiB each time.
                    isByPassphrase() ? 1 : Runtime.getRuntime().availableProcessors(),
                    progressOptions);
        }
    }

    /** Encrypts an empty file to nowhere, because recipients that one file refuses, all files would refuse. */
    private static void requireFit(List<? extends Recipient> recipients) throws IOException {
        Age.encrypt(recipients, InputStream.nullInputStream(), OutputStream.nullOutputStream(), new SecureRandom());
    }

    private void sealEach(Batch batch, SigningKey signer) throws IOException {
        List<KeyRecipient> recipients = recipientsOfReport();
        requireFit(recipients);
        batch.run(
                (source, target) -> {
                    try {
                        return List.of(source + ": " + seal(List.of(Source.of(source)), signer, recipients, target));
                    } catch (IllegalArgumentException e) {
                        throw new Failure(ExitCode.USAGE, source + ": " + e.getMessage());
                    }
                },
                "signed and encrypted",
                Runtime.getRuntime().availableProcessors(),
                progressOptions);
    }

    private void encrypt(InputStream in, List<Recipient> recipients, OutputOptions output) throws IOException {
        try (Output out = output.open(Output.Privacy.SHARED)) {
            if (armor) {
                try (OutputStream text = Age.armoringStream(out.stream())) {
                    Age.encrypt(recipients, in, text, new SecureRandom());
                }
            } else {
                Age.encrypt(recipients, in, out.stream(), new SecureRandom());
            }
            out.commit();
        }
    }

    private List<KeyRecipient> recipientsOfReport() throws IOException {
        if (isByPassphrase()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a report is signed for its recipients, so -s cannot be combined with a passphrase");
        }
        List<KeyRecipient> recipients = new ArrayList<>();
        for (Recipient recipient : recipientOptions.read()) {
            recipients.add((KeyRecipient) recipient);
        }
        return recipients;
    }

    /** Encrypts, and returns what to say about it. */
    private String seal(List<Source> sources, SigningKey signer, List<KeyRecipient> recipients, OutputOptions output)
            throws IOException {
        ReportManifest manifest;
        try (Output out = output.open(Output.Privacy.SHARED)) {
            if (armor) {
                try (OutputStream text = Age.armoringStream(out.stream())) {
                    manifest = ReportWriter.seal(sources, signer, recipients, Instant.now(), text, new SecureRandom());
                }
            } else {
                manifest =
                        ReportWriter.seal(sources, signer, recipients, Instant.now(), out.stream(), new SecureRandom());
            }
            out.commit();
        } catch (ChangedFileException e) {
            throw new Failure(ExitCode.COULD_NOT, e.getMessage() + "");
        }
        return "report " + manifest.id();
    }

    private List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (String file : files.isEmpty() ? List.of("-") : files) {
            Input input = new Input(file);
            if (input.isStandardInput()) {
                sources.add(Source.of("stdin", standardInput(input)));
            } else if (input.isFolder()) {
                throw new Failure(ExitCode.USAGE, input.name() + ": is a folder", "name the files in it");
            } else if (Files.exists(input.path()) && !Files.isRegularFile(input.path())) {
                throw new Failure(
                        ExitCode.USAGE,
                        input.name() + ": is not a regular file, which can be read twice",
                        "use - for a pipe");
            } else {
                sources.add(shown(input));
            }
        }
        return sources;
    }

    private Source shown(Input input) throws Failure {
        String name = Source.of(input.path()).name();
        return new Source() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() throws IOException {
                return input.openShown(progressOptions);
            }
        };
    }

    private static byte[] standardInput(Input input) throws IOException {
        try (InputStream in = input.open()) {
            byte[] bytes = in.readNBytes(STANDARD_INPUT_LIMIT_BYTES + 1);
            if (bytes.length > STANDARD_INPUT_LIMIT_BYTES) {
                throw new Failure(
                        ExitCode.COULD_NOT,
                        "standard input has more than 64 MiB, and what is signed must be read twice",
                        "write it to a file first");
            }
            return bytes;
        }
    }

    private Input input() throws Failure {
        if (files.size() > 1) {
            throw new Failure(ExitCode.USAGE, "several files do not go into one", SEVERAL);
        }
        Input input = new Input(files.isEmpty() ? "-" : files.get(0));
        if (input.isFolder()) {
            throw new Failure(ExitCode.USAGE, input.name() + ": is a folder", SEVERAL);
        }
        return input;
    }

    /** The recipients of files; a passphrase among them is overwritten at the end. */
    private record Keys(List<Recipient> recipients) implements AutoCloseable {
        @Override
        public void close() {
            for (Recipient recipient : recipients) {
                if (recipient instanceof ScryptRecipient passphrase) {
                    passphrase.close();
                }
            }
        }
    }

    private Keys keys() throws IOException {
        if (!isByPassphrase()) {
            return new Keys(recipientOptions.read());
        }
        if (!recipientOptions.isEmpty()) {
            throw new Failure(ExitCode.USAGE, "a passphrase and recipients do not go into one file");
        }
        char[] passphrase = passphraseOptions.passphrases().askNew("new passphrase: ");
        try {
            return new Keys(List.of(new ScryptRecipient(passphrase, ScryptRecipient.DEFAULT_WORK_FACTOR)));
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }
}
