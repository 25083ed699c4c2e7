package org.phrkit.cli.keys;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.SignException;
import org.phrkit.sign.Signature;
import org.phrkit.sign.SigningKey;
import org.phrkit.sign.VerificationKey;
import picocli.CommandLine.Option;

/** Whose signature is asked for. */
public final class SignerOptions {
    private static final int START_BYTES = 64;

    @Option(
            names = "--from",
            paramLabel = "SIGNER",
            description = "Require the signature of this public key: RW..., or a file that holds it.")
    private @Nullable String signer;

    /** The key, if one was named. */
    public Optional<VerificationKey> read() throws IOException {
        if (signer == null) {
            return Optional.empty();
        }
        if (signer.startsWith("RW") && signer.length() == 56) {
            try {
                return Optional.of(VerificationKey.parse(signer));
            } catch (SignException e) {
                throw new Failure(ExitCode.USAGE, "--from: " + e.problem());
            }
        }
        return Optional.of(readFile(new Input(signer)));
    }

    private static VerificationKey readFile(Input input) throws IOException {
        try {
            return VerificationKey.parse(text(input));
        } catch (SignException e) {
            throw Failure.of(e, input.name());
        }
    }

    /** Reads a file up to a byte beyond a limit; its signature, beside it, is checked if a signer is named. */
    public static byte[] readSigned(Input input, int limitBytes, Optional<VerificationKey> signer) throws IOException {
        if (signer.isPresent() && input.isStandardInput()) {
            throw new Failure(ExitCode.USAGE, "what has a signature beside it is a file");
        }
        try (InputStream in = input.open()) {
            byte[] bytes = in.readNBytes(limitBytes + 1);
            if (signer.isPresent()) {
                verify(signer.get(), bytes, new Input(input.name() + ".minisig"));
            }
            return bytes;
        }
    }

    /** Checks the signature file that stands beside a file. */
    static Signature verify(VerificationKey key, byte[] signed, Input signatureFile) throws IOException {
        try {
            Signature signature = Signature.parse(text(signatureFile));
            signature.verify(key, new ByteArrayInputStream(signed));
            return signature;
        } catch (SignException e) {
            throw Failure.of(e, signatureFile.name());
        }
    }

    /** Whether a stream begins as a key file of minisign does; it stays where it is. */
    public static boolean isKeyFile(BufferedInputStream in) throws IOException {
        in.mark(START_BYTES);
        try {
            String start = new String(in.readNBytes(START_BYTES), StandardCharsets.ISO_8859_1);
            return SigningKey.isKeyFile(start) || start.startsWith("RW");
        } finally {
            in.reset();
        }
    }

    /** A short file of text. */
    public static String text(Input input) throws IOException {
        try (InputStream in = input.open()) {
            return text(in, input);
        }
    }

    public static String text(InputStream in, Input input) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(in.readNBytes(SigningKey.LIMIT_BYTES));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.MALFORMED, input.name() + ": is not text in UTF-8");
        }
    }
}
