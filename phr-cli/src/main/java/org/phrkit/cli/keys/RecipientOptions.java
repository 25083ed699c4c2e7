package org.phrkit.cli.keys;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.phrkit.age.HybridRecipient;
import org.phrkit.age.KeyFile;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.age.Recipient;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import picocli.CommandLine.Option;

/** The options for recipients. */
public final class RecipientOptions {
    @Option(
            names = {"-r", "--recipient"},
            paramLabel = "RECIPIENT",
            description = "Encrypt to this public key (age1... or age1pq1...) or contact. Can be repeated.")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = {"-R", "--recipients-file"},
            paramLabel = "FILE",
            description = "Encrypt to the public keys in FILE, one on each line. Can be repeated.")
    private List<String> files = new ArrayList<>();

    public boolean isEmpty() {
        return recipients.isEmpty() && files.isEmpty();
    }

    private static Recipient recipient(String text) throws IOException {
        if (ContactKey.looksLikeOne(text)) {
            return Recipient.parse(text);
        }
        Contacts contacts = Contacts.standard();
        if (contacts.find(text, ContactKey.Purpose.MEDIATED).isPresent()) {
            throw new Failure(
                    ExitCode.USAGE,
                    text + ": opens reports together with a store, so that they can be taken back",
                    "phr store put --for " + text);
        }
        return contacts.find(text, ContactKey.Purpose.ENCRYPT).orElse(null) instanceof ContactKey.ToEncrypt contact
                ? contact.key()
                : Recipient.parse(text);
    }

    /** All of them, in the order of the command line, those of -r first. */
    public List<Recipient> read() throws IOException {
        List<Recipient> all = new ArrayList<>();
        for (int i = 0; i < recipients.size(); i++) {
            try {
                all.add(recipient(recipients.get(i)));
            } catch (MalformedKeyException e) {
                throw new Failure(
                        ExitCode.USAGE,
                        "recipient " + (i + 1) + " (-r): " + e.problem(),
                        ContactKey.looksLikeOne(recipients.get(i))
                                ? ""
                                : "nor is it a contact: phr contacts list shows all names; phr "
                                        + "contacts add NAME KEY adds one");
            }
        }
        for (String file : files) {
            Input input = new Input(file);
            try (InputStream in = input.open()) {
                all.addAll(KeyFile.readRecipients(in));
            } catch (BadInputException e) {
                throw Failure.of(e, input.name());
            }
        }
        boolean hybrid = all.stream().anyMatch(HybridRecipient.class::isInstance);
        if (hybrid && !all.stream().allMatch(HybridRecipient.class::isInstance)) {
            throw new Failure(
                    ExitCode.USAGE,
                    "post-quantum and other recipients are mixed",
                    "the others would undo the protection: use post-quantum keys for all recipients, or for none");
        }
        if (all.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE, "there is no recipient", "name one with -r age1... or a file of them with -R FILE");
        }
        return all;
    }
}
