package org.phrkit.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.phrkit.crypto.Blake2b;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.text.PassphraseSource;

/**
 * The two lines of minisign's secret key file: a comment, and in base64 the algorithm, how the rest is encrypted and
 * summed, the salt and its measures of work, and the secret: identifier, seed, public key and checksum.
 */
final class SigningKeyFile {
    private static final byte[] KDF_SCRYPT = {'S', 'c'};
    private static final byte[] KDF_NONE = {0, 0};
    private static final byte[] CHECKSUM = {'B', '2'};
    private static final int SALT_SIZE_BYTES = 32;
    private static final int CHECKSUM_SIZE_BYTES = 32;
    private static final int SEED_AT = VerificationKey.KEY_ID_SIZE_BYTES;
    private static final int PUBLIC_KEY_AT = SEED_AT + Ed25519.SEED_SIZE_BYTES;
    private static final int CHECKSUM_AT = PUBLIC_KEY_AT + Ed25519.PUBLIC_KEY_SIZE_BYTES;
    private static final int SECRET_SIZE_BYTES = CHECKSUM_AT + CHECKSUM_SIZE_BYTES;
    private static final int SIZE_BYTES = 6 + SALT_SIZE_BYTES + 16 + SECRET_SIZE_BYTES;

    private SigningKeyFile() {}

    static SigningKey parse(String text, PassphraseSource passphrase) throws IOException, SignException {
        String[] lines = text.strip().split("\r?\n", -1);
        if (lines.length != 2 || !SigningKey.isKeyFile(lines[0])) {
            throw new SignException.Malformed("a secret key to sign with is two lines: a comment, and the key");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Signature.decode(lines[1], SIZE_BYTES, "a secret key to sign with"))
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] algorithm = take(bytes, 2);
        byte[] derivation = take(bytes, 2);
        byte[] checksum = take(bytes, 2);
        byte[] salt = take(bytes, SALT_SIZE_BYTES);
        ScryptMask mask = new ScryptMask(bytes.getLong(), bytes.getLong());
        byte[] secret = take(bytes, SECRET_SIZE_BYTES);
        boolean isEncrypted = Arrays.equals(derivation, KDF_SCRYPT);
        if (!Arrays.equals(algorithm, VerificationKey.ALGORITHM)
                || !Arrays.equals(checksum, CHECKSUM)
                || (!isEncrypted && !Arrays.equals(derivation, KDF_NONE))) {
            throw new SignException.Malformed("the secret key is of an unknown kind");
        }
        try {
            if (isEncrypted) {
                decrypt(secret, passphrase.get(), salt, mask);
            }
            return key(secret);
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Whether a line of the text begins as a secret key does: algorithm, derivation and checksum, in base64. */
    static boolean areIn(String text) {
        return text.lines().anyMatch(line -> line.startsWith("RWRTY0Iy") || line.startsWith("RWQAAEIy"));
    }

    private static byte[] take(ByteBuffer bytes, int size) {
        byte[] taken = new byte[size];
        bytes.get(taken);
        return taken;
    }

    private static void decrypt(byte[] secret, char[] passphrase, byte[] salt, ScryptMask mask) throws SignException {
        try {
            mask.apply(secret, passphrase, salt);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
        // minisign leaves the checksum of a key without passphrase zero, so it is checked here alone.
        byte[] sum = Arrays.copyOfRange(secret, CHECKSUM_AT, SECRET_SIZE_BYTES);
        if (!MessageDigest.isEqual(sum, checksum(secret))) {
            throw new SignException.WrongPassphrase();
        }
    }

    private static SigningKey key(byte[] secret) throws SignException.Malformed {
        SigningKey key = new SigningKey(
                SecretBytes.owning(Arrays.copyOfRange(secret, SEED_AT, PUBLIC_KEY_AT)), Arrays.copyOf(secret, SEED_AT));
        if (!Arrays.equals(key.verificationKey().bytes(), Arrays.copyOfRange(secret, PUBLIC_KEY_AT, CHECKSUM_AT))) {
            key.destroy();
            throw new SignException.Malformed("the two halves of the secret key do not match");
        }
        return key;
    }

    private static byte[] checksum(byte[] secret) {
        byte[] summed = new byte[2 + CHECKSUM_AT];
        System.arraycopy(VerificationKey.ALGORITHM, 0, summed, 0, 2);
        System.arraycopy(secret, 0, summed, 2, CHECKSUM_AT);
        byte[] sum = Blake2b.of(CHECKSUM_SIZE_BYTES, summed);
        Arrays.fill(summed, (byte) 0);
        return sum;
    }

    /** Without a passphrase. */
    static String text(SigningKey key) {
        return text(KDF_NONE, new byte[SALT_SIZE_BYTES], new ScryptMask(0, 0), secret(key));
    }

    static String text(SigningKey key, char[] passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT_SIZE_BYTES];
        random.nextBytes(salt);
        byte[] secret = secret(key);
        System.arraycopy(checksum(secret), 0, secret, CHECKSUM_AT, CHECKSUM_SIZE_BYTES);
        try {
            ScryptMask.WRITTEN.apply(secret, passphrase, salt);
        } catch (SignException.Malformed e) {
            throw new IllegalStateException(e);
        }
        return text(KDF_SCRYPT, salt, ScryptMask.WRITTEN, secret);
    }

    /** With the checksum zero. */
    private static byte[] secret(SigningKey key) {
        return ByteBuffer.allocate(SECRET_SIZE_BYTES)
                .put(key.verificationKey().id())
                .put(key.seed().expose())
                .put(key.verificationKey().bytes())
                .array();
    }

    /** Clears the secret part. */
    private static String text(byte[] derivation, byte[] salt, ScryptMask mask, byte[] secret) {
        byte[] bytes = ByteBuffer.allocate(SIZE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(VerificationKey.ALGORITHM)
                .put(derivation)
                .put(CHECKSUM)
                .put(salt)
                .putLong(mask.operations())
                .putLong(mask.memoryBytes())
                .put(secret)
                .array();
        Arrays.fill(secret, (byte) 0);
        String text = Base64.getEncoder().encodeToString(bytes);
        Arrays.fill(bytes, (byte) 0);
        return Signature.UNTRUSTED + "minisign encrypted secret key\n" + text + "\n";
    }
}
