package org.phrkit.cli.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.Membership;
import org.phrkit.client.NewDevice;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.input.BadInputException;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.ContactCard;
import org.phrkit.store.Invitation;
import org.phrkit.store.StoreFormatException;
import org.phrkit.transparency.LogKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an account of an invitation. */
@Command(
        name = "join",
        headerHeading = "Join with the invitation that the store's administrator handed over:%n"
                + "  phr store join --name 'Anna Amsel' invitation.txt%n%n",
        description = {
            "Join a store by an invitation, and make the keys of this device.",
            "The code of the invitation is sent only after the store has proved to be the one that made it.",
            "Or take over the file that phr store device add made on another device of yours."
        })
final class Join implements Callable<Integer> {
    private static final int LIMIT_BYTES = 1 << 20;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Your name, as your contact card will show it; needed with an invitation.")
    private @Nullable String name;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Option(
            names = "--pq",
            description =
                    "Make a post-quantum key to decrypt with; your reports are then encrypted only to post-quantum keys.")
    private boolean isPostQuantum;

    @Parameters(
            paramLabel = "INVITATION",
            description =
                    "The invitation, a file that holds it, or - for standard input, where nobody else sees it; or the "
                            + "file that phr store device add made.")
    private String invitation = "";

    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        folder.requireNone();
        byte[] given = invitation.startsWith("http") ? invitation.getBytes(StandardCharsets.UTF_8) : bytes();
        if (Age.isAge(new BufferedInputStream(new ByteArrayInputStream(given)))) {
            takeOver(folder, given);
            return ExitCode.DONE;
        }
        String shown = name;
        if (shown == null) {
            throw new Failure(ExitCode.USAGE, "--name is missing", "give your name, as your contact card will show it");
        }
        if (!ContactCard.isName(shown)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "a name has 1 to " + ContactCard.LONGEST_NAME + " characters, and no invisible character");
        }
        Invitation parsed = parsed(given);
        SecureRandom random = new SecureRandom();
        folder.makeKeys(isPostQuantum, random);
        try (KeyIdentity identity = folder.identity();
                SigningKey signing = folder.signing();
                SigningKey recovery = StoreFolder.signingKey(folder.recoveryFile())) {
            ContactCard card = new ContactCard(
                    shown,
                    signing.verificationKey(),
                    identity.recipient(),
                    Optional.empty(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    Optional.of(LogKey.generate(random)));
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

    private byte[] bytes() throws IOException {
        try (InputStream in = new Input(invitation).open()) {
            return in.readNBytes(LIMIT_BYTES);
        }
    }

    /** What another device of the same owner made ready. */
    private void takeOver(StoreFolder folder, byte[] file) throws IOException {
        char[] passphrase = passphraseOptions.passphrases().ask("passphrase of the file: ");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (ScryptIdentity identity = new ScryptIdentity(passphrase, ScryptRecipient.HIGHEST_WORK_FACTOR)) {
            Age.decrypt(List.of(identity), new ByteArrayInputStream(file), text);
            try (NewDevice device = NewDevice.parse(Utf8.text(text.toByteArray()))) {
                folder.take(device);
                Terminal.say("this device is one of " + folder.contactCard().name() + " now; "
                        + (device.recoveryKey().isPresent()
                                ? "the file is the second way into the pages, so keep it where it was"
                                : "destroy the file")
                        + (device.doctor().isPresent() && device.recoveryKey().isEmpty()
                                ? ", and approve the device from another one"
                                : ""));
            }
        } catch (BadInputException e) {
            throw Failure.of(e, invitation);
        } catch (StoreException e) {
            throw new Failure(ExitCode.MALFORMED, invitation + ": is not a file that phr store device add wrote");
        } finally {
            Arrays.fill(passphrase, '\0');
        }
    }

    private static Invitation parsed(byte[] given) throws IOException {
        try {
            return Invitation.parse(Utf8.content(given).strip());
        } catch (NotUtf8Exception e) {
            throw new Failure(ExitCode.USAGE, "the invitation: " + e.problem());
        } catch (StoreFormatException e) {
            throw new Failure(ExitCode.USAGE, "the invitation: " + e.problem());
        }
    }
}
