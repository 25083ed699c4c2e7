package org.phrkit.age;

import java.security.SecureRandom;
import java.util.List;
import org.phrkit.age.format.Base64;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;

/**
 * A passphrase that files are encrypted to (C2SP age.md, "The scrypt recipient type"). It must be the only recipient
 * of a file, so that whoever opens the file with it knows that it was written by someone who has it.
 *
 * <p>Close it when it is no longer needed; until then several threads may use it at once.
 *
 * <p>The work factor is the base-two logarithm of scrypt's N: 18 takes about a second and 256 MiB.
 */
public final class ScryptRecipient extends Recipient implements AutoCloseable {
    /** The usual work factor: 2^18 iterations, about a second and 256 MiB. */
    public static final int DEFAULT_WORK_FACTOR = 18;

    /** The highest work factor there can be here: it takes 4 GiB of memory. */
    public static final int HIGHEST_WORK_FACTOR = 22;

    static final String STANZA_TYPE = "scrypt";
    static final int SALT_SIZE_BYTES = 16;

    private final ScryptKey key;
    private final int workFactor;

    /**
     * A passphrase; a copy is kept.
     *
     * @param passphrase is copied; the caller clears it
     * @param workFactor 1 to {@link #HIGHEST_WORK_FACTOR}; {@link #DEFAULT_WORK_FACTOR} is usual
     * @throws IllegalArgumentException if the passphrase is empty or the work factor out of its range
     */
    public ScryptRecipient(char[] passphrase, int workFactor) {
        if (workFactor < 1 || workFactor > HIGHEST_WORK_FACTOR) {
            throw new IllegalArgumentException("the work factor is " + workFactor + "; it must be 1 to 22");
        }
        this.key = new ScryptKey(passphrase);
        this.workFactor = workFactor;
    }

    @Override
    List<Stanza> wrap(SecretBytes fileKey, SecureRandom random) {
        byte[] salt = new byte[SALT_SIZE_BYTES];
        random.nextBytes(salt);
        try (SecretBytes wrapKey = key.derive(salt, workFactor)) {
            List<String> arguments = List.of(STANZA_TYPE, Base64.encode(salt), Integer.toString(workFactor));
            return List.of(new Stanza(arguments, WrappedKey.seal(wrapKey, fileKey)));
        }
    }

    /** Overwrites the passphrase; nothing can be encrypted to it any more. */
    @Override
    public void close() {
        key.destroy();
    }

    /** Says that it is a passphrase, and nothing of it. */
    @Override
    public String toString() {
        return "scrypt passphrase";
    }
}
