package org.phrkit.cli.keys;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.X25519Identity;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.NotUtf8Exception;
import org.phrkit.input.Utf8;
import org.phrkit.sign.VerificationKey;
import org.phrkit.split.ShareException;
import org.phrkit.split.ShareFile;
import org.phrkit.split.SharesManifest;
import org.phrkit.split.Slip39;

/** Key shares that a user names: read, held against their list if it is at hand, and combined. */
public final class ShareInputs implements AutoCloseable {
    /** What is read of standard input, where there may be many shares. */
    private static final int LIMIT_BYTES = 1 << 20;

    private final List<ShareFile> shares = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** A share, or why a text is none. */
    public record Candidate(
            String name, @Nullable ShareFile file, @Nullable Failure problem) {
        public void close() {
            if (file != null) {
                file.share().close();
            }
        }
    }

    /** Reads files of one share each; standard input holds one share a line. */
    public static ShareInputs read(List<String> files) throws IOException {
        ShareInputs inputs = new ShareInputs();
        try {
            for (String file : files) {
                for (Candidate candidate : candidates(new Input(file))) {
                    if (candidate.file() == null) {
                        throw Objects.requireNonNull(candidate.problem());
                    }
                    inputs.shares.add(candidate.file());
                    inputs.names.add(candidate.name());
                }
            }
            return inputs;
        } catch (IOException | RuntimeException e) {
            inputs.close();
            throw e;
        }
    }

    public static List<Candidate> candidates(Input input) throws IOException {
        byte[] bytes;
        try (InputStream in = input.open()) {
            bytes = in.readNBytes(LIMIT_BYTES + 1);
        }
        try {
            if (bytes.length > (input.isStandardInput() ? LIMIT_BYTES : ShareFile.LIMIT_BYTES)) {
                throw new Failure(ExitCode.MALFORMED, input.name() + ": is larger than key shares can be");
            }
            String text = Utf8.content(bytes);
            if (!input.isStandardInput()) {
                return List.of(candidate(text, input.name(), 0));
            }
            List<Candidate> candidates = new ArrayList<>();
            int lineNumber = 0;
            StringBuilder comments = new StringBuilder();
            for (String line : text.split("\r?\n", -1)) {
                lineNumber++;
                if (line.startsWith("#")) {
                    comments.append(line).append('\n');
                } else if (!line.isBlank()) {
                    candidates.add(candidate(comments + line, input.name(), lineNumber));
                    comments.setLength(0);
                }
            }
            if (candidates.isEmpty()) {
                throw new Failure(ExitCode.MALFORMED, input.name() + ": holds no key share");
            }
            return candidates;
        } catch (NotUtf8Exception e) {
            throw Failure.of(e, input.name());
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Candidate candidate(String text, String name, int onLine) {
        try {
            return new Candidate(onLine > 0 ? name + ":" + onLine : name, ShareFile.parse(text), null);
        } catch (ShareException.Malformed e) {
            return new Candidate(name, null, Failure.of(e, onLine > 0 ? name + ":" + onLine : name));
        }
    }

    /** Reads a list of shares; its signature is checked if a signer is named. */
    public static SharesManifest readManifest(String file, Optional<VerificationKey> signer) throws IOException {
        Input input = new Input(file);
        try {
            return SharesManifest.parse(SignedFile.read(input, SharesManifest.LIMIT_BYTES, signer));
        } catch (ShareException.Malformed e) {
            throw Failure.of(e, input.name());
        }
    }

    /** Refuses the first share that is not as the list says. */
    public void requireGenuine(SharesManifest manifest) throws Failure {
        for (int i = 0; i < shares.size(); i++) {
            switch (manifest.standing(shares.get(i).share())) {
                case GENUINE -> {}
                case ALTERED ->
                    throw new Failure(
                            ExitCode.MALFORMED,
                            names.get(i) + ": this share was altered: it is not the one in the list of shares");
                case FOREIGN ->
                    throw new Failure(ExitCode.MALFORMED, names.get(i) + ": this share is from another split");
            }
        }
    }

    /** The secret; the caller clears it. */
    public byte[] combine(char[] passphrase) throws Failure {
        try {
            return Slip39.combine(shares.stream().map(ShareFile::share).toList(), passphrase);
        } catch (ShareException.Mismatch e) {
            throw Failure.of(e, names.get(e.index()));
        } catch (ShareException.TooFew e) {
            throw new Failure(ExitCode.NO_KEY, e.getMessage() + "");
        } catch (ShareException.Altered e) {
            throw new Failure(
                    ExitCode.MALFORMED, e.getMessage() + "", "phr verify shares --manifest shares.json shows which");
        } catch (ShareException e) {
            throw Failure.of(e, "the shares");
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + "");
        }
    }

    /** The public key that the shares name, or nothing; they must not name several. */
    public String restores(@Nullable SharesManifest manifest) throws Failure {
        Set<String> named = new LinkedHashSet<>();
        for (ShareFile share : shares) {
            if (!share.restores().isEmpty() && named.add(share.restores()) && named.size() > 1) {
                throw new Failure(
                        ExitCode.MALFORMED,
                        names.get(shares.indexOf(share)) + ": it names another key than the other shares do");
            }
        }
        if (manifest != null && !manifest.restores().isEmpty()) {
            if (!named.isEmpty() && !named.contains(manifest.restores())) {
                throw new Failure(ExitCode.MALFORMED, "the shares name another key than the list of shares");
            }
            return manifest.restores();
        }
        return named.isEmpty() ? "" : named.iterator().next();
    }

    /**
     * The key that the shares restore, held against the public key that they name; the caller closes it.
     *
     * @param isHybrid what kind it is if they name none
     */
    public SecretKey restore(@Nullable SharesManifest manifest, boolean isHybrid, char[] passphrase) throws Failure {
        String restores = restores(manifest);
        byte[] secret = combine(passphrase);
        try {
            if (secret.length != 32) {
                throw new Failure(
                        ExitCode.MALFORMED,
                        "the shares hold a secret of " + secret.length + " bytes, and a key has 32",
                        restores.contains(" at ")
                                ? "they belong to a doctor at a store: use phr store recover"
                                : "--raw-hex prints any secret");
            }
            return restores.isEmpty()
                    ? new SecretKey.Decrypting(isHybrid ? HybridIdentity.of(secret) : X25519Identity.of(secret))
                    : SecretKey.restore(secret, restores);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public void close() {
        shares.forEach(share -> share.share().close());
    }
}
