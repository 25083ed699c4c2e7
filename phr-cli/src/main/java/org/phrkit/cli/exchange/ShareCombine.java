package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.keys.PassphraseOptions;
import org.phrkit.cli.keys.SecretKey;
import org.phrkit.cli.keys.ShareInputs;
import org.phrkit.cli.keys.SignerOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.sign.VerificationKey;
import org.phrkit.split.SharesManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores a key from its shares. */
@Command(
        name = "combine",
        headerHeading = "Restore a key from two of its shares:%n"
                + "  phr share combine -o me.key share-1-of-3.txt share-3-of-3.txt%n%n",
        description = {
            "Restore a secret key from shares.",
            "The key is written only if it belongs to the public key that the shares name. To open a file with "
                    + "shares and never write the key, use phr decrypt --share."
        })
public final class ShareCombine implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "KEYFILE",
            description = "Write the key file to this file (mode 0600); to standard output for - or if omitted.")
    private @Nullable String file;

    @Option(names = "--raw-hex", description = "Print the secret of any SLIP-39 shares in hexadecimal instead.")
    private boolean rawHex;

    @Option(
            names = "--manifest",
            paramLabel = "shares.json",
            description =
                    "First compare the shares with this list, which phr share split wrote, and name any share that was "
                            + "altered.")
    private @Nullable String manifestFile;

    @Mixin
    private SignerOptions signerOptions = new SignerOptions();

    @Option(
            names = "--pq",
            description = "The key is a post-quantum key. Needed only for shares that do not name their key.")
    private boolean pq;

    @Option(
            names = {"-p", "--passphrase"},
            description = "The shares are also locked with a passphrase, which is asked for.")
    private boolean isPassphrase;

    @Mixin
    private PassphraseOptions passphraseOptions = new PassphraseOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "SHAREFILE",
            description = "Files with one share each; - for standard input, with one share on each line.")
    private List<String> shareFiles = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        Optional<VerificationKey> signer = signerOptions.read();
        if (signer.isPresent() && manifestFile == null) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--from needs a list of shares, whose signature it checks",
                    "name it with --manifest");
        }
        if (rawHex && pq) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--raw-hex and --pq cannot be combined: --raw-hex prints any secret, --pq is for a key");
        }
        SharesManifest manifest = manifestFile == null ? null : ShareInputs.readManifest(manifestFile, signer);
        try (ShareInputs shares = ShareInputs.read(shareFiles)) {
            if (manifest != null) {
                shares.requireGenuine(manifest);
            }
            char[] passphrase = isPassphrase || passphraseOptions.passphrases().areFromFile()
                    ? passphraseOptions.passphrases().ask("passphrase of the shares: ")
                    : new char[0];
            try {
                write(shares, manifest, passphrase);
            } finally {
                Arrays.fill(passphrase, '\0');
            }
        }
        return ExitCode.DONE;
    }

    private void write(ShareInputs shares, @Nullable SharesManifest manifest, char[] passphrase) throws IOException {
        if (rawHex) {
            if (!shares.restores(manifest).isEmpty()) {
                shares.restore(manifest, false, passphrase).close();
            }
            byte[] secret = shares.combine(passphrase);
            write(HexFormat.of().formatHex(secret) + "\n");
            Arrays.fill(secret, (byte) 0);
            return;
        }
        try (SecretKey key = shares.restore(manifest, pq, passphrase)) {
            if (shares.restores(manifest).isEmpty()) {
                Terminal.warning("the shares do not name their key: this is assumed to be "
                        + (pq ? "a post-quantum key" : "an age1 key")
                        + ", but nothing shows whether it is the right one");
            }
            write(key.exposeFileText());
            Terminal.say("public key: " + key.publicKey());
        }
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try (Output out = Output.open(file, Output.Privacy.KEY, Output.Replacing.NEVER)) {
            out.stream().write(bytes);
            out.commit();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
