package org.phrkit.age;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.X25519;

/** Keys that are not files: who holds them computes X25519, and sees nothing else. */
class AgreementTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] PLAIN = "pulse 60\n".getBytes(UTF_8);

    private final X25519Identity key = X25519Identity.generate(RANDOM);
    private final X25519Identity other = X25519Identity.generate(RANDOM);
    private final HybridIdentity hybrid = HybridIdentity.generate(RANDOM);

    /** What the card was asked for. */
    private final List<byte[]> points = new ArrayList<>();

    private final Identity card = cardOf(key);

    private Identity cardOf(X25519Identity secret) {
        return Identity.ofX25519(key.recipient(), point -> {
            points.add(point.clone());
            return multiply(secret, point);
        });
    }

    private static byte[] multiply(X25519Identity secret, byte[] point) {
        return X25519.agree(SecretBytes.copyOf(secret.exposeSecret()), point)
                .map(SecretBytes::expose)
                .orElseGet(() -> new byte[32]);
    }

    private static byte[] encrypt(Recipient... recipients) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.encrypt(List.of(recipients), new ByteArrayInputStream(PLAIN), out, RANDOM);
        return out.toByteArray();
    }

    private static byte[] decrypt(byte[] file, Identity... identities) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Age.decrypt(List.of(identities), new ByteArrayInputStream(file), out);
        return out.toByteArray();
    }

    /** The file with other stanzas, under the same file key and a MAC that is right. */
    private byte[] withStanzas(byte[] file, List<Stanza> stanzas) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        Header header = HeaderReader.read(in, IOException::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SecretBytes fileKey = key.unwrap(header.stanzas()).orElseThrow()) {
            out.write(Header.authenticated(stanzas, fileKey).encode());
        }
        in.transferTo(out);
        return out.toByteArray();
    }

    private static List<Stanza> stanzas(byte[] file) throws IOException {
        return HeaderReader.read(new ByteArrayInputStream(file), IOException::new)
                .stanzas();
    }

    @Test
    void itOpensWhatAFileWithTheKeyWouldOpen() throws IOException {
        assertThat(decrypt(encrypt(key.recipient()), card)).isEqualTo(PLAIN);
        assertThat(decrypt(encrypt(other.recipient(), key.recipient()), other, card))
                .isEqualTo(PLAIN);
        assertThat(points).hasSize(1);
    }

    @Test
    void itIsAskedForThePointsOfX25519StanzasUpToItsOwn() throws IOException {
        byte[] file = encrypt(other.recipient(), key.recipient(), other.recipient());
        assertThat(decrypt(file, card)).isEqualTo(PLAIN);
        List<Stanza> stanzas = stanzas(file);
        assertThat(points).hasSize(2);
        for (int i = 0; i < 2; i++) {
            assertThat(points.get(i)).isEqualTo(stanzas.get(i).argument(1, 32, IllegalStateException::new));
        }
    }

    /** C2SP age.md, "Recipient stanza": stanzas of no meaning keep readers from relying on those they know. */
    @Test
    void greaseIsPassedOver() throws IOException {
        byte[] file = encrypt(other.recipient(), key.recipient());
        List<Stanza> greased = new ArrayList<>();
        greased.add(new Stanza(List.of("q-grease", "x", "y"), new byte[0]));
        for (Stanza stanza : stanzas(file)) {
            greased.add(stanza);
            greased.add(new Stanza(List.of("X25519-grease"), new byte[100]));
        }
        byte[] withGrease = withStanzas(file, greased);
        assertThat(decrypt(withGrease, card)).isEqualTo(PLAIN);
        assertThat(points).hasSize(2);
        assertThatThrownBy(() -> decrypt(withGrease, X25519Identity.generate(RANDOM)))
                .isInstanceOf(AgeException.NoMatch.class);
    }

    @Test
    void theResultForAnotherPointOrKeyOpensNothing() throws IOException {
        byte[] file = encrypt(key.recipient());
        Identity wrongPoint = Identity.ofX25519(key.recipient(), point -> {
            point[3] ^= 1;
            return multiply(key, point);
        });
        assertThatThrownBy(() -> decrypt(file, wrongPoint)).isInstanceOf(AgeException.NoMatch.class);
        assertThatThrownBy(() -> decrypt(file, cardOf(other))).isInstanceOf(AgeException.NoMatch.class);
        Identity wrongRecipient = Identity.ofX25519(other.recipient(), point -> multiply(key, point));
        assertThatThrownBy(() -> decrypt(file, wrongRecipient)).isInstanceOf(AgeException.NoMatch.class);
        assertThatThrownBy(() -> decrypt(encrypt(hybrid.recipient()), card)).isInstanceOf(AgeException.NoMatch.class);
    }

    /** RFC 7748, section 6.1: with a point of small order, every key would have the same secret. */
    @Test
    void aResultOfZerosIsRefused() throws IOException {
        byte[] file = encrypt(key.recipient());
        Identity zeros = Identity.ofX25519(key.recipient(), point -> new byte[32]);
        assertThatThrownBy(() -> decrypt(file, zeros))
                .isInstanceOf(AgeException.Header.class)
                .hasMessage("header failure: the share of an X25519 stanza has a small order");
        byte[] forged = withStanzas(
                file,
                List.of(new Stanza(
                        List.of("X25519", "A".repeat(43)), stanzas(file).get(0).body())));
        for (Identity identity : new Identity[] {card, key}) {
            assertThatThrownBy(() -> decrypt(forged, identity))
                    .isInstanceOf(AgeException.Header.class)
                    .hasMessage("header failure: the share of an X25519 stanza has a small order");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void aResultOfAnotherLengthIsRefused(int size) throws IOException {
        byte[] file = encrypt(key.recipient());
        Identity identity = Identity.ofX25519(key.recipient(), point -> Arrays.copyOf(multiply(key, point), size));
        assertThatThrownBy(() -> decrypt(file, identity))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(AgeException.class)
                .hasMessage("the agreement gave " + size + " bytes, where X25519 gives 32");
    }

    @Test
    void whatTheCardComplainsOfGoesOnAsItIs() throws IOException {
        IOException removed = new IOException("the card was removed");
        Identity identity = Identity.ofX25519(key.recipient(), point -> {
            throw removed;
        });
        byte[] file = encrypt(key.recipient());
        assertThatThrownBy(() -> decrypt(file, identity)).isSameAs(removed);
    }

    @Test
    void theSharedSecretIsOverwritten() throws IOException {
        List<byte[]> given = new ArrayList<>();
        Identity identity = Identity.ofX25519(key.recipient(), point -> {
            given.add(multiply(key, point));
            // What becomes of the array is the card's affair.
            Arrays.fill(point, (byte) 0);
            return given.get(0);
        });
        assertThat(decrypt(encrypt(key.recipient()), identity)).isEqualTo(PLAIN);
        assertThat(given.get(0)).containsOnly(0);
    }

    @Test
    void onceDestroyedItAsksNobody() throws IOException {
        byte[] file = encrypt(key.recipient());
        card.close();
        assertThat(card.isDestroyed()).isTrue();
        assertThatThrownBy(() -> decrypt(file, card)).isInstanceOf(IllegalStateException.class);
        assertThat(points).isEmpty();
    }

    @Test
    void aFileThatItPassesOnIsForItToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Regrant(List.of(card), List.of(other.recipient()), true)
                .encryptAgain(new ByteArrayInputStream(encrypt(key.recipient())), out, RANDOM);
        assertThat(decrypt(out.toByteArray(), card)).isEqualTo(PLAIN);
        assertThat(decrypt(out.toByteArray(), other)).isEqualTo(PLAIN);
    }

    @Test
    void itsPublicKeyIsMadeOfBytesOrText() throws Exception {
        byte[] publicKey = X25519.publicKey(SecretBytes.copyOf(key.exposeSecret()));
        assertThat(X25519Recipient.of(publicKey))
                .isEqualTo(key.recipient())
                .isEqualTo(Recipient.parse(key.recipient().toString()));
        assertThatThrownBy(() -> X25519Recipient.of(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a public key has 32 bytes, not 31");
    }

    @Test
    void everyIdentityNamesItsPublicKeyAlone() {
        assertThat(card.publicKey()).contains(key.recipient());
        assertThat(key.publicKey()).contains(key.recipient());
        assertThat(hybrid.publicKey()).contains(hybrid.recipient());
        assertThat(card).hasToString("Identity[" + key.recipient() + "]");
        assertThat(key).hasToString("Identity[" + key.recipient() + "]");
        assertThat(hybrid).hasToString("Identity[" + hybrid.recipient().shortName() + "]");
        try (ScryptIdentity passphrase = new ScryptIdentity("secret".toCharArray(), 4)) {
            assertThat(passphrase.publicKey()).isEmpty();
            assertThat(passphrase).hasToString("Identity[passphrase]");
        }
    }

    @Test
    void anAgreementIsToldThatItsIdentityWasDestroyed() {
        java.util.concurrent.atomic.AtomicInteger told = new java.util.concurrent.atomic.AtomicInteger();
        X25519Agreement agreement = new X25519Agreement() {
            @Override
            public byte[] agree(byte[] point) {
                return multiply(key, point);
            }

            @Override
            public void destroyed() {
                told.incrementAndGet();
            }
        };
        Identity identity = Identity.ofX25519(key.recipient(), agreement);
        assertThat(told).hasValue(0);
        identity.close();
        assertThat(told).hasValue(1);
    }
}
