package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.keys.Contacts;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.ReportManifest;
import org.phrkit.report.ReportReader;
import org.phrkit.report.SignedGrant;
import org.phrkit.sign.VerificationKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is asked of a signed report. */
final class ReportOptions {
    private @Nullable Contacts known;
    private Optional<VerificationKey> asked = Optional.empty();

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    @Option(
            names = "--contacts",
            paramLabel = "CONTACTS",
            description = "Names of senders, as phr contacts writes them, or a folder of files NAME.pub; "
                    + "~/.config/phr/contacts unless told.")
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
        asked = signerOptions.read();
        return new ReportReader.Expectation(
                asked, Optional.ofNullable(id).map(text -> text.toLowerCase(Locale.ROOT)), time());
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

    /** Whether the signature of this key is required. */
    boolean isAskedFor(VerificationKey key) {
        return asked.filter(key::equals).isPresent();
    }

    /** Who signed a report, by name where there is a contact. */
    Optional<String> nameOf(VerificationKey key) {
        return known == null ? Optional.empty() : known.nameOf(key);
    }

    /** Contacts that cannot be read are no reason to refuse a report. */
    private void readContacts() throws IOException {
        if (contacts != null) {
            known = Contacts.of(contacts);
            return;
        }
        try {
            known = Contacts.standard();
        } catch (Failure e) {
            Terminal.warning(e.getMessage() + "");
        }
    }

    /**
     * What is said of an opened report: whose it is, in lines.
     *
     * @param place which report it is; nothing where there is one
     */
    List<String> announcement(ReportReader report, ReportReader.Expectation expectation, String place) {
        List<String> lines = new ArrayList<>();
        future(report.manifest()).ifPresent(text -> lines.add("warning: " + place + text));
        lines.add(line(
                place + "signed by ", report.manifest(), expectation.sender().isPresent()));
        for (ReportManifest before : report.earlier()) {
            lines.add(line(place + "passed on from a report signed by ", before, false));
        }
        List<SignedGrant> grants = report.grants().grants();
        for (int i = 0; i < grants.size(); i++) {
            GrantStatement grant = grants.get(i).statement();
            boolean isKnown = nameOf(grant.granter()).isPresent()
                    || expectation.sender().filter(grant.granter()::equals).isPresent();
            lines.add((isKnown ? "" : "warning: ") + place + "granted by " + line(grant, i == grants.size() - 1));
        }
        return lines;
    }

    /**
     * Who granted a report to whom, and for how long.
     *
     * @param isLast whether it is granted to the key that opened it
     */
    String line(GrantStatement grant, boolean isLast) {
        String key = grant.granter().toString();
        String granter =
                nameOf(grant.granter()).orElse(isAskedFor(grant.granter()) ? key : "an unknown key, " + key + ",");
        String reader = grant.reader()
                .signer()
                .map(signer -> nameOf(signer).orElse(signer.toString()))
                .orElse("a reader without a signing key");
        GrantStatement.Window window = grant.window();
        return granter + " to " + (isLast ? "this key" : reader) + ", from " + window.notBefore()
                + window.expires().map(end -> " until " + end).orElse(" on")
                + (grant.reader().mayGrant() ? ", to be passed on" : "");
    }

    /** What to say of a time that cannot be: an hour of a wrong time zone can be. */
    static Optional<String> future(ReportManifest manifest) {
        return manifest.created().isAfter(Instant.now().plus(1, ChronoUnit.DAYS))
                ? Optional.of("the report says that it was made at " + manifest.created()
                        + ", more than a day from now: one of the two clocks is wrong, or the sender's was set")
                : Optional.empty();
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
