package org.phrkit.store;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.phrkit.age.format.Bech32;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.mediation.KeyPart;
import org.phrkit.mediation.MediationException;

/**
 * What one device of a doctor needs to open reports together with a store, as one line of an identity file of {@code age}:
 * {@code AGE-PLUGIN-PHR-1…}, Bech32 of 01 ‖ the id of the part ‖ d1 ‖ the device's request key ‖ the fingerprint of the
 * store's key ‖ the store's origin; with 02, a seed of ML-KEM stands behind d1.
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

    /** Whether a text begins as one does. */
    public static boolean looksLike(String text) {
        return text.regionMatches(true, 0, PREFIX + "1", 0, PREFIX.length() + 1);
    }

    /** The line. It holds the secrets. */
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
     * Reads {@link #exposeText}.
     *
     * @throws StoreFormatException if it is anything else; the message never quotes it
     */
    public static PluginIdentity parse(String text) throws StoreFormatException {
        byte[] data;
        try {
            Bech32 decoded = Bech32.decode(text);
            if (!decoded.prefix().equals(PREFIX)) {
                throw new StoreFormatException("an identity of this plugin starts with \"AGE-PLUGIN-PHR-1\"");
            }
            data = decoded.data();
        } catch (Bech32.Malformed e) {
            throw new StoreFormatException(String.valueOf(e.getMessage()));
        }
        try {
            return of(ByteBuffer.wrap(data));
        } finally {
            Arrays.fill(data, (byte) 0);
        }
    }

    private static PluginIdentity of(ByteBuffer data) throws StoreFormatException {
        byte version = data.hasRemaining() ? data.get() : 0;
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
