package org.phrkit.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;
import org.jspecify.annotations.Nullable;

/**
 * ChaCha20-Poly1305 of Conscrypt (BoringSSL), where that is on the class path and its native library works: on Java before 21,
 * which has no vector code for its own, it is seven times as fast.
 */
final class Conscrypt {
    private Conscrypt() {}

    /** A cipher of it; nothing where there is none. */
    static Optional<Cipher> cipher() {
        if (Loaded.PROVIDER == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cipher.getInstance("ChaCha20/Poly1305/NoPadding", Loaded.PROVIDER));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static final class Loaded {
        static final @Nullable Provider PROVIDER = load();

        private static @Nullable Provider load() {
            try {
                return Class.forName("org.conscrypt.OpenSSLProvider")
                        .asSubclass(Provider.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException | LinkageError e) {
                // Not on the class path, not for this machine, or the folder for temporary files runs nothing.
                return null;
            }
        }
    }
}
