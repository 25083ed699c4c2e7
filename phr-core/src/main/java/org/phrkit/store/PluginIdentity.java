package org.phrkit.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Plaintext;
import org.phrkit.age.ScryptIdentity;
import org.phrkit.age.ScryptRecipient;
import org.phrkit.age.format.Bech32;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.mediation.KeyPart;
import org.phrkit.mediation.MediationException;
import org.phrkit.text.PassphraseSource;

/**
 * What one device of a doctor needs to open reports together with a store, as one line of an identity file of {@code age}:
 * {@code AGE-PLUGIN-PHR-1…}, Bech32 of 01 ‖ the id of the part ‖ d1 ‖ the device's request key ‖ the fingerprint of the
 * store's key ‖ the store's origin; with 02, a seed of ML-KEM stands behind d1. With a passphrase, it is Bech32 of 03 ‖ an
 * age file to it, binary, of the line without one.
 *
 * @param part by which the store names the part of this device, 32 hexadecimal digits
 * @param doctor the doctor's part of the key
 * @param key by which the device signs its requests
 * @param store the fingerprint of the store's key, 32 hexadecimal digits
 * @param origin where the store is
 */
public record PluginIdentity(String part, DoctorPart doctor, RequestKey key, String store, URI origin)
        implements AutoCloseable {
    private static final String PREFIX = "age-plugin-phr-";
    private static final int ID_SIZE_BYTES = 16;
    private static final int KEY_SIZE_BYTES = 32;
    private static final byte CURVE = 1;
    private static final byte POST_QUANTUM = 2;
    private static final byte ENCRYPTED = 3;

    /**
     * {@return whether a text begins as one does}
     *
     * @param text the text to look at
     */
    public static boolean looksLike(String text) {
        return text.regionMatches(true, 0, PREFIX + "1", 0, PREFIX.length() + 1);
    }

    /** {@return the line} It holds the secrets. */
    public String exposeText() {
        byte[] secret = doctor.exposeBytes();
        byte[] request = key.exposeBytes();
        byte[] address = origin.toString().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer data = ByteBuffer.allocate(
                        1 + ID_SIZE_BYTES + secret.length + KEY_SIZE_BYTES + ID_SIZE_BYTES + address.length)
                .put(doctor.isPostQuantum() ? POST_QUANTUM : CURVE)
                .put(HexFormat.of().parseHex(part))
                .put(secret)
                .put(request)
                .put(HexFormat.of().parseHex(store))
                .put(address);
        try {
            return Bech32.encode(PREFIX, data.array()).toUpperCase(Locale.ROOT);
        } finally {
            for (byte[] each : new byte[][] {secret, request, data.array()}) {
                Arrays.fill(each, (byte) 0);
            }
        }
    }

    /**
     * {@return the line with a passphrase, which {@link #parse(String, PassphraseSource)} reads}
     *
     * @param passphrase not empty; the caller clears it
     * @param workFactor how much work each guess is; {@link ScryptRecipient#DEFAULT_WORK_FACTOR} takes about a second
     * @param random where random bytes come from
     * @throws IllegalArgumentException as {@link ScryptRecipient} has it
     */
    public String encrypt(char[] passphrase, int workFactor, SecureRandom random) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.write(ENCRYPTED);
        byte[] line = exposeText().getBytes(StandardCharsets.US_ASCII);
        try (ScryptRecipient recipient = new ScryptRecipient(passphrase, workFactor)) {
            Age.encrypt(List.of(recipient), new ByteArrayInputStream(line), data, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
        return Bech32.encode(PREFIX, data.toByteArray()).toUpperCase(Locale.ROOT);
    }

    /**
     * {@return whether a line has a passphrase}
     *
     * @param text the text to look at
     * @throws StoreFormatException if it is no such line, as far as that can be told without the passphrase
     */
    public static boolean isEncrypted(String text) throws StoreFormatException {
        byte[] data = decoded(text);
        try {
            return data.length > 0 && data[0] == ENCRYPTED;
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    /**
     * Reads {@link #exposeText}, or what {@link #encrypt} made of it.
     *
     * @param text the text to read
     * @param passphrase asked where there is one
     * @return the identity
     * @throws StoreFormatException if it is anything else, or the passphrase is wrong; the message quotes neither
     * @throws IOException if the passphrase cannot be asked for
     */
    public static PluginIdentity parse(String text, PassphraseSource passphrase) throws IOException {
        byte[] data = decoded(text);
        if (data.length == 0 || data[0] != ENCRYPTED) {
            Arrays.fill(data, (byte) 0);
            return parse(text);
        }
        char[] given = passphrase.get();
        if (given.length == 0) {
            throw new StoreFormatException("the passphrase is empty");
        }
        InputStream file = new ByteArrayInputStream(data, 1, data.length - 1);
        byte[] line = new byte[0];
        try (ScryptIdentity identity = new ScryptIdentity(given, ScryptRecipient.HIGHEST_WORK_FACTOR);
                Plaintext opened = Age.open(List.of(identity), file)) {
            line = opened.asStream().readAllBytes();
            return parse(new String(line, StandardCharsets.ISO_8859_1));
        } catch (AgeException.NoMatch e) {
            throw new StoreFormatException("the passphrase is wrong");
        } catch (AgeException e) {
            throw new StoreFormatException("what its passphrase opens: " + e.problem());
        } finally {
            Arrays.fill(given, '\0');
            Arrays.fill(line, (byte) 0);
        }
    }

    /**
     * Reads {@link #exposeText}.
     *
     * @param text the text to read
     * @return the identity
     * @throws StoreFormatException if it is anything else; the message never quotes it
     */
    public static PluginIdentity parse(String text) throws StoreFormatException {
        byte[] data = decoded(text);
        try {
            return of(ByteBuffer.wrap(data));
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    private static byte[] decoded(String text) throws StoreFormatException {
        try {
            Bech32 decoded = Bech32.decode(text);
            if (!decoded.prefix().equals(PREFIX)) {
                throw new StoreFormatException("an identity of this plugin starts with \"AGE-PLUGIN-PHR-1\"");
            }
            return decoded.data();
        } catch (Bech32.Malformed e) {
            throw new StoreFormatException(String.valueOf(e.getMessage()));
        }
    }

    private static PluginIdentity of(ByteBuffer data) throws StoreFormatException {
        byte version = data.hasRemaining() ? data.get() : 0;
        if (version == ENCRYPTED) {
            throw new StoreFormatException("it has a passphrase");
        }
        if (version != CURVE && version != POST_QUANTUM) {
            throw new StoreFormatException("it is an identity of an unknown version");
        }
        int secretBytes = version == CURVE ? KeyPart.SIZE_BYTES : 2 * KeyPart.SIZE_BYTES;
        if (data.remaining() <= ID_SIZE_BYTES + secretBytes + KEY_SIZE_BYTES + ID_SIZE_BYTES) {
            throw new StoreFormatException("it is too short");
        }
        String part = HexFormat.of().formatHex(taken(data, ID_SIZE_BYTES));
        byte[] secret = taken(data, secretBytes);
        byte[] request = taken(data, KEY_SIZE_BYTES);
        String store = HexFormat.of().formatHex(taken(data, ID_SIZE_BYTES));
        String address = new String(taken(data, data.remaining()), StandardCharsets.ISO_8859_1);
        try {
            return new PluginIdentity(
                    part, DoctorPart.of(secret), RequestKey.of(request), store, Invitation.origin(address));
        } catch (MediationException e) {
            throw new StoreFormatException(e.problem());
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(request, (byte) 0);
        }
    }

    private static byte[] taken(ByteBuffer data, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        data.get(bytes);
        return bytes;
    }

    /** Overwrites the secrets. */
    @Override
    public void close() {
        doctor.close();
        key.close();
    }

    /** Names the store. */
    @Override
    public String toString() {
        return "PluginIdentity[" + origin + "]";
    }
}
