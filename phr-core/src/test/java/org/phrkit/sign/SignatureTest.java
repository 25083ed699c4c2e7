package org.phrkit.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.Ed25519;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.text.PassphraseSource;

/** The fixed key and signatures were made with Debian's minisign 0.11. */
class SignatureTest {
    private static final String THEIR_KEY = """
            untrusted comment: minisign encrypted secret key
            RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADS7IpiJyj38YaRF6ddVmrH/osA9KA70N3fHs+VuKZE7hQTblRYOU8dChmRg/ZvWN51joAJVAH3L7FWlHwiW6Ae4tCj9wHfjRAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
            """;
    private static final String THEIR_PUBLIC_KEY = "RWQNLsimInKPf9ChmRg/ZvWN51joAJVAH3L7FWlHwiW6Ae4tCj9wHfjR";
    private static final String THEIR_SIGNATURE = """
            untrusted comment: signature from minisign secret key
            RUQNLsimInKPf/CQXuGD51tHY+rUcBqEa140EX3CHMKzlM9EQfev9wvdv03bspJVJW58wgQqRu3ZJaEVcfwtx8dggpb7OmBqzQo=
            trusted comment: trusted words
            hsVLlzdwn3OGAUFrP+Jj8R3El/bgccQ+lQ7/r74J4kToRz5hwIAFL1OOEV8IAqxBbtDxcVKGwVYby+H926UFAQ==
            """;
    private static final String THEIR_LEGACY_SIGNATURE = """
            untrusted comment: signature from minisign secret key
            RWQNLsimInKPf99KeDpJP0wbSSe6S+1xVe5LtGmGN8hG7PO/V2XlfaH6pRutLVY0SCeeedBPo5Ft/yOTKnu/eaMdk47fTWIpMw4=
            trusted comment: older words
            eIiNkLwHH1vTrmQeaBNcVZRfGdV94vNtYen1GINtkX5GKZORQGXeawTl3xIjMNcDPh6NrxGPF/ib11eqd5OiBA==
            """;
    private static final byte[] MESSAGE = "hello\n".getBytes(UTF_8);

    private final SigningKey key = SigningKey.generate(new SecureRandom());

    private static PassphraseSource none() {
        return () -> {
            throw new IOException("no passphrase was to be asked for");
        };
    }

    private static void verify(String signature, VerificationKey key, byte[] message) throws Exception {
        Signature.parse(signature).verify(key, new ByteArrayInputStream(message));
    }

    private String signed() throws IOException {
        return key.sign(new ByteArrayInputStream(MESSAGE), "id 7").fileText();
    }

    @Test
    void minisignsKeysAndSignaturesAreRead() throws Exception {
        VerificationKey theirs = VerificationKey.parse(THEIR_PUBLIC_KEY);
        assertThat(theirs).hasToString(THEIR_PUBLIC_KEY);
        assertThat(VerificationKey.parse(theirs.fileText())).isEqualTo(theirs);
        verify(THEIR_SIGNATURE, theirs, MESSAGE);
        verify(THEIR_LEGACY_SIGNATURE, theirs, MESSAGE);
        assertThat(Signature.parse(THEIR_SIGNATURE).fileText()).isEqualTo(THEIR_SIGNATURE);
        assertThat(Signature.parse(THEIR_LEGACY_SIGNATURE).fileText()).isEqualTo(THEIR_LEGACY_SIGNATURE);
        SigningKey secret = SigningKey.parse(THEIR_KEY, none());
        assertThat(secret.verificationKey()).isEqualTo(theirs);
        assertThat(secret.exposeFileText()).isEqualTo(THEIR_KEY);
    }

    /** Ed25519 is deterministic, so the same key signs the same bytes alike. */
    @Test
    void theSameKeySignsAsMinisignDoes() throws Exception {
        SigningKey secret = SigningKey.parse(THEIR_KEY, none());
        assertThat(secret.sign(new ByteArrayInputStream(MESSAGE), "trusted words")
                        .fileText())
                .isEqualTo(THEIR_SIGNATURE);
    }

    @Test
    void whatIsSignedIsVerified() throws Exception {
        verify(signed(), key.verificationKey(), MESSAGE);
        assertThat(Signature.parse(signed()).trustedComment()).isEqualTo("id 7");
        assertThat(Signature.parse(signed().replace("\n", "\r\n")).keyId())
                .isEqualTo(key.verificationKey().keyId());
    }

    @Test
    void eachForgeryIsRefusedForItsReason() throws Exception {
        String signature = signed();
        assertThatThrownBy(() -> verify(signature, key.verificationKey(), "hello".getBytes(UTF_8)))
                .isInstanceOf(SignException.BadSignature.class);
        assertThatThrownBy(() -> verify(signature.replace("id 7", "id 8"), key.verificationKey(), MESSAGE))
                .isInstanceOf(SignException.BadComment.class);
        SigningKey other = SigningKey.generate(new SecureRandom());
        assertThatThrownBy(() -> verify(signature, other.verificationKey(), MESSAGE))
                .isInstanceOf(SignException.OtherKey.class);
        VerificationKey sameId = new VerificationKey(
                key.verificationKey().id(), other.verificationKey().bytes());
        assertThatThrownBy(() -> verify(signature, sameId, MESSAGE)).isInstanceOf(SignException.BadSignature.class);
        String[] lines = signature.split("\n", -1);
        for (int line : new int[] {1, 3}) {
            byte[] bytes = Base64.getDecoder().decode(lines[line]);
            for (int at = line == 1 ? 10 : 0; at < bytes.length; at++) {
                byte[] altered = bytes.clone();
                altered[at] ^= (byte) (1 << at % 8);
                String forged =
                        signature.replace(lines[line], Base64.getEncoder().encodeToString(altered));
                assertThatThrownBy(() -> verify(forged, key.verificationKey(), MESSAGE))
                        .isInstanceOfAny(SignException.BadSignature.class, SignException.BadComment.class);
            }
        }
    }

