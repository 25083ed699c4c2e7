package org.phrkit.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.crypto.SecretBytes;

/** What the scheme of the paper does, and what it lets through. */
class PaperSchemeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyPair DOCTOR = PaperScheme.generate(RANDOM);

    private static byte[] seal(byte[] report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PaperScheme.seal(DOCTOR.getPublic(), new ByteArrayInputStream(report), out, RANDOM);
        return out.toByteArray();
    }

    private static byte[] sealUnder(byte[] key, byte[] report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SecretBytes secret = SecretBytes.copyOf(key)) {
            PaperScheme.seal(DOCTOR.getPublic(), secret, new ByteArrayInputStream(report), out, RANDOM);
        }
        return out.toByteArray();
    }

    private static byte[] open(byte[] sealed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PaperScheme.open(DOCTOR.getPrivate(), new ByteArrayInputStream(sealed), out);
        return out.toByteArray();
    }

    private static byte[] ciphertext(byte[] sealed) {
        return Arrays.copyOfRange(sealed, PaperScheme.OVERHEAD_BYTES, sealed.length);
    }

    private static byte[] xor(byte[] a, byte[] b) {
        byte[] result = new byte[Math.min(a.length, b.length)];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }

    @Test
    void theDoctorReadsTheReport() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] report = new byte[random.nextInt(200_000)];
            random.nextBytes(report);
            byte[] sealed = seal(report);
            assertThat(sealed).as("seed %d", seed).hasSize(report.length + 256);
            assertThat(open(sealed)).as("seed %d", seed).isEqualTo(report);
        }
    }

    @Test
    void aFlippedBitGoesUnnoticedAndIsThatBitOfTheReport() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] report = new byte[random.nextInt(1, 500)];
            random.nextBytes(report);
            byte[] sealed = seal(report);
            int at = random.nextInt(report.length);
            byte bit = (byte) (1 << random.nextInt(8));
            sealed[PaperScheme.OVERHEAD_BYTES + at] ^= bit;
            report[at] ^= bit;
            assertThat(open(sealed)).as("seed %d", seed).isEqualTo(report);
        }
    }

    /** Who knows where a figure stands changes it to any other, without a key. */
    @Test
    void aDoseIsChangedWithoutTheKey() throws Exception {
        byte[] sealed = seal("insulin 04 units\n".getBytes(UTF_8));
        sealed[PaperScheme.OVERHEAD_BYTES + 8] ^= '0' ^ '4';
        assertThat(new String(open(sealed), UTF_8)).isEqualTo("insulin 44 units\n");
    }

    @Test
    void whatIsCutOffOrAddedGoesUnnoticed() throws Exception {
        byte[] sealed = seal("insulin 04 units, not to be taken with".getBytes(UTF_8));
        assertThat(new String(open(Arrays.copyOf(sealed, sealed.length - 22)), UTF_8))
                .isEqualTo("insulin 04 units");
        assertThat(open(Arrays.copyOf(sealed, sealed.length + 5))).hasSize(38 + 5);
    }

    @Test
    void twoReportsUnderOneKeyLeakTheirExclusiveOr() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] key = new byte[16];
            byte[] one = new byte[random.nextInt(500)];
            byte[] other = new byte[random.nextInt(500)];
            random.nextBytes(key);
            random.nextBytes(one);
            random.nextBytes(other);
            byte[] leaked = xor(ciphertext(sealUnder(key, one)), ciphertext(sealUnder(key, other)));
            assertThat(leaked).as("seed %d", seed).isEqualTo(xor(one, other));
        }
    }

    @Test
    void eachReportHasAKeyOfItsOwn() throws Exception {
        byte[] report = new byte[64];
        assertThat(ciphertext(seal(report))).isNotEqualTo(ciphertext(seal(report)));
    }

    @Test
    void theWrappedKeyAloneIsChecked() throws Exception {
        byte[] sealed = seal(new byte[10]);
        byte[] altered = sealed.clone();
        altered[100] ^= 1;
        assertThatThrownBy(() -> open(altered))
                .isInstanceOf(IOException.class)
                .hasMessage("the key does not unwrap: it was wrapped for another doctor, or altered");
        assertThatThrownBy(() -> open(Arrays.copyOf(sealed, 255)))
                .isInstanceOf(IOException.class)
                .hasMessage("the wrapped key is cut short");
    }

    @Test
    void anotherDoctorDoesNotOpenIt() throws Exception {
        byte[] sealed = seal(new byte[10]);
        KeyPair other = PaperScheme.generate(RANDOM);
        assertThatThrownBy(() -> PaperScheme.open(
                        other.getPrivate(), new ByteArrayInputStream(sealed), new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void publicKeysOfOtherSizesAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair small = generator.generateKeyPair();
        assertThatThrownBy(() -> PaperScheme.seal(
                        small.getPublic(), new ByteArrayInputStream(new byte[1]), new ByteArrayOutputStream(), RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
