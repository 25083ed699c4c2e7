package org.phrkit.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.phrkit.age.Age;
import org.phrkit.age.X25519Identity;

/**
 * Encrypting and decrypting in memory, by size; and beside it, on one thread and in chunks of the same size, what its
 * cipher takes by itself, from the JDK and from Bouncy Castle, and RC4, the cipher of the original scheme, and
 * that whole scheme, which protects nothing from change and whose cipher is prohibited in TLS (RFC 7465).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncryptionBenchmark {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int TAG_BYTES = 16;

    @Param({"1024", "65536", "1048576", "16777216", "268435456"})
    private int sizeBytes;

    private final SecureRandom random = new SecureRandom();
    private final X25519Identity identity = X25519Identity.generate(random);
    private final byte[] key = new byte[32];
    private final byte[] chunk = new byte[CHUNK_BYTES + TAG_BYTES];
    private byte[] plain = new byte[0];
    private byte[] sealed = new byte[0];
    private final KeyPair doctor = PaperScheme.generate(random);
    private byte[] sealedByPaper = new byte[0];
    private long nonces;

    /** Makes the input. */
    @Setup
    public void setUp() throws IOException {
        random.nextBytes(key);
        plain = new byte[sizeBytes];
        new Random(1).nextBytes(plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream(sizeBytes + sizeBytes / 1024 + 1024);
        Age.encrypt(List.of(identity.recipient()), new ByteArrayInputStream(plain), out, random);
        sealed = out.toByteArray();
        ByteArrayOutputStream paper = new ByteArrayOutputStream(sizeBytes + PaperScheme.OVERHEAD_BYTES);
        PaperScheme.seal(doctor.getPublic(), new ByteArrayInputStream(plain), paper, random);
        sealedByPaper = paper.toByteArray();
    }

    /** To one recipient, on a thread for each processor. */
    @Benchmark
    public void encrypt() throws IOException {
        Age.encrypt(
                List.of(identity.recipient()),
                new ByteArrayInputStream(plain),
                OutputStream.nullOutputStream(),
                random);
    }

    /** With its key, on a thread for each processor. */
    @Benchmark
    public void decrypt() throws IOException {
        Age.decrypt(List.of(identity), new ByteArrayInputStream(sealed), OutputStream.nullOutputStream());
    }

    /** {@link #encrypt} in a Java that is shown one processor. */
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
    public void encryptOnOneProcessor() throws IOException {
        encrypt();
    }

    /** {@link #decrypt} in a Java that is shown one processor. */
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = "-XX:ActiveProcessorCount=1")
    public void decryptOnOneProcessor() throws IOException {
        decrypt();
    }

    /** ChaCha20-Poly1305 of the JDK, chunk by chunk. */
    @Benchmark
    public byte[] jdkCipher() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        SecretKeySpec secret = new SecretKeySpec(key, "ChaCha20");
        for (int at = 0; at < plain.length; at += CHUNK_BYTES) {
            cipher.init(Cipher.ENCRYPT_MODE, secret, new IvParameterSpec(nextNonce()));
            cipher.doFinal(plain, at, Math.min(CHUNK_BYTES, plain.length - at), chunk, 0);
        }
        return chunk;
    }

    /** ChaCha20-Poly1305 of Bouncy Castle, chunk by chunk. */
    @Benchmark
    public byte[] bouncyCastle() throws InvalidCipherTextException {
        ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
        for (int at = 0; at < plain.length; at += CHUNK_BYTES) {
            cipher.init(true, new ParametersWithIV(new KeyParameter(key), nextNonce()));
            int size = cipher.processBytes(plain, at, Math.min(CHUNK_BYTES, plain.length - at), chunk, 0);
            cipher.doFinal(chunk, size);
        }
        return chunk;
    }

    /** RC4 of the JDK. */
    @Benchmark
    public byte[] rc4() throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("ARCFOUR");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ARCFOUR"));
        for (int at = 0; at < plain.length; at += CHUNK_BYTES) {
            cipher.update(plain, at, Math.min(CHUNK_BYTES, plain.length - at), chunk, 0);
        }
        return chunk;
    }

    /** The scheme of the original paper, for one doctor. */
    @Benchmark
    public void paperSeal() throws IOException {
        PaperScheme.seal(doctor.getPublic(), new ByteArrayInputStream(plain), OutputStream.nullOutputStream(), random);
    }

    /** The same, with the doctor's key. */
    @Benchmark
    public void paperOpen() throws IOException {
        PaperScheme.open(doctor.getPrivate(), new ByteArrayInputStream(sealedByPaper), OutputStream.nullOutputStream());
    }

    private byte[] nextNonce() {
        return ByteBuffer.allocate(12).putLong(4, nonces++).array();
    }
}
