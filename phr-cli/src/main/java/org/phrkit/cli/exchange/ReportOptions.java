package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.keys.Contacts;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.Times;
import org.phrkit.report.ReportReader;
import org.phrkit.sign.VerificationKey;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the requirements on a signed report. */
final class ReportOptions {
    private @Nullable Contacts known;
    private Optional<VerificationKey> asked = Optional.empty();

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    @Option(
            names = "--contacts",
            paramLabel = "CONTACTS",
            description =
                    "The names of senders: a file as phr contacts writes it, or a folder of files NAME.pub. Default: "
                            + "~/.config/phr/contacts.")
    private @Nullable Path contacts;

    @Option(
            names = "--expect-id",
            paramLabel = "ID",
            description = "Require the report with this id, in case a store hands out another one.")
    private @Nullable String id;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description =
                    "Require a report that is not older than this, in case a store hands out an old one. For example "
                            + "2026-11-22, or 2026-11-22T08:00:00Z.")
    private @Nullable String notBefore;

    /** Reads the public key of the sender, if one is required, and the contacts; call it before anything is written. */
    ReportReader.Expectation read() throws IOException {
        if (id != null && !id.matches("[0-9a-fA-F]{32}")) {
            throw new Failure(ExitCode.USAGE, "--expect-id takes 32 hexadecimal digits");
        }
        readContacts();
        asked = signerOptions.read();
        return new ReportReader.Expectation(
                asked,
                Optional.ofNullable(id).map(text -> text.toLowerCase(Locale.ROOT)),
                Times.parse("--not-before", notBefore));
    }

    /** Whether an unsigned file meets the requirements. */
    static boolean isAnything(ReportReader.Expectation expectation) {
        return expectation.sender().isEmpty()
                && expectation.id().isEmpty()
                && expectation.notBefore().isEmpty()
                && expectation.signer().isEmpty();
    }

    private Optional<String> nameOf(VerificationKey key) {
        return known == null ? Optional.empty() : known.nameOf(key);
    }

    /** Reads the contacts; a report is not refused because they cannot be read. */
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

    /** What is said of an opened report. */
    Announcement announcement() {
        return new Announcement(this::nameOf, asked);
    }
}
