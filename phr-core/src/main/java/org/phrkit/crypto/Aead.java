package org.phrkit.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * ChaCha20-Poly1305 (RFC 8439) under one key, without associated data. Not safe for use by several threads at once;
 * give each its own.
 *
 * <p>Long messages are left to the JDK, which is the faster by far, but takes a quarter of the start of a command until it is loaded.
 *
 * <p>The caller must never seal twice with the same nonce.
 */
public final class Aead {
    public static final int KEY_SIZE_BYTES = 32;
    public static final int NONCE_SIZE_BYTES = 12;
    public static final int TAG_SIZE_BYTES = 16;

    /** What {@link #open} returns where the tag does not match. */
    public static final int REFUSED = -1;

    private static final int SHORT_BYTES = 4096;

    /** Conscrypt takes as long to load as an old Java to do this much in each of a few threads. */
    private static final int CONSCRYPT_FROM_BYTES = 2 << 20;

    private static final boolean IS_OLD_JAVA = Runtime.version().feature() < 21;

    private final SecretKeySpec key;
    private @Nullable Cipher cipher;
    private boolean isOfConscrypt;
    private long doneBytes;

    public Aead(SecretBytes key) {
        if (key.sizeBytes() != KEY_SIZE_BYTES) {
            throw new IllegalArgumentException("the key has " + key.sizeBytes() + " bytes; it must have 32");
        }
        this.key = new SecretKeySpec(key.expose(), "ChaCha20");
    }

    /**
     * Encrypts and appends the tag.
     *
     * @return the number of bytes written: {@code size + 16}
     */
    public int seal(byte[] nonce, byte[] in, int inOffset, int sizeBytes, byte[] out, int outOffset) {
        if (sizeBytes <= SHORT_BYTES) {
            new ShortAead(key.getEncoded(), nonce).seal(in, inOffset, sizeBytes, out, outOffset);
            return sizeBytes + TAG_SIZE_BYTES;
        }
        try {
            return done(started(Cipher.ENCRYPT_MODE, nonce, sizeBytes), in, inOffset, sizeBytes, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /**
     * Checks the tag and decrypts. A nonce must not be tried twice in a row on one object: JDK 17 refuses it.
     *
     * @return the number of bytes written, {@code size - 16}; or {@link #REFUSED} where the tag does not match
     */
    public int open(byte[] nonce, byte[] in, int inOffset, int sizeBytes, byte[] out, int outOffset) {
        if (sizeBytes < TAG_SIZE_BYTES) {
            return REFUSED;
        }
        int openSizeBytes = sizeBytes - TAG_SIZE_BYTES;
        if (openSizeBytes <= SHORT_BYTES) {
            boolean isOpen = new ShortAead(key.getEncoded(), nonce).open(in, inOffset, openSizeBytes, out, outOffset);
            return isOpen ? openSizeBytes : REFUSED;
        }
        try {
            return done(started(Cipher.DECRYPT_MODE, nonce, sizeBytes), in, inOffset, sizeBytes, out, outOffset);
        } catch (AEADBadTagException e) {
            return REFUSED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening failed", e);
        }
    }

    private Cipher started(int mode, byte[] nonce, int sizeBytes) throws GeneralSecurityException {
        if (cipher == null) {
            cipher = Cipher.getInstance("ChaCha20-Poly1305");
        }
        if (IS_OLD_JAVA && doneBytes < CONSCRYPT_FROM_BYTES) {
            doneBytes += sizeBytes;
            if (doneBytes >= CONSCRYPT_FROM_BYTES) {
                Optional<Cipher> faster = Conscrypt.cipher();
                isOfConscrypt = faster.isPresent();
                cipher = faster.orElse(cipher);
            }
        }
        cipher.init(mode, key, new IvParameterSpec(nonce));
        return cipher;
    }

    private int done(Cipher cipher, byte[] in, int inOffset, int sizeBytes, byte[] out, int outOffset)
            throws GeneralSecurityException {
        if (!isOfConscrypt) {
            return cipher.doFinal(in, inOffset, sizeBytes, out, outOffset);
        }
        // Conscrypt copies whole arrays, whatever part of them it is to work on.
        byte[] made = cipher.doFinal(Arrays.copyOfRange(in, inOffset, inOffset + sizeBytes));
        System.arraycopy(made, 0, out, outOffset, made.length);
        return made.length;
    }
}
