package org.phrkit.cli.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.age.KeyIdentity;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.files.ShortText;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.Invitation;
import org.phrkit.store.StoreFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an account of an invitation. */
@Command(
        name = "join",
        description = {
            "Join a store by an invitation, and make the keys of this device.",
            "The code of the invitation is sent when the store proved to be the one that made it, and not before."
        })
final class Join implements Callable<Integer> {
    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "Your name, as it stands on your contact card.")
    private String name = "";

    @Parameters(
            paramLabel = "INVITATION",
            description = "The invitation, a file that holds it, or - for standard input, where nobody else sees it.")
    private String invitation = "";

    @Override
    public Integer call() throws IOException {
        if (!ContactCard.isName(name)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a name has 1 to " + ContactCard.LONGEST_NAME + " characters, and none that does not show");
        }
        StoreFolder folder = StoreFolder.ofUser();
        folder.requireNone();
        Invitation parsed = invitation();
        SecureRandom random = new SecureRandom();
        folder.makeKeys(random);
        try (KeyIdentity identity = folder.identity();
                SigningKey signing = folder.signing();
                SigningKey recovery = StoreFolder.signingKey(folder.recoveryFile())) {
            ContactCard card = new ContactCard(
                    name,
                    signing.verificationKey(),
                    identity.recipient(),
                    Optional.empty(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS));
            Membership membership = StoreClient.join(
                    parsed, card.sign(signing), signing, recovery.verificationKey(), Clock.systemUTC(), random);
            folder.keep(membership);
            folder.keepCard(card.sign(signing));
            Terminal.say("joined " + membership.origin() + " as " + membership.role() + "; your fingerprint is "
                    + signing.verificationKey().fingerprint());
            Terminal.say("move " + folder.recoveryFile()
                    + " to a safe place elsewhere: with it, and not without, reports are erased at once");
        } catch (StoreException e) {
            throw StoreFolder.failure(e);
        }
        return ExitCode.DONE;
    }

    private Invitation invitation() throws IOException {
        boolean isTyped = invitation.startsWith("http");
        try {
            return Invitation.parse(
                    isTyped ? invitation : ShortText.read(new Input(invitation)).strip());
        } catch (StoreFormatException e) {
            throw new Failure(ExitCode.USAGE, "the invitation: " + e.problem());
        }
    }
}
