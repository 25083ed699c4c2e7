package org.phrkit.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;

/** An authenticator with one passkey, and the browser before it; each of what they say may be changed before it is sent. */
final class TestAuthenticator {
    private static final int PRESENT = 1;
    private static final int VERIFIED = 4;
    private static final int HAS_KEY = 64;

    final byte[] credential = new byte[32];
    String origin;
    String host;
    String type = "";
    /** What the browser says of the page around the one that asked. */
    String around = "\"crossOrigin\":false";

    int flags = PRESENT | VERIFIED;
    int counter = 1;
    private final KeyPair key;

    TestAuthenticator(TestStore store) throws GeneralSecurityException {
        origin = store.origin().toString();
        host = store.origin().getHost();
        TestStore.RANDOM.nextBytes(credential);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        key = generator.generateKeyPair();
    }

    /** Nobody proved who it is. */
    void forgetVerification() {
        flags &= ~VERIFIED;
    }

    private byte[] clientData(String usual, String challenge) {
        return ("{\"type\":\"" + (type.isEmpty() ? usual : type) + "\",\"challenge\":\"" + challenge
                        + "\",\"origin\":\"" + origin + "\"," + around + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] authenticatorData(byte[] more, int moreFlags) throws GeneralSecurityException {
        return ByteBuffer.allocate(37 + more.length)
                .put(MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (flags | moreFlags))
                .putInt(counter)
                .put(more)
                .array();
    }

    /** The body that registers it. */
    String registration(String challenge, String more) throws Exception {
        ECPublicKey point = (ECPublicKey) key.getPublic();
        ByteArrayOutputStream attested = new ByteArrayOutputStream();
        attested.write(new byte[16]);
        attested.write(new byte[] {0, (byte) credential.length});
        attested.write(credential);
        // COSE: EC2, ES256, P-256, x, y.
        attested.write(HexFormat.of().parseHex("a5010203262001215820"));
        attested.write(coordinate(point.getW().getAffineX()));
        attested.write(HexFormat.of().parseHex("225820"));
        attested.write(coordinate(point.getW().getAffineY()));
        byte[] data = authenticatorData(attested.toByteArray(), HAS_KEY);
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        // {"fmt": "none", "attStmt": {}, "authData": …}
        object.write(HexFormat.of().parseHex("a363666d74646e6f6e656761747453746d74a068617574684461746158"));
        object.write(data.length);
        object.write(data);
        return "{\"attestationObject\":\"" + base64url(object.toByteArray()) + "\",\"clientDataJSON\":\""
                + base64url(clientData("webauthn.create", challenge)) + "\"" + more + "}";
    }

    private static byte[] coordinate(java.math.BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return padded;
    }

    /** The body that logs in. */
    String login(String challenge, String account, String more) throws Exception {
        counter++;
        byte[] client = clientData("webauthn.get", challenge);
        byte[] data = authenticatorData(new byte[0], 0);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key.getPrivate());
        signature.update(data);
        signature.update(MessageDigest.getInstance("SHA-256").digest(client));
        return "{\"credential\":\"" + base64url(credential) + "\",\"authenticatorData\":\"" + base64url(data)
                + "\",\"clientDataJSON\":\"" + base64url(client) + "\",\"signature\":\"" + base64url(signature.sign())
                + "\",\"userHandle\":\"" + base64url(HexFormat.of().parseHex(account)) + "\"" + more + "}";
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
