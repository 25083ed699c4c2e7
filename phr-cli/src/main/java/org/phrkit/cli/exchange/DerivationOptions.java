package org.phrkit.cli.exchange;

import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.Failure;
import org.phrkit.rc4.Derivation;
import picocli.CommandLine.Option;

/** The options for how OpenSSL made a key from a passphrase. */
final class DerivationOptions {
    @Option(
            names = "--digest",
            paramLabel = "NAME",
            description =
                    "The digest by which openssl enc made the key from the passphrase: md5, its default before version "
                            + "1.1.0, or sha256, its default since. The file does not say which. Default: sha256.")
    private @Nullable Digest digest;

    @Option(names = "--pbkdf2", description = "The key was made with openssl enc -pbkdf2, with 10000 iterations.")
    private boolean isPbkdf2;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "The key was made with openssl enc -pbkdf2 -iter N.")
    private @Nullable Integer iterations;

    /** As typed. */
    enum Digest {
        md5,
        sha256
    }

    boolean areGiven() {
        return digest != null || isPbkdf2 || iterations != null;
    }

    Derivation derivation() throws Failure {
        Failure.requireUsage(iterations == null || iterations >= 1, "--iterations must be at least 1");
        if (isPbkdf2 || iterations != null) {
            Failure.requireUsage(digest != Digest.md5, "--pbkdf2 works only with sha256, not with md5");
            return Derivation.pbkdf2(iterations == null ? Derivation.DEFAULT_ITERATIONS : iterations);
        }
        return digest == Digest.md5 ? Derivation.md5() : Derivation.sha256();
    }
}
