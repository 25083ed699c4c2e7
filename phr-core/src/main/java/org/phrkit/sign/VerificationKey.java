package org.phrkit.sign;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.Fingerprint;

/** A public key to verify signatures with, in minisign's form: {@code RW…}, 56 characters. Immutable. */
public final class VerificationKey {
    static final int KEY_ID_SIZE_BYTES = 8;
    static final byte[] ALGORITHM = {'E', 'd'};

    private static final int SIZE_BYTES = 2 + KEY_ID_SIZE_BYTES + Ed25519.PUBLIC_KEY_SIZE_BYTES;

    private final byte[] keyId;
    private final byte[] publicKey;

    VerificationKey(byte[] keyId, byte[] publicKey) {
        this.keyId = keyId.clone();
        this.publicKey = publicKey.clone();
    }

    /**
     * Reads a public key: {@code RW…}, or the two lines of a public key file.
     *
     * @param text the text to read
     * @return the public key
     * @throws SignException.Malformed if it is neither
     */
    public static VerificationKey parse(String text) throws SignException.Malformed {
        refuseOtherKeys(text);
        String[] lines = text.strip().split("\r?\n", -1);
        boolean hasComment = lines.length == 2 && lines[0].startsWith(Signature.UNTRUSTED);
        if (lines.length != 1 && !hasComment) {
            throw new SignException.Malformed(
                    "a public key to check signatures with must be one line that starts with RW");
        }
        byte[] bytes = Signature.decode(lines[lines.length - 1], SIZE_BYTES, "a public key of a signer");
        if (!Arrays.equals(bytes, 0, 2, ALGORITHM, 0, 2)) {
            throw new SignException.Malformed("the public key is of an unknown kind");
        }
        return new VerificationKey(Arrays.copyOfRange(bytes, 2, 10), Arrays.copyOfRange(bytes, 10, SIZE_BYTES));
    }

    /** Keys that are easily named in the place of this one. */
    private static void refuseOtherKeys(String text) throws SignException.Malformed {
        String expected = ", where a public key to check signatures with (RW…) is expected";
        if (SigningKeyFile.areIn(text)) {
            throw new SignException.Malformed("this is a secret key to sign with" + expected);
        }
        if (text.toUpperCase(Locale.ROOT).contains("AGE-SECRET-KEY-")) {
            throw new SignException.Malformed("this is a secret key to decrypt with" + expected);
        }
        if (text.startsWith("age1")) {
            throw new SignException.Malformed("this is a public key to encrypt to" + expected);
        }
    }

    /** {@return the number by which signatures name their key, in hexadecimal as minisign prints it} */
    public String keyId() {
        return hex(keyId);
    }

    static String hex(byte[] keyId) {
        byte[] reversed = new byte[KEY_ID_SIZE_BYTES];
        for (int i = 0; i < KEY_ID_SIZE_BYTES; i++) {
            reversed[i] = keyId[KEY_ID_SIZE_BYTES - 1 - i];
        }
        return HexFormat.of().withUpperCase().formatHex(reversed);
    }

    boolean hasId(byte[] id) {
        return Arrays.equals(keyId, id);
    }

    byte[] id() {
        return keyId.clone();
    }

    byte[] bytes() {
        return publicKey;
    }

    /** {@return a fingerprint to compare over the telephone, made as those of recipients are: 128 bits of SHA-256} */
    public String fingerprint() {
        return Fingerprint.of(toString());
    }

    /** {@return the fingerprint without blanks, as programs name the key: 32 hexadecimal digits} */
    public String fingerprintHex() {
        return fingerprint().replace(" ", "");
    }

    /** {@return the text of a public key file} */
    public String fileText() {
        // As minisign writes it: a number, without leading zeros.
        return Signature.UNTRUSTED + "minisign public key " + keyId().replaceFirst("^0+(?=.)", "") + "\n" + this + "\n";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that
                && Arrays.equals(keyId, that.keyId)
                && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    /** {@code RW…}. */
    @Override
    public String toString() {
        byte[] bytes = new byte[SIZE_BYTES];
        System.arraycopy(ALGORITHM, 0, bytes, 0, 2);
        System.arraycopy(keyId, 0, bytes, 2, KEY_ID_SIZE_BYTES);
        System.arraycopy(publicKey, 0, bytes, 10, publicKey.length);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
