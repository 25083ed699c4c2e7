package org.phrkit.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.AgeException;
import org.phrkit.age.AgePlugin;
import org.phrkit.age.Identity;
import org.phrkit.age.X25519Identity;
import org.phrkit.age.format.StanzaReader;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.StoreFormatException;

/** Whatever age says, a plugin answers in stanzas or refuses it, and never with a file key that no key of its own opens. */
public final class AgePluginFuzz {
    private static final SecureRandom RANDOM = new SecureRandom();

    private AgePluginFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new AgePlugin(new ByteArrayInputStream(data), out).unwrap((text, passphrase) -> key(text));
        } catch (AgeException.Conversation e) {
            // What was said before it stands all the same.
        } catch (IOException e) {
            throw new AssertionError("a conversation is refused as such", e);
        }
        try {
            StanzaReader reader = new StanzaReader(
                    new ByteArrayInputStream(out.toByteArray()), "answer", "it ends", 1 << 30, IOException::new);
            for (var each = reader.next(); each.isPresent(); each = reader.next()) {
                if (each.get().type().equals("file-key")) {
                    throw new AssertionError("a key that was made a moment ago opens a file");
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the answer is not made of stanzas", e);
        }
    }

    private static AgePlugin.Key key(String text) throws StoreFormatException {
        if (!PluginIdentity.isEncrypted(text)) {
            PluginIdentity.parse(text).close();
        }
        return new AgePlugin.Key() {
            @Override
            public Optional<Identity> identityFor(List<byte[]> shares) {
                return Optional.of(X25519Identity.generate(RANDOM));
            }

            @Override
            public void close() {
                // It has no secret.
            }
        };
    }
}
