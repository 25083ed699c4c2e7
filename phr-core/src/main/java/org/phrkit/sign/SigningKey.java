package org.phrkit.sign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.security.auth.Destroyable;
import org.phrkit.crypto.Blake2b;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.Scrypt;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.text.PassphraseSource;

/**
 * The secret key of someone who signs, in minisign's form. It has no printable form but the text of a key file, and is
 * overwritten when closed.
 */
public final class SigningKey implements AutoCloseable, Destroyable {
    /** The longest key file that is read. */
    public static final int LIMIT_BYTES = 1 << 16;

    private static final byte[] KDF_SCRYPT = {'S', 'c'};
    private static final byte[] KDF_NONE = {0, 0};
    private static final byte[] CHECKSUM = {'B', '2'};
    private static final int SALT_SIZE_BYTES = 32;
    private static final int CHECKSUM_SIZE_BYTES = 32;
    private static final int SECRET_SIZE_BYTES = VerificationKey.KEY_ID_SIZE_BYTES
            + Ed25519.SEED_SIZE_BYTES
            + Ed25519.PUBLIC_KEY_SIZE_BYTES
            + CHECKSUM_SIZE_BYTES;
    private static final int SIZE_BYTES = 6 + SALT_SIZE_BYTES + 16 + SECRET_SIZE_BYTES;

    /** libsodium's measures of scrypt that stand for N = 2^18, r = 8, p = 1: 256 MiB, as for age's passphrases. */
    private static final long WRITTEN_OPERATIONS = 1L << 23;

    private static final long WRITTEN_MEMORY_BYTES = 1L << 28;

    /** The most that is spent on a passphrase: 1 GiB, as minisign asks for. */
    private static final long MOST_MEMORY_BYTES = 1L << 30;

    private static final long MOST_OPERATIONS = 1L << 26;
    private static final long LEAST_OPERATIONS = 1L << 15;
    private static final long MOST_PARALLEL = 64;

    private final SecretBytes seed;
    private final VerificationKey verificationKey;

    private SigningKey(SecretBytes seed, byte[] keyId) {
        this.seed = seed;
        this.verificationKey = new VerificationKey(keyId, Ed25519.publicKey(seed));
    }

    /** A new key of 32 random bytes, with a random identifier. */
    public static SigningKey generate(SecureRandom random) {
        byte[] keyId = new byte[VerificationKey.KEY_ID_SIZE_BYTES];
        random.nextBytes(keyId);
        return new SigningKey(SecretBytes.random(Ed25519.SEED_SIZE_BYTES, random), keyId);
    }

    /**
     * The key that is made from a secret, with the identifier of its public key.
     *
     * @param secret 32 bytes; the caller clears them
     * @throws IllegalArgumentException if the secret is not that of the public key
     */
    public static SigningKey of(byte[] secret, VerificationKey publicKey) {
        if (secret.length != Ed25519.SEED_SIZE_BYTES) {
            throw new IllegalArgumentException("a secret key has 32 bytes, not " + secret.length);
        }
        SigningKey key = new SigningKey(SecretBytes.copyOf(secret), publicKey.id());
        if (!key.verificationKey.equals(publicKey)) {
            key.destroy();
            throw new IllegalArgumentException("the secret is not that of the public key");
        }
        return key;
    }

    /** Whether a text begins as a key file does. */
    public static boolean isKeyFile(String text) {
        return text.startsWith(Signature.UNTRUSTED);
    }

