package org.phrkit.cli.store;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.cli.keys.ShareInputs;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.client.Membership;
import org.phrkit.mediation.KeyPart;
import org.phrkit.sign.SignException;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import org.phrkit.store.Invitation;
import org.phrkit.store.StoreFormatException;

/**
 * What a doctor keeps as key shares alone: the first part of her key, and the recovery key; 64 bytes. The shares name the
 * recovery key and the store: {@code RW… at https://store.example#FINGERPRINT}.
 *
 * @param part the number d1
 * @param recovery the recovery key
 * @param origin where the store is
 * @param store the fingerprint of its key
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PaperKey(byte[] part, SigningKey recovery, URI origin, String store) implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("(RW\\S{54}) at (\\S+)#([0-9a-f]{32})");

    /** As shares name it. */
    static String name(VerificationKey recovery, Membership membership) {
        return recovery + " at " + membership.origin() + "#"
                + membership.store().fingerprintHex();
    }

    /** Restores it. */
    static PaperKey restore(ShareInputs shares, char[] passphrase) throws IOException {
        Matcher name = NAME.matcher(shares.restores(null));
        if (!name.matches()) {
            throw new Failure(
                    ExitCode.MALFORMED,
                    "the shares are of no doctor at a store",
                    "phr store enrol makes such shares; phr share combine restores others");
        }
        byte[] secret = shares.combine(passphrase);
        byte[] seed = new byte[0];
        try {
            if (secret.length != 2 * KeyPart.SIZE_BYTES) {
                throw new Failure(ExitCode.MALFORMED, "the shares hold another secret than a doctor's");
            }
            seed = Arrays.copyOfRange(secret, KeyPart.SIZE_BYTES, secret.length);
            return new PaperKey(
                    Arrays.copyOf(secret, KeyPart.SIZE_BYTES),
                    SigningKey.of(seed, VerificationKey.parse(name.group(1))),
                    Invitation.origin(name.group(2)),
                    name.group(3));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.NO_KEY,
                    "the shares do not give the key that they name",
                    "either they have a passphrase (-p), which was not given or is wrong, or "
                            + "the name of the key was altered");
        } catch (SignException | StoreFormatException e) {
            throw Failure.of(e, "the name of the key");
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(part, (byte) 0);
        recovery.close();
    }
}
