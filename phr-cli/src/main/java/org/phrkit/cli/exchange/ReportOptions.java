package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;
import org.phrkit.sign.VerificationKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked of a signed report. */
final class ReportOptions {
    private static final String ENDING = ".pub";

    private final Map<VerificationKey, String> names = new HashMap<>();

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    @Option(
            names = "--contacts",
            paramLabel = "DIR",
            description = "The public keys of known senders, as NAME.pub; ~/.config/phr/contacts unless told.")
    private @Nullable Path contacts;

    @Option(
            names = "--expect-id",
            paramLabel = "ID",
            description = "Require the report with this id, against a store that hands out another one.")
    private @Nullable String id;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "Require a report that is not older, against a store that hands out an old one: "
                    + "2026-11-22 or 2026-11-22T08:00:00Z.")
    private @Nullable String notBefore;

    /** Reads the public key of the sender, if one is required, and the contacts; call it before anything is written. */
    ReportReader.Expectation read() throws IOException {
        if (id != null && !id.matches("[0-9a-fA-F]{32}")) {
            throw new Failure(ExitCode.USAGE, "--expect-id takes 32 hexadecimal digits");
        }
        readContacts();
        return new ReportReader.Expectation(
                signerOptions.read(), Optional.ofNullable(id).map(text -> text.toLowerCase(Locale.ROOT)), time());
    }

    /** Whether a file without a signature would do. */
    static boolean isAnything(ReportReader.Expectation expectation) {
        return expectation.equals(ReportReader.Expectation.NONE);
    }

    private Optional<Instant> time() throws Failure {
        if (notBefore == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    notBefore.contains("T")
                            ? Instant.parse(notBefore)
                            : LocalDate.parse(notBefore)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException e) {
            throw new Failure(ExitCode.USAGE, "--not-before takes 2026-11-22 or 2026-11-22T08:00:00Z");
        }
    }

    /** Who signed a report, by name where there is a contact. */
    Optional<String> nameOf(VerificationKey key) {
        return Optional.ofNullable(names.get(key));
    }

    /** A contact that cannot be read is no reason to refuse a report. */
    private void readContacts() throws IOException {
        Path folder = contacts == null ? standardContacts() : contacts;
        if (!Files.isDirectory(folder)) {
            if (contacts != null) {
                throw new Failure(ExitCode.COULD_NOT, contacts + ": is not a folder");
            }
            return;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
            found.forEach(files::add);
        }
        Collections.sort(files);
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            try {
                if (Files.isRegularFile(file)) {
                    names.putIfAbsent(
                            VerificationKey.parse(ShortText.read(new Input(file.toString()))),
                            name.substring(0, name.length() - ENDING.length()));
                }
            } catch (IOException e) {
                Terminal.warning(file + ": cannot be read as a public key of a signer");
            }
        }
    }

    private static Path standardContacts() {
        String configuration = System.getenv("XDG_CONFIG_HOME");
        Path home = configuration == null || configuration.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configuration);
        return home.resolve("phr").resolve("contacts");
    }

    /**
     * What is said of an opened report: whose it is, in lines.
     *
     * @param place which report it is; nothing where there is one
     */
    List<String> announcement(ReportReader report, ReportReader.Expectation expectation, String place) {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                place + "signed by ", report.manifest(), expectation.sender().isPresent()));
        for (ReportManifest before : report.earlier()) {
            lines.add(line(place + "passed on from a report signed by ", before, false));
        }
        return lines;
    }

    private String line(String start, ReportManifest manifest, boolean isExpected) {
        Optional<String> name = nameOf(manifest.sender());
        int count = manifest.recipients().size();
        String what = ", made at " + manifest.created() + " for " + count + (count == 1 ? " recipient" : " recipients")
                + ", id " + manifest.id();
        return name.isPresent() || isExpected
                ? start + name.orElse(manifest.sender().toString()) + what
                : "warning: " + start + "an unknown key, " + manifest.sender() + what;
    }
}
