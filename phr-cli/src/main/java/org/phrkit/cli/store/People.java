package org.phrkit.cli.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.phrkit.age.KeyRecipient;
import org.phrkit.cli.exchange.Announcement;
import org.phrkit.cli.keys.ContactKey;
import org.phrkit.cli.keys.Contacts;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
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
