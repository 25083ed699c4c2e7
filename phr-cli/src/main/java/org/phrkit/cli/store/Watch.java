package org.phrkit.cli.store;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.LogClient;
import org.phrkit.store.ContactCard;
import org.phrkit.store.LogLine;
import picocli.CommandLine.Command;

/** Reports what is new in the store's log. */
@Command(
        name = "watch",
        headerHeading =
                "From cron, print only what is new, and end with 3 if something is:%n" + "  phr store watch%n%n",
        description = {
            "Check whether a report was opened, or a key of yours or of a contact changed, since the last check.",
            "If so, say what changed and end with exit status 3; if not, print nothing and end with 0. This "
                    + "suits cron.",
            "A key that the store shows as yours, but that none of your devices made, is an alarm: others could "
                    + "be made to encrypt to it what is meant for you."
        })
final class Watch implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        ContactCard card = folder.contactCard();
        String device = folder.membership().key().publicKey();
        People people = new People();
        LogRows rows = new LogRows(folder.membership().store().fingerprintHex(), folder.fingerprint(), people);
        LogClient.Owner owner = new LogClient.Owner(card.logKey(), card.signer(), folder.recoveryKey(), device);
        LogClient.News news = folder.at(client -> {
            LogClient.News found = client.log().watch(owner, people.inLog());
            found.lines().stream()
                    .filter(line -> isNews(line.line(), card, device))
                    .forEach(rows::add);
            rows.print();
            found.contacts().forEach(entry -> Terminal.warning(People.told(entry)));
            found.alerts().forEach(Watch::warn);
            client.log().seen();
            return found;
        });
        if (rows.hasUnproved()) {
            Terminal.warning("the store reports some openings without showing the reader's signature");
        }
        return rows.isEmpty() && news.alerts().isEmpty() && news.contacts().isEmpty() ? ExitCode.DONE : ExitCode.NO;
    }

    /** What this device did itself is none, nor are grants, which open nothing. */
    private static boolean isNews(LogLine line, ContactCard card, String device) {
        if (line instanceof LogLine.Opened opened) {
            return !opened.device().equals(Optional.of(device));
        }
        if (line instanceof LogLine.KeyEvent event) {
            return !event.key().equals(device) && !event.key().equals(LogLine.KeyEvent.keyOf(card));
        }
        return line instanceof LogLine.Began;
    }

    private static void warn(LogClient.Alert alert) {
        String which = "key " + alert.number() + " of yours, entry " + alert.index() + " of the store's log";
        Terminal.warning(
                switch (alert.alarm()) {
                    case NOT_MINE ->
                        which + ": your key has not signed it; others may be shown a key that "
                                + "is not yours. Tell them and whoever runs the store";
                    case TWICE ->
                        which + ": it is there twice; others may be shown another key than "
                                + "yours. Tell them and whoever runs the store";
                    case RECOVERY ->
                        which + ": a device was added by a recovery key. If it was not you, your key shares "
                                + "are in other hands: phr store device remove";
                });
    }
}
