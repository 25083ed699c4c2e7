package org.phrkit.split;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.phrkit.crypto.Pbkdf2;
import org.phrkit.crypto.SecretBytes;

/**
 * The permutation that encrypts a secret with a passphrase before it is split: four rounds of Luby-Rackoff with PBKDF2
 * as round function (SLIP-0039, "Encryption of the master secret").
 */
final class Feistel {
    private static final int ROUNDS = 4;
    private static final int ITERATIONS_PER_ROUND = 2500;

    private Feistel() {}

    static SecretBytes encrypt(SecretBytes secret, char[] passphrase, Share.Split split) {
        return permute(secret, passphrase, split, false);
    }

    static SecretBytes decrypt(SecretBytes encrypted, char[] passphrase, Share.Split split) {
        return permute(encrypted, passphrase, split, true);
    }

    private static SecretBytes permute(SecretBytes in, char[] passphrase, Share.Split split, boolean backwards) {
        int half = in.sizeBytes() / 2;
        byte[] left = Arrays.copyOfRange(in.expose(), 0, half);
        byte[] right = Arrays.copyOfRange(in.expose(), half, 2 * half);
        char[] numbered = new char[1 + passphrase.length];
        System.arraycopy(passphrase, 0, numbered, 1, passphrase.length);
        for (int round = 0; round < ROUNDS; round++) {
            numbered[0] = (char) (backwards ? ROUNDS - 1 - round : round);
            int iterations = ITERATIONS_PER_ROUND << split.iterationExponent();
            byte[] salt = salt(split, right);
            try (SecretBytes mask = Pbkdf2.derive(numbered, salt, iterations, half)) {
                Arrays.fill(salt, (byte) 0);
                for (int i = 0; i < half; i++) {
                    left[i] ^= mask.expose()[i];
                }
            }
            byte[] swapped = left;
            left = right;
            right = swapped;
        }
        Arrays.fill(numbered, '\0');
        byte[] out = new byte[2 * half];
        System.arraycopy(right, 0, out, 0, half);
        System.arraycopy(left, 0, out, half, half);
        Arrays.fill(left, (byte) 0);
        Arrays.fill(right, (byte) 0);
        return SecretBytes.owning(out);
    }

    private static byte[] salt(Share.Split split, byte[] right) {
        ByteArrayOutputStream salt = new ByteArrayOutputStream();
        if (!split.extendable()) {
            salt.writeBytes("shamir".getBytes(StandardCharsets.US_ASCII));
            salt.write(split.identifier() >>> 8);
            salt.write(split.identifier());
        }
        salt.writeBytes(right);
        return salt.toByteArray();
    }
}
