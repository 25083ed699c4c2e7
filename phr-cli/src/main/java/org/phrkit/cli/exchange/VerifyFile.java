package org.phrkit.cli.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.age.Age;
import org.phrkit.age.Identity;
import org.phrkit.age.Plaintext;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.IdentityOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Json;
import org.phrkit.cli.shell.ProgressOptions;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;
import org.phrkit.report.SignedGrant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks all of an encrypted file and writes nothing. */
@Command(
        name = "file",
        headerHeading = "Check everything of a signed report, and write nothing:%n"
                + "  phr verify file -i doctor.key --from patient-a report.age%n%n",
        description = {
            "Verify an encrypted file without writing anything: that it opens, and that no part was altered or "
                    + "is missing.",
            "For a signed report, also verify its signer, that it is addressed to the key that opens it, and "
                    + "every file in it."
        })
public final class VerifyFile implements Callable<Integer> {
    @Mixin
    private IdentityOptions identityOptions = new IdentityOptions();

    @Mixin
    private ReportOptions reportOptions = new ReportOptions();

    @Mixin
    private GrantOptions grantOptions = new GrantOptions();

    @Option(names = "--json", description = "Print the verdict as one JSON object.")
    private boolean json;

    @Mixin
    private ProgressOptions progressOptions = new ProgressOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; standard input for - or if omitted.")
    private String file = "-";

    @Override
    public Integer call() throws IOException {
        ReportReader.Expectation expectation = reportOptions.read();
        List<Identity> identities = identityOptions.read();
        try {
            verify(identities, new Input(file), expectation);
        } catch (Failure e) {
            if (json && e.exitCode() >= ExitCode.NO && e.exitCode() <= ExitCode.MALFORMED) {
                System.out.println(new Json()
                        .add("verdict", false)
                        .add("problem", e.getMessage() + "")
                        .text());
            }
            throw e;
        } finally {
            identities.forEach(Identity::close);
        }
        return ExitCode.DONE;
    }

    private void verify(List<Identity> identities, Input input, ReportReader.Expectation expectation)
            throws IOException {
        try (InputStream in = input.openShown(progressOptions);
                Plaintext plaintext = Age.open(identities, in)) {
            DecryptedFile decrypted = DecryptedFile.at(plaintext.asStream());
            if (decrypted.isReport()) {
                ReportReader report = ReportReader.open(
                        decrypted.stream(), plaintext.identity(), expectation, grantOptions.of(input), Instant.now());
                report.readFiles(entry -> OutputStream.nullOutputStream());
                System.out.println(json ? json(report) : text(report));
            } else if (ReportOptions.isAnything(expectation) && !grantOptions.isGiven()) {
                decrypted.transferTo(OutputStream.nullOutputStream());
                System.out.println(
                        json
                                ? new Json()
                                        .add("verdict", true)
                                        .add("signed", false)
                                        .text()
                                : "yes: no part was altered or is missing\nnot signed: anyone "
                                        + "who knows the public key could have written it");
            } else {
                throw new Failure(ExitCode.NO, input.name() + ": is not a signed report");
            }
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }

    private String text(ReportReader report) {
        ReportManifest manifest = report.manifest();
        List<SignedGrant> grants = report.grants().grants();
        StringBuilder text = new StringBuilder("yes: signed, ")
                .append(grants.isEmpty() ? "addressed" : "granted")
                .append(" to this key, and no part was altered or is missing");
        text.append("\nsigned by   ").append(sender(manifest));
        for (ReportManifest before : report.earlier()) {
            text.append("\npassed on   from the report ")
                    .append(before.id())
                    .append(" of ")
                    .append(before.created())
                    .append(", signed by ")
                    .append(sender(before));
        }
        for (int i = 0; i < grants.size(); i++) {
            GrantStatement grant = grants.get(i).statement();
            text.append("\ngranted     by ")
                    .append(Terminal.shown(reportOptions.announcement().line(grant, i == grants.size() - 1)));
        }
        text.append("\nmade at     ").append(manifest.created());
        Announcement.future(manifest)
                .ifPresent(warning -> text.append("\nwarning     ").append(warning));
        text.append("\nid          ").append(manifest.id());
        text.append("\nrecipients  ").append(manifest.recipients().size());
        for (ReportManifest.Entry entry : manifest.files()) {
            text.append("\nfile        ")
                    .append(Terminal.shown(entry.name()))
                    .append(", ")
                    .append(entry.sizeBytes())
                    .append(" bytes, ")
                    .append(entry.mediaType());
        }
        return text.toString();
    }

    private String sender(ReportManifest manifest) {
        Optional<String> name = reportOptions.announcement().nameOf(manifest.sender());
        return Terminal.shown(name.orElse(
                        reportOptions.announcement().isAskedFor(manifest.sender())
                                ? "the key asked for"
                                : "an unknown key"))
                + ", " + manifest.sender();
    }

    private String json(ReportReader report) {
        ReportManifest manifest = report.manifest();
        Json object = new Json().add("verdict", true).add("signed", true);
        describe(manifest).forEach(object::add);
        List<Map<String, Object>> files = new ArrayList<>();
        for (ReportManifest.Entry entry : manifest.files()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("name", entry.name());
            described.put("size", entry.sizeBytes());
            described.put("sha256", entry.sha256());
            described.put("mediaType", entry.mediaType());
            files.add(described);
        }
        object.add("files", files);
        List<Map<String, Object>> earlier = new ArrayList<>();
        for (ReportManifest before : report.earlier()) {
            earlier.add(describe(before));
        }
        List<Map<String, Object>> grants = new ArrayList<>();
        for (SignedGrant grant : report.grants().grants()) {
            grants.add(describe(grant.statement()));
        }
        return object.add("grantedFrom", earlier).add("grants", grants).text();
    }

    private Map<String, Object> describe(GrantStatement grant) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("granter", grant.granter().toString());
        reportOptions.announcement().nameOf(grant.granter()).ifPresent(name -> described.put("granterName", name));
        described.put("recipient", grant.reader().recipient().toString());
        grant.reader().signer().ifPresent(key -> described.put("signer", key.toString()));
        grant.reader()
                .signer()
                .flatMap(reportOptions.announcement()::nameOf)
                .ifPresent(name -> described.put("readerName", name));
        described.put("mayGrant", grant.reader().mayGrant());
        described.put("notBefore", grant.window().notBefore().toString());
        grant.window().expires().ifPresent(end -> described.put("expires", end.toString()));
        described.put("time", grant.time().toString());
        return described;
    }

    private Map<String, Object> describe(ReportManifest manifest) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", manifest.id());
        described.put("created", manifest.created().toString());
        Announcement.future(manifest).ifPresent(warning -> described.put("warning", warning));
        described.put("sender", manifest.sender().toString());
        reportOptions.announcement().nameOf(manifest.sender()).ifPresent(name -> described.put("senderName", name));
        described.put("recipients", manifest.recipients());
        return described;
    }
}