    /** Of the file itself, and not of its hash: it must be held in memory. */
    @Test
    void aSignatureOfTheOlderFormIsCheckedForFilesUpToItsLimit() throws Exception {
        byte[] most = new byte[Signature.LEGACY_LIMIT_BYTES];
        assertThat(most).hasSize(64 << 20);
        verify(older(most), key.verificationKey(), most);
        byte[] more = new byte[most.length + 1];
        String signature = older(more);
        assertThatThrownBy(() -> verify(signature, key.verificationKey(), more))
                .isInstanceOf(SignException.Malformed.class)
                .hasMessage("a signature of the older form is checked for files of at most 67108864 bytes");
    }

    private String older(byte[] message) throws IOException {
        String[] lines = signed().split("\n", -1);
        byte[] bytes = Base64.getDecoder().decode(lines[1]);
        bytes[1] = 'd';
        byte[] secret = key.exposeSecret();
        try (SecretBytes seed = SecretBytes.copyOf(secret)) {
            byte[] signature = Ed25519.sign(seed, message);
            System.arraycopy(signature, 0, bytes, 10, signature.length);
            lines[1] = Base64.getEncoder().encodeToString(bytes);
            byte[] commented = ByteBuffer.allocate(signature.length + 4)
                    .put(signature)
                    .put("id 7".getBytes(UTF_8))
                    .array();
            lines[3] = Base64.getEncoder().encodeToString(Ed25519.sign(seed, commented));
        }
        return String.join("\n", lines);
    }

    @Test
    void anythingElseIsMalformed() throws Exception {
        String signature = signed();
        String line = signature.split("\n", -1)[1];
        for (String wrong : new String[] {
            "",
            signature.substring(1),
            signature + "more\n",
            signature.replace(line, line.substring(4)),
            signature.replace(line, "!" + line.substring(1)),
            signature.replace(line, "AAAA" + line.substring(4)),
            signature.replace("trusted comment: id", "comment: id"),
            signature.replace("id 7", "7".repeat(10_000)),
            signature.replace("id 7", "id \u001b[31m"),
            signature.replace("=", ""),
        }) {
            assertThatThrownBy(() -> Signature.parse(wrong)).isInstanceOf(SignException.Malformed.class);
        }
        for (String wrong : new String[] {
            "", "RW", "AAAA" + key.verificationKey().toString().substring(4), "a\nb\nc"
        }) {
            assertThatThrownBy(() -> VerificationKey.parse(wrong)).isInstanceOf(SignException.Malformed.class);
        }
        assertThatThrownBy(() -> key.sign(new ByteArrayInputStream(MESSAGE), "two\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyFileWithAPassphraseOpensWithItAlone() throws Exception {
        String text = key.fileText("correct horse".toCharArray(), new SecureRandom());
        assertThat(SigningKey.parse(text, "correct horse"::toCharArray).exposeFileText())
                .isEqualTo(key.exposeFileText());
        assertThatThrownBy(() -> SigningKey.parse(text, "wrong"::toCharArray))
                .isInstanceOf(SignException.WrongPassphrase.class);
        assertThat(key.toString())
                .isEqualTo("SigningKey[" + key.verificationKey().keyId() + "]");
    }

    @Test
    void alteredKeyFilesAreRefused() throws Exception {
        String[] lines = key.exposeFileText().split("\n", -1);
        byte[] bytes = Base64.getDecoder().decode(lines[1]);
        // The first public byte, the algorithm, the derivation, and the work asked for.
        for (int at : new int[] {94, 0, 2, 4}) {
            byte[] altered = bytes.clone();
            altered[at] ^= 1;
            String text = lines[0] + "\n" + Base64.getEncoder().encodeToString(altered) + "\n";
            assertThatThrownBy(() -> SigningKey.parse(text, none())).isInstanceOf(SignException.Malformed.class);
        }
        byte[] greedy = Base64.getDecoder()
                .decode(key.fileText("x".toCharArray(), new SecureRandom()).split("\n", -1)[1]);
        greedy[53] = 1;
        String text = lines[0] + "\n" + Base64.getEncoder().encodeToString(greedy);
        assertThatThrownBy(() -> SigningKey.parse(text, "x"::toCharArray))
                .isInstanceOf(SignException.Malformed.class)
                .hasMessageContaining("more work");
        // Little memory, much work: libsodium's measures ask for more blocks in parallel than scrypt has.
        greedy[53] = 0;
        ByteBuffer.wrap(greedy)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(38, 1L << 26)
                .putLong(46, 2048);
        String parallel = lines[0] + "\n" + Base64.getEncoder().encodeToString(greedy);
        assertThatThrownBy(() -> SigningKey.parse(parallel, "x"::toCharArray))
                .isInstanceOf(SignException.Malformed.class);
    }

    @Test
    void aKeyIsRestoredFromItsSecretAndItsPublicKey() {
        assertThat(SigningKey.of(key.exposeSecret(), key.verificationKey()).exposeFileText())
                .isEqualTo(key.exposeFileText());
        SigningKey other = SigningKey.generate(new SecureRandom());
        assertThatThrownBy(() -> SigningKey.of(other.exposeSecret(), key.verificationKey()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
