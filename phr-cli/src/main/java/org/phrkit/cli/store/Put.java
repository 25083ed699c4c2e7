package org.phrkit.cli.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.PartialFile;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.Times;
import org.phrkit.client.StoreClient;
import org.phrkit.report.Envelope;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportDraft;
import org.phrkit.report.ReportWriter;
import org.phrkit.report.Source;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leaves a report. */
@Command(
        name = "put",
        headerHeading = "Leave two files as one report:%n"
                + "  phr store put --for doctor-a --title 'Blood test' report.pdf lab.csv%n%n",
        description = {
            "Encrypt files to contacts and to yourself, sign them, and leave them at the store as one report.",
            "A copy of the encrypted report stays here, unless you give --no-copy; phr decrypt, age and tar open "
                    + "it.",
            "The id of the report is printed."
        })
final class Put implements Callable<Integer> {
    private static final int LONGEST_TITLE = 120;

    @Option(
            names = "--for",
            paramLabel = "CONTACT",
            description = "A contact who may read the report. Can be repeated.")
    private List<String> readers = new ArrayList<>();

    @Option(
            names = "--title",
            paramLabel = "TITLE",
            description =
                    "The title that the readers see in their list of reports; at most 120 characters. It is encrypted.")
    private String title = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "The time at which the store erases the report, such as 2027-01-31 or 2027-01-31T08:00:00Z.")
    private @Nullable String expires;

    @Mixin
    private MaxOpensOption maxOpens = new MaxOpensOption();

    @Option(names = "--no-copy", description = "Keep no copy on this machine.")
    private boolean noCopy;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The name of the copy. Default: the name of the first file with .age added.")
    private @Nullable String output;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files of the report.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Failure.requireUsage(!noCopy || output == null, "-o and --no-copy cannot be combined");
        Failure.requireUsage(
                title.codePointCount(0, title.length()) <= LONGEST_TITLE,
                "a title has at most " + LONGEST_TITLE + " characters");
        maxOpens.check();
        StoreFolder folder = StoreFolder.ofUser();
        folder.membership();
        Optional<Instant> end = Times.parse("--expires", expires);
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new Failure(ExitCode.COULD_NOT, file + ": is no file");
            }
            sources.add(Source.of(file));
        }
        People people = new People();
        List<Grantee> others = new ArrayList<>();
        String report;
        try {
            for (String name : readers) {
                others.add(people.grantee(name, false, new SecureRandom()));
            }
            report = noCopy ? putFrom(folder, sources, others, end) : putWithCopy(folder, sources, others, end);
        } finally {
            others.forEach(Grantee::close);
        }
        if (json) {
            System.out.println(new Json().add("report", report).text());
        } else {
            System.out.println(report);
        }
        return ExitCode.DONE;
    }

    private String putWithCopy(StoreFolder folder, List<Source> sources, List<Grantee> others, Optional<Instant> end)
            throws IOException {
        String name = output == null ? files.get(0).getFileName() + ".age" : output;
        try (Output out = Output.open(name, Output.Privacy.SHARED, Output.Replacing.NEVER)) {
            String report = put(folder, sources, others, end, out.stream(), out.path());
            out.commit();
            Terminal.say("your copy is " + name);
            return report;
        }
    }

    private String putFrom(StoreFolder folder, List<Source> sources, List<Grantee> others, Optional<Instant> end)
            throws IOException {
        try (PartialFile partial = PartialFile.in(folder.path())) {
            partial.createFolder();
            Path file = partial.fileIn("report.age");
            try (OutputStream out = partial.createIn("report.age", "report.age")) {
                return put(folder, sources, others, end, out, file);
            }
        }
    }

    private String put(
            StoreFolder folder,
            List<Source> sources,
            List<Grantee> others,
            Optional<Instant> end,
            OutputStream out,
            Path written)
            throws IOException {
        SecureRandom random = new SecureRandom();
        try (KeyIdentity identity = folder.identity();
                SigningKey signing = folder.signing()) {
            List<Reader> all = new ArrayList<>();
            all.add(new Reader(identity.recipient(), signing.verificationKey()));
            others.forEach(other -> all.add(other.reader()));
            OutputStream buffered = new BufferedOutputStream(out);
            ReportDraft report =
                    draft(sources, new Envelope(signing, all, Instant.now(), folder.carried(), true), random);
            report.seal(buffered, random);
            buffered.flush();
            Optional<byte[]> sealedTitle =
                    title.isEmpty() ? Optional.empty() : Optional.of(sealed(identity.recipient(), others, random));
            List<StoreClient.Named> named = named(written, others);
            folder.at(client -> {
                new People().requireUnchanged(client, readers);
                client.put(written, report.manifest().id(), named, sealedTitle, end);
                return true;
            });
            return report.manifest().id();
        }
    }

    /** The others as the store is told of them; their stanzas stand behind the user's own. */
    private List<StoreClient.Named> named(Path written, List<Grantee> others) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(written))) {
            AgeHeader header = AgeHeader.read(in);
            List<StoreClient.Named> named = new ArrayList<>();
            for (int i = 0; i < others.size(); i++) {
                Grantee other = others.get(i);
                named.add(new StoreClient.Named(
                        other.fingerprint(),
                        other.reader().mayGrant(),
                        other.mediated(header, i + 1, maxOpens.value())));
            }
            return named;
        }
    }

    private static ReportDraft draft(List<Source> sources, Envelope envelope, SecureRandom random) throws IOException {
        try {
            return ReportWriter.draft(sources, envelope, random);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
    }

    /** The title, for the user and for readers who open it without the store. */
    private byte[] sealed(KeyRecipient own, List<Grantee> others, SecureRandom random) throws IOException {
        List<KeyRecipient> recipients = new ArrayList<>(List.of(own));
        others.forEach(other -> recipients.add(other.ofTitle()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(recipients, new ByteArrayInputStream(title.getBytes(StandardCharsets.UTF_8)), out, random);
        return out.toByteArray();
    }
}