    /**
     * Reads a secret key file of minisign.
     *
     * @throws SignException.Malformed if it is anything else
     * @throws SignException.WrongPassphrase if the passphrase does not open it
     */
    public static SigningKey parse(String text, PassphraseSource passphrase) throws IOException, SignException {
        String[] lines = text.strip().split("\r?\n", -1);
        if (lines.length != 2 || !isKeyFile(lines[0])) {
            throw new SignException.Malformed("a secret key to sign with is two lines: a comment, and the key");
        }
        ByteBuffer bytes = ByteBuffer.wrap(Signature.decode(lines[1], SIZE_BYTES, "a secret key to sign with"))
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] algorithm = take(bytes, 2);
        byte[] derivation = take(bytes, 2);
        byte[] checksum = take(bytes, 2);
        byte[] salt = take(bytes, SALT_SIZE_BYTES);
        long operations = bytes.getLong();
        long memoryBytes = bytes.getLong();
        byte[] secret = take(bytes, SECRET_SIZE_BYTES);
        boolean isEncrypted = Arrays.equals(derivation, KDF_SCRYPT);
        if (!Arrays.equals(algorithm, VerificationKey.ALGORITHM)
                || !Arrays.equals(checksum, CHECKSUM)
                || (!isEncrypted && !Arrays.equals(derivation, KDF_NONE))) {
            throw new SignException.Malformed("the secret key is of an unknown kind");
        }
        try {
            if (isEncrypted) {
                mask(secret, passphrase.get(), salt, operations, memoryBytes);
            }
            byte[] keyId = Arrays.copyOfRange(secret, 0, VerificationKey.KEY_ID_SIZE_BYTES);
            byte[] sum = Arrays.copyOfRange(secret, SECRET_SIZE_BYTES - CHECKSUM_SIZE_BYTES, SECRET_SIZE_BYTES);
            // minisign leaves the checksum of a key without passphrase zero.
            if (isEncrypted && !MessageDigest.isEqual(sum, checksum(secret))) {
                throw new SignException.WrongPassphrase();
            }
            SigningKey key = new SigningKey(SecretBytes.owning(Arrays.copyOfRange(secret, 8, 40)), keyId);
            if (!Arrays.equals(key.verificationKey.bytes(), Arrays.copyOfRange(secret, 40, 72))) {
                key.destroy();
                throw new SignException.Malformed("the two halves of the secret key do not belong together");
            }
            return key;
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static byte[] take(ByteBuffer bytes, int size) {
        byte[] taken = new byte[size];
        bytes.get(taken);
        return taken;
    }

    private static byte[] checksum(byte[] secret) {
        byte[] summed = new byte[2 + SECRET_SIZE_BYTES - CHECKSUM_SIZE_BYTES];
        System.arraycopy(VerificationKey.ALGORITHM, 0, summed, 0, 2);
        System.arraycopy(secret, 0, summed, 2, summed.length - 2);
        byte[] sum = Blake2b.of(CHECKSUM_SIZE_BYTES, summed);
        Arrays.fill(summed, (byte) 0);
        return sum;
    }

    /** Encrypts or decrypts in place; clears the passphrase. */
    private static void mask(byte[] secret, char[] passphrase, byte[] salt, long operations, long memoryBytes)
            throws SignException.Malformed {
        SecretBytes encoded = SecretBytes.utf8(passphrase);
        Arrays.fill(passphrase, '\0');
        int logN = logN(operations, memoryBytes);
        long p = Math.max(operations, LEAST_OPERATIONS) / 4 / (1L << logN) / 8;
        if (p > MOST_PARALLEL) {
            throw tooMuchWork();
        }
        try (encoded;
                SecretBytes stream = Scrypt.derive(encoded, salt, 1 << logN, 8, (int) Math.max(1, p), secret.length)) {
            for (int i = 0; i < secret.length; i++) {
                secret[i] ^= stream.expose()[i];
            }
        }
    }

    private static SignException.Malformed tooMuchWork() {
        return new SignException.Malformed("the key file asks for more work on its passphrase than is allowed here");
    }

    /** How libsodium turns its two measures into the cost of scrypt, for r = 8. */
    private static int logN(long operations, long memoryBytes) throws SignException.Malformed {
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

    /** The text of a key file that is not encrypted. It holds the secret. */
    public String exposeFileText() {
        return fileText(KDF_NONE, new byte[SALT_SIZE_BYTES], 0, 0, secret(new byte[CHECKSUM_SIZE_BYTES]));
    }

    /**
     * The text of a key file.
     *
     * @param passphrase is cleared
     */
    public String fileText(char[] passphrase, SecureRandom random) {
        byte[] salt = new byte[SALT_SIZE_BYTES];
        random.nextBytes(salt);
        byte[] secret = secret(checksum(secret(new byte[CHECKSUM_SIZE_BYTES])));
        try {
            mask(secret, passphrase, salt, WRITTEN_OPERATIONS, WRITTEN_MEMORY_BYTES);
        } catch (SignException.Malformed e) {
            throw new IllegalStateException(e);
        }
        return fileText(KDF_SCRYPT, salt, WRITTEN_OPERATIONS, WRITTEN_MEMORY_BYTES, secret);
    }

    private byte[] secret(byte[] checksum) {
        return ByteBuffer.allocate(SECRET_SIZE_BYTES)
                .put(verificationKey.id())
                .put(seed.expose())
                .put(verificationKey.bytes())
                .put(checksum)
                .array();
    }

    /** Clears the secret part. */
    private static String fileText(byte[] derivation, byte[] salt, long operations, long memoryBytes, byte[] secret) {
        byte[] bytes = ByteBuffer.allocate(SIZE_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(VerificationKey.ALGORITHM)
                .put(derivation)
                .put(CHECKSUM)
                .put(salt)
                .putLong(operations)
                .putLong(memoryBytes)
                .put(secret)
                .array();
        Arrays.fill(secret, (byte) 0);
        String text = new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
        Arrays.fill(bytes, (byte) 0);
        return Signature.UNTRUSTED + "minisign encrypted secret key\n" + text + "\n";
    }

    /** The public key that belongs to it. */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** A copy of the 32 bytes that the key is made from, for splitting it; the caller clears it. */
    public byte[] exposeSecret() {
        return seed.expose().clone();
    }

    SecretBytes seed() {
        return seed;
    }

    /**
     * Signs what is left in a stream.
     *
     * @param trustedComment one line, signed as well
     */
    public Signature sign(InputStream message, String trustedComment) throws IOException {
        return Signature.of(this, message, trustedComment);
    }

    @Override
    public void destroy() {
        seed.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return seed.isDestroyed();
    }

    @Override
    public void close() {
        destroy();
    }

    @Override
    public String toString() {
        return "SigningKey[" + verificationKey.keyId() + "]";
    }
}
