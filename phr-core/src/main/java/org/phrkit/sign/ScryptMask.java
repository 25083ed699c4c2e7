package org.phrkit.sign;

import org.phrkit.crypto.Scrypt;
import org.phrkit.crypto.SecretBytes;

/**
 * How minisign encrypts a secret key: with as many bytes of scrypt, by exclusive or, so that the same again decrypts. The
 * work is given as libsodium gives it: operations and bytes of memory.
 *
 * @param operations libsodium's measure of time
 * @param memoryBytes libsodium's measure of memory
 */
record ScryptMask(long operations, long memoryBytes) {
    /** What is written: N = 2^18, r = 8, p = 1, which takes 256 MiB, as for age's passphrases. */
    static final ScryptMask WRITTEN = new ScryptMask(1L << 23, 1L << 28);

    private static final int BLOCK_SIZE = 8;

    /** The most that is spent on a passphrase: 1 GiB, as minisign asks for. */
    private static final long MOST_MEMORY_BYTES = 1L << 30;

    private static final long MOST_OPERATIONS = 1L << 26;
    private static final long LEAST_OPERATIONS = 1L << 15;
    private static final long MOST_PARALLEL = 64;

    /**
     * Encrypts or decrypts in place.
     *
     * @param passphrase the caller clears it
     * @throws SignException.Malformed if it takes more work than is allowed here
     */
    void apply(byte[] secret, char[] passphrase, byte[] salt) throws SignException.Malformed {
        int logN = logN();
        int parallel = parallel(logN);
        try (SecretBytes encoded = SecretBytes.utf8(passphrase);
                SecretBytes mask = Scrypt.derive(encoded, salt, 1 << logN, BLOCK_SIZE, parallel, secret.length)) {
            for (int i = 0; i < secret.length; i++) {
                secret[i] ^= mask.expose()[i];
            }
        }
    }

    private int parallel(int logN) throws SignException.Malformed {
        long parallel = Math.max(operations, LEAST_OPERATIONS) / 4 / (1L << logN) / BLOCK_SIZE;
        if (parallel > MOST_PARALLEL) {
            throw tooMuchWork();
        }
        return (int) Math.max(1, parallel);
    }

    /** How libsodium turns its two measures into the cost of scrypt, for r = 8. */
    private int logN() throws SignException.Malformed {
        if (operations < 1 || operations > MOST_OPERATIONS || memoryBytes < 1 || memoryBytes > MOST_MEMORY_BYTES) {
            throw tooMuchWork();
        }
        long atLeast = Math.max(operations, LEAST_OPERATIONS);
        long most = atLeast < memoryBytes / 32 ? atLeast / 32 : memoryBytes / 1024;
        int logN = 1;
        while (logN < 63 && 1L << logN <= most / 2) {
            logN++;
        }
        return logN;
    }

    private static SignException.Malformed tooMuchWork() {
        return new SignException.Malformed("the key file asks for more work on its passphrase than is allowed here");
    }
}
