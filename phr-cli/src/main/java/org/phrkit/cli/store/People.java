package org.phrkit.cli.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.phrkit.age.KeyRecipient;
import org.phrkit.cli.exchange.Announcement;
import org.phrkit.cli.keys.ContactKey;
import org.phrkit.cli.keys.Contacts;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.LogClient;
import org.phrkit.client.StoreClient;
import org.phrkit.report.Reader;
import org.phrkit.sign.VerificationKey;

/** The contacts of the user, as readers of reports. */
final class People {
    private final Contacts contacts;

    People() throws IOException {
        contacts = Contacts.standard();
    }

    /**
     * A contact as a reader, who has both keys.
     *
     * @param mayGrant whether he may pass the report on
     */
    Grantee grantee(String name, boolean mayGrant, SecureRandom random) throws Failure {
        Reader plain = reader(name, mayGrant);
        for (ContactKey key : contacts.keysOf(name)) {
            if (key instanceof ContactKey.Mediated mediated) {
                return Grantee.of(plain, mediated.key(), random);
            }
        }
        return Grantee.of(plain);
    }

    /** The same, to know him by his signing key. */
    Reader reader(String name, boolean mayGrant) throws Failure {
        Optional<KeyRecipient> recipient = Optional.empty();
        Optional<VerificationKey> signer = Optional.empty();
        for (ContactKey key : contacts.keysOf(name)) {
            if (key instanceof ContactKey.ToEncrypt encrypt) {
                recipient = Optional.of(encrypt.key());
            } else if (key instanceof ContactKey.ToVerify verify) {
                signer = Optional.of(verify.key());
            }
        }
        if (recipient.isEmpty() && signer.isEmpty()) {
            throw Contacts.unknown(name);
        }
        if (recipient.isEmpty() || signer.isEmpty()) {
            throw new Failure(
                    ExitCode.COULD_NOT,
                    name + ": a reader at the store needs two keys, to encrypt to and to check signatures with",
                    "phr contacts add " + name + " CARD adds both; phr store card writes a card");
        }
        return new Reader(recipient.get(), signer, mayGrant);
    }

    /** All contacts whose keys are found in a store's log. */
    Map<String, LogClient.Contact> inLog() {
        return inLog(contacts.names());
    }

    /** Likewise, some. */
    private Map<String, LogClient.Contact> inLog(List<String> names) {
        Map<String, LogClient.Contact> found = new LinkedHashMap<>();
        for (String name : names) {
            for (ContactKey key : contacts.keysOf(name)) {
                if (key instanceof ContactKey.InLog inLog) {
                    found.put(name, new LogClient.Contact(inLog.key(), inLog.card()));
                }
            }
        }
        return found;
    }

    /**
     * Looks whether the store's log has entries of keys of those to whom something goes that came since watch told of them,
     * and that those of the cards that are here are there.
     *
     * @throws Failure where one is there twice, or is not that of the card: others may be shown another key
     */
    void requireUnchanged(StoreClient client, List<String> names) throws IOException {
        for (LogClient.ContactEntry entry : client.log().lookFor(inLog(names))) {
            switch (entry.sight()) {
                case NEW -> Terminal.warning(told(entry));
                case AGAIN ->
                    throw new Failure(
                            ExitCode.MALFORMED,
                            told(entry),
                            "ask the contact for a new card and compare its fingerprint over "
                                    + "another channel; once phr store watch has reported the change, it "
                                    + "no longer stands in the way");
                case OTHER, MISSING ->
                    throw new Failure(
                            ExitCode.MALFORMED,
                            told(entry),
                            "ask the contact for a new card and compare its fingerprint over "
                                    + "another channel; phr contacts add takes a card that is in the log");
            }
        }
    }

    static String told(LogClient.ContactEntry entry) {
        String contact = entry.contact();
        return switch (entry.sight()) {
            case NEW ->
                contact + ": a key or device of this contact came, changed or went (entry " + entry.index()
                        + " of the store's log); if you do not know of it, ask for the card anew";
            case AGAIN ->
                contact + ": key " + entry.number() + " is in the store's log twice (entry " + entry.index()
                        + "): others may be shown another key than you";
            case OTHER ->
                contact + ": key " + entry.number() + " in the store's log (entry " + entry.index()
                        + ") is not of the card that is here: others may be shown another one";
            case MISSING ->
                contact + ": the store's log has no key " + entry.number()
                        + ", which the card that is here says it has: the store may hide it from you, or show others another one";
        };
    }

    /** What is said of a report that was opened. */
    Announcement announcement() {
        return new Announcement(contacts::nameOf, Optional.empty());
    }

    /** Who signs with the key of this fingerprint, by name or else by the fingerprint. */
    String nameOf(String fingerprint) {
        for (String name : contacts.names()) {
            for (ContactKey key : contacts.keysOf(name)) {
                if (key instanceof ContactKey.ToVerify verify
                        && verify.key().fingerprintHex().equals(fingerprint)) {
                    return name;
                }
            }
        }
        return "key " + fingerprint;
    }
}
