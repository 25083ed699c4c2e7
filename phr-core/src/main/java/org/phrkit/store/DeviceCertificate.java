package org.phrkit.store;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.phrkit.json.JsonObject;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;

/**
 * Certifies that requests signed by one device come from the holder of a signing key, at one store and no other.
 *
 * @param signer the account's key, which signs this
 * @param store the fingerprint of the store's key, 32 hexadecimal digits
 * @param device the device's public request key, base64 of 32 bytes
 * @param created when it was made
 */
public record DeviceCertificate(VerificationKey signer, String store, String device, Instant created) {
    private static final String TYPE = "phr/device/1";

    /**
     * Signs it.
     *
     * @param key signs it
     * @return the signed statement
     * @throws IllegalArgumentException if the key is not the certificate's
     */
    public SignedStatement sign(SigningKey key) {
        ContactCard.requireOwn(key, signer);
        Map<String, Object> members = Statement.of(TYPE);
        members.put("signer", signer.toString());
        members.put("store", store);
        members.put("device", device);
        members.put("created", created.toString());
        return SignedStatement.of(JsonObject.write(members), key);
    }

    /**
     * Reads a certificate, and checks that the key it names signed it.
     *
     * @param signed the statement with its signature
     * @return the certificate
     * @throws StoreFormatException if it is anything else
     */
    public static DeviceCertificate of(SignedStatement signed) throws StoreFormatException {
        Statement read = Statement.read(signed, TYPE, Set.of("signer", "store", "device", "created"));
        DeviceCertificate certificate = new DeviceCertificate(
                read.signer("signer"), read.hex("store", 32), read.text("device"), read.time("created"));
        if (!isKey(certificate.device)) {
            throw new StoreFormatException("has no proper \"device\"");
        }
        signed.verify(certificate.signer);
        return certificate;
    }

    private static boolean isKey(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return bytes.length == 32
                    && Base64.getEncoder().encodeToString(bytes).equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
