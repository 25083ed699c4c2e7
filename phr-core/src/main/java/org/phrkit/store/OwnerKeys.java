package org.phrkit.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyIdentity;
import org.phrkit.age.MalformedKeyException;
import org.phrkit.crypto.Hkdf;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.input.Utf8;
import org.phrkit.json.JsonObject;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.sign.SignException;
import org.phrkit.sign.SigningKey;

/**
 * The keys of an account's owner in an age file that the recovery key alone opens, as the store keeps it. It is
 * encrypted to a post-quantum key made from the recovery key by HKDF-SHA-256 with "phr/owner-keys/1".
 *
 * @param identity opens reports that are encrypted to the account
 * @param signing signs its reports and grants
 * @param mlKemSeed of a doctor whose recipient resists quantum computers; overwritten when this is closed
 */
public record OwnerKeys(KeyIdentity identity, SigningKey signing, Optional<byte[]> mlKemSeed) implements AutoCloseable {
    private static final String TYPE = "phr/owner-keys/1";

    private static HybridIdentity opener(SigningKey recovery) {
        byte[] secret = recovery.exposeSecret();
        try (SecretBytes seed = SecretBytes.owning(secret);
                SecretBytes derived = Hkdf.derive(seed, new byte[0], TYPE.getBytes(StandardCharsets.US_ASCII))) {
            return HybridIdentity.of(derived.expose());
        }
    }

    /**
     * {@return the age file}
     *
     * @param recovery the recovery key, which alone opens the result
     * @param random where random bytes come from
     * @throws IOException if reading or writing fails
     */
    public byte[] encrypt(SigningKey recovery, SecureRandom random) throws IOException {
        Map<String, Object> members = Statement.of(TYPE);
        members.put("identity", identity.exposeText());
        members.put("signing", signing.exposeFileText());
        mlKemSeed.ifPresent(seed -> members.put("mlKemSeed", Base64.getEncoder().encodeToString(seed)));
        byte[] text = JsonObject.write(members).getBytes(StandardCharsets.UTF_8);
        try (HybridIdentity opener = opener(recovery)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Age.encrypt(List.of(opener.recipient()), new ByteArrayInputStream(text), out, random);
            return out.toByteArray();
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /**
     * Opens the age file.
     *
     * @param file the age file
     * @param recovery the recovery key of the account
     * @return the keys
     * @throws StoreFormatException if the recovery key does not open it, or it holds anything else
     */
    public static OwnerKeys decrypt(byte[] file, SigningKey recovery) throws IOException {
        try (HybridIdentity opener = opener(recovery)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Age.decrypt(List.of(opener), new ByteArrayInputStream(file), out);
            return parse(Utf8.text(out.toByteArray()));
        } catch (AgeException e) {
            throw new StoreFormatException("the keys do not open: " + e.problem());
        }
    }

    private static OwnerKeys parse(String text) throws IOException {
        try {
            JsonObject object = JsonObject.read(text, Set.of("type", "identity", "signing"), Set.of("mlKemSeed"));
            if (!object.text("type").equals(TYPE)) {
                throw new StoreFormatException("the keys are of another type");
            }
            return new OwnerKeys(
                    KeyIdentity.parse(object.text("identity")),
                    SigningKey.parse(object.text("signing"), () -> new char[0]),
                    object.has("mlKemSeed")
                            ? Optional.of(Base64.getDecoder().decode(object.text("mlKemSeed")))
                            : Optional.empty());
        } catch (MalformedJsonException | MalformedKeyException | SignException e) {
            throw new StoreFormatException("the keys: " + e.problem());
        } catch (IllegalArgumentException e) {
            throw new StoreFormatException("the keys hold no proper seed");
        }
    }

    @Override
    public void close() {
        identity.close();
        signing.close();
        mlKemSeed.ifPresent(seed -> Arrays.fill(seed, (byte) 0));
    }

    /** Names the public key. */
    @Override
    public String toString() {
        return "OwnerKeys[" + identity.recipient().shortName() + "]";
    }
}
