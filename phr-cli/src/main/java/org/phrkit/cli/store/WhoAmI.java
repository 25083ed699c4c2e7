package org.phrkit.cli.store;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.phrkit.cli.keys.ContactKey;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Json;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.split.FingerprintWords;
import org.phrkit.store.ContactCard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the account of this device. */
@Command(
        name = "whoami",
        headerHeading = "Show the account of this device:%n" + "  phr store whoami%n%n",
        description = "Show your account: the store, role, name, fingerprints and use of space.")
final class WhoAmI implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        Membership membership = folder.membership();
        ContactCard card = ContactCard.of(folder.card());
        StoreClient.Account account = folder.at(StoreClient::account);
        if (json) {
            System.out.println(new Json()
                    .add("store", membership.origin().toString())
                    .add("storeFingerprint", membership.store().fingerprint())
                    .add("account", account.id())
                    .add("role", account.role())
                    .add("name", card.name())
                    .add("fingerprint", card.signer().fingerprint())
                    .add("words", FingerprintWords.of(card.signer().fingerprint()))
                    .add("mediated", card.mediated().map(Object::toString).orElse(""))
                    .add("usedBytes", account.usedBytes())
                    .add("quotaBytes", account.quotaBytes())
                    .text());
            return ExitCode.DONE;
        }
        System.out.println("store        " + membership.origin());
        System.out.println("             fingerprint " + membership.store().fingerprint());
        System.out.println("account      " + account.id() + ", " + account.role());
        System.out.println("name         " + card.name());
        System.out.println("fingerprint  " + card.signer().fingerprint());
        System.out.println("in words     " + FingerprintWords.of(card.signer().fingerprint()));
        card.mediated()
                .ifPresent(key -> System.out.println(
                        "opens        together with the store, as " + new ContactKey.Mediated(key).shortName()));
        System.out.println("used         " + account.usedBytes() + " of " + account.quotaBytes() + " bytes");
        return ExitCode.DONE;
    }
}
