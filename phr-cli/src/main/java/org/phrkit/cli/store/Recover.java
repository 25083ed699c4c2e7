package org.phrkit.cli.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.keys.ShareInputs;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.MediationClient;
import org.phrkit.client.StoreException;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.store.ContactCard;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.StoreFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a doctor back to an empty machine. */
@Command(
        name = "recover",
        headerHeading = "Bring the recovery key back from two of its shares:%n"
                + "  phr store recover share-1-of-3.txt share-3-of-3.txt%n%n",
        description = {
            "Bring a doctor's account back to this machine from key shares.",
            "The account gets its keys back, and this device a new part of the key. The shares stay valid.",
            "The recovery key comes back too: with it, phr store device remove shuts out lost devices. Destroy "
                    + "it when that is done."
        })
final class Recover implements Callable<Integer> {
    @Option(
            names = {"-p", "--passphrase"},
            description = "The shares are also locked with a passphrase, which is asked for.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "SHAREFILE",
            description = "Files with one share each; - for standard input, with one share on each line.")
    private List<String> shareFiles = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        folder.requireNone();
        folder.requireNoKeys();
        try (ShareInputs shares = ShareInputs.read(shareFiles)) {
            char[] passphrase = isPassphrase || passphraseOptions.passphrases().areFromFile()
                    ? passphraseOptions.passphrases().ask("passphrase of the shares: ")
                    : new char[0];
            try (PaperKey paper = PaperKey.restore(shares, passphrase)) {
                recover(folder, paper);
            } catch (StoreException e) {
                throw StoreFolder.failure(e);
            } finally {
                Arrays.fill(passphrase, '\0');
            }
        }
        return ExitCode.DONE;
    }

    private static void recover(StoreFolder folder, PaperKey paper) throws IOException {
        try (MediationClient.Recovered recovered = MediationClient.recover(
                paper.origin(), paper.store(), paper.recovery(), paper.part(), Clock.systemUTC(), new SecureRandom())) {
            ContactCard card = ContactCard.of(recovered.card());
            folder.keepKeys(recovered.keys());
            folder.keepRecovery(paper.recovery());
            folder.keep(recovered.membership());
            folder.keepCard(recovered.card());
            Optional<MediatedRecipient> recipient = card.mediated();
            if (recipient.isPresent()) {
                folder.keep(
                        new PluginIdentity(
                                recovered.device().id(),
                                recovered.device().part(),
                                recovered.membership().key(),
                                paper.store(),
                                paper.origin()),
                        recipient.get());
            }
            Terminal.say("this device opens reports for " + card.name() + " again; phr store device list shows which "
                    + "others do");
            Terminal.say("the recovery key is " + folder.recoveryFile()
                    + "; the shares hold it, so destroy it when lost devices are removed");
        } catch (StoreFormatException e) {
            throw new Failure(ExitCode.MALFORMED, "the store's answer: " + e.problem());
        }
    }
}
