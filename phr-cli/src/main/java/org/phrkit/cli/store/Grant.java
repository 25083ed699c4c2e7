package org.phrkit.cli.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.AgeException;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.cli.shell.Times;
import org.phrkit.client.StoreClient;
import org.phrkit.input.BadInputException;
import org.phrkit.report.GrantChain;
import org.phrkit.report.GrantStatement;
import org.phrkit.report.Reader;
import org.phrkit.report.ReportReader;
import org.phrkit.report.SignedGrant;
import org.phrkit.sign.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Grants a report to another reader. */
@Command(
        name = "grant",
        headerHeading = "Let a doctor read a report until the end of June:%n"
                + "  phr store grant --until 2027-06-30 \\%n"
                + "      0e5fa9c8d1b24b7e9c3a6d5f4e8b7a61 doctor-b%n%n",
        description = {
            "Let a contact read a report that is at the store.",
            "The content of the report is neither fetched nor sent again.",
            "You sign what you grant; readers check that you had the report and were allowed to pass it on."
        })
final class Grant implements Callable<Integer> {
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

    @Option(names = "--may-grant", description = "Let the contact pass the report on as well.")
    private boolean mayGrant;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "The time from which the contact may read it, such as 2027-01-31 or 2027-01-31T08:00:00Z. Default: "
                            + "now.")
    private @Nullable String from;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The time until which the contact may read it. Default: no end.")
    private @Nullable String until;

    @Mixin
    private MaxOpensOption maxOpens = new MaxOpensOption();

    @Parameters(index = "0", paramLabel = "ID", description = "The id of the report, as phr store list shows it.")
    private String report = "";

    @Parameters(index = "1", paramLabel = "CONTACT", description = "The contact who may read it.")
    private String contact = "";

    @Override
    public Integer call() throws IOException {
        String id = StoreFolder.id(report);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> start = Times.parse("--from", from);
        Optional<Instant> end = Times.parse("--until", until);
        Failure.requireUsage(
                end.filter(time -> !time.isAfter(start.orElse(now))).isEmpty(), "--until must be after the beginning");
        maxOpens.check();
        StoreFolder folder = StoreFolder.ofUser();
        People people = new People();
        try (Grantee grantee = people.grantee(contact, mayGrant, new SecureRandom())) {
            folder.at(client -> {
                people.requireUnchanged(client, List.of(contact));
                grant(client, folder, id, new Asked(grantee, start, end, maxOpens.value()), now);
                return true;
            });
        }
        Terminal.say("granted to " + contact + end.map(time -> " until " + time).orElse(""));
        return ExitCode.DONE;
    }

    /** What the user asked for. */
    private record Asked(Grantee grantee, Optional<Instant> start, Optional<Instant> end, OptionalLong maxOpens) {}

    private static void grant(StoreClient client, StoreFolder folder, String id, Asked asked, Instant now)
            throws IOException {
        try (KeyIdentity identity = folder.identity();
                SigningKey signing = folder.signing()) {
            StoreClient.Readers readers = client.readers(id);
            GrantChain before = Fetched.grants(readers, signing);
            GrantStatement.Window window =
                    new GrantStatement.Window(asked.start.orElse(beginning(before, now)), asked.end);
            try (Identity opener = Fetched.identity(client, folder, id, readers, identity)) {
                List<Identity> identities = List.of(opener);
                StoreClient.Header header = client.header(id);
                String sha256 = manifestSha256(client, header.header(), id, identities, signing, before);
                SignedGrant grant = SignedGrant.sign(
                        statement(client, id, sha256, asked.grantee.reader(), window, now, signing, before), signing);
                AgeHeader more = adding(
                        header.header(), identities, asked.grantee.reader().recipient());
                Optional<byte[]> title = readers.title().isEmpty()
                        ? Optional.empty()
                        : retitled(readers.title().get(), identity, asked.grantee.ofTitle());
                int last = more.shares().size() - 1;
                client.grant(id, header.tag(), more, grant, title, asked.grantee.mediated(more, last, asked.maxOpens));
            }
        } catch (BadInputException e) {
            throw Failure.of(e, "report " + id);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.COULD_NOT, "report " + id + ": " + e.getMessage());
        }
    }

    /** Some minutes ago, as the reader's clock may be behind; not before the user's own grant begins. */
    private static Instant beginning(GrantChain before, Instant now) {
        Instant start = now.minus(CLOCKS_DIFFER_BY);
        return before.grants().stream()
                .map(grant -> grant.statement().window().notBefore())
                .max(Instant::compareTo)
                .filter(first -> first.isAfter(start))
                .orElse(start);
    }

    private static AgeHeader adding(AgeHeader header, List<? extends Identity> identities, KeyRecipient recipient)
            throws IOException {
        return header.adding(identities, List.of(recipient), new SecureRandom());
    }

    /** The title for one reader more; one that does not open stays as it is. */
    private static Optional<byte[]> retitled(byte[] title, KeyIdentity identity, KeyRecipient recipient)
            throws IOException {
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(title));
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(adding(AgeHeader.read(in), List.of(identity), recipient).bytes());
            in.transferTo(out);
            return Optional.of(out.toByteArray());
        } catch (AgeException e) {
            return Optional.empty();
        }
    }

    private static GrantStatement statement(
            StoreClient client,
            String id,
            String sha256,
            Reader reader,
            GrantStatement.Window window,
            Instant now,
            SigningKey signing,
            GrantChain before)
            throws IOException {
        if (!before.grants().isEmpty()) {
            return before.next(
                    signing.verificationKey(), reader, window, now, client.log().carried());
        }
        return new GrantStatement(
                id,
                sha256,
                Optional.empty(),
                reader,
                signing.verificationKey(),
                window,
                now,
                client.log().carried());
    }

    /**
     * The hash of the manifest behind a header that is to get a reader more: the beginning of the report is fetched. It
     * must be that of the report that is meant, as with the header of another one the reader would open that.
     */
    private static String manifestSha256(
            StoreClient client,
            AgeHeader header,
            String id,
            List<Identity> identities,
            SigningKey signing,
            GrantChain before)
            throws IOException {
        String[] sha256 = new String[1];
        client.get(id, in -> {
            BufferedInputStream file = new BufferedInputStream(in);
            AgeHeader.read(file);
            InputStream behind = new SequenceInputStream(new ByteArrayInputStream(header.bytes()), file);
            try (ReportReader opened = Fetched.open(client, behind, id, identities, signing, before)) {
                sha256[0] = opened.manifestSha256();
            }
        });
        return sha256[0];
    }
}
