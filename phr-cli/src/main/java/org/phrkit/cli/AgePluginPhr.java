package org.phrkit.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.AgePlugin;
import org.phrkit.age.Identity;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.MediationClient;
import org.phrkit.client.StoreException;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.StoreFormatException;
import org.phrkit.text.PassphraseSource;

/**
 * {@code phr} under the name {@code age-plugin-phr}, by which {@code age} starts it: opens reports together with a store.
 * It takes no commands, so nothing of the command line is built.
 */
public final class AgePluginPhr {
    private static final String INSTEAD =
            "only phr encrypts to age1phr1\u2026: use phr store put --for NAME, for a doctor "
                    + "who opens reports together with the store";

    private AgePluginPhr() {}

    /** Talks to age, and ends the program. */
    public static void main(String[] args) {
        System.exit(run(System.in, new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), args));
    }

    /** Talks to age until age is done or the conversation can no longer go on. */
    static int run(InputStream in, OutputStream out, String... args) {
        AgePlugin plugin = new AgePlugin(in, out);
        try {
            switch (args.length == 1 ? args[0] : "") {
                case "--age-plugin=identity-v1" -> plugin.unwrap(DoctorKey::read);
                case "--age-plugin=recipient-v1" -> plugin.refuseToWrap(INSTEAD);
                default ->
                    throw new Failure(
                            ExitCode.USAGE,
                            "this program is started by age, which speaks identity-v1 or recipient-v1 with it",
                            "use age -d -i FILE, where FILE has a line AGE-PLUGIN-PHR-1\u2026");
            }
            return ExitCode.DONE;
        } catch (IOException | RuntimeException e) {
            Failure failure = Failure.of(e);
            Terminal.error(failure);
            return failure.exitCode();
        }
    }

    /** A doctor's part of the key, on this device. */
    private static final class DoctorKey implements AgePlugin.Key {
        private final String text;
        private final PassphraseSource passphrase;
        private final SecureRandom random = new SecureRandom();
        private @Nullable PluginIdentity identity;
        private @Nullable MediationClient store;
        private @Nullable IOException failure;

        private DoctorKey(String text, PassphraseSource passphrase) {
            this.text = text;
            this.passphrase = passphrase;
        }

        static DoctorKey read(String text, PassphraseSource passphrase) throws StoreFormatException {
            DoctorKey key = new DoctorKey(text, passphrase);
            if (!PluginIdentity.isEncrypted(text)) {
                key.identity = PluginIdentity.parse(text);
            }
            return key;
        }

        @Override
        public Optional<Identity> identityFor(List<byte[]> shares) throws IOException {
            if (failure != null) {
                throw failure;
            }
            try {
                PluginIdentity own = identity == null ? PluginIdentity.parse(text, passphrase) : identity;
                identity = own;
                MediationClient client = store == null ? MediationClient.meet(own, Clock.systemUTC(), random) : store;
                store = client;
                return client.open(own.doctor(), shares, Optional.empty());
            } catch (StoreException.Refused e) {
                // Of this file; the next one may open.
                throw new IOException("the store refuses: " + e.getMessage(), e);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void close() {
            if (identity != null) {
                identity.close();
            }
        }
    }
}
