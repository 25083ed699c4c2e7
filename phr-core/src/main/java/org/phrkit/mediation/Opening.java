package org.phrkit.mediation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.security.auth.Destroyable;
import org.phrkit.age.HybridRecipient;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyRecipient;
import org.phrkit.age.X25519Agreement;
import org.phrkit.age.X25519Recipient;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.Sha256;

/**
 * A report that is being opened: the blinded {@linkplain #request question} to the store, and the secret c = rep(d1/b)
 * that removes the blinding from its answer. An answer is worth nothing to anybody else, not even to who steals the
 * doctor's part afterwards. For one thread; use it for one question.
 */
public final class Opening implements AutoCloseable, Destroyable {
    private static final byte[] TAG_LABEL = "phr/stanza/1".getBytes(StandardCharsets.US_ASCII);
    private static final int TAG_SIZE_BYTES = 16;

    private final CurvePoint ephemeral;
    private final Request request;
    private final SecretBytes unblind;
    private final Optional<SecretBytes> mlKemSeed;

    /**
     * The question to the store.
     *
     * @param tag of the stanza: 32 hexadecimal digits
     * @param point B = X25519(b, E), where b is drawn for this question
     */
    public record Request(String tag, CurvePoint point) {}

    Opening(CurvePoint ephemeral, CurvePoint blinded, SecretBytes unblind, Optional<SecretBytes> mlKemSeed) {
        this.ephemeral = ephemeral;
        this.request = new Request(tag(ephemeral.bytes()), blinded);
        this.unblind = unblind;
        this.mlKemSeed = mlKemSeed;
    }

    /**
     * {@return the name of a stanza at the store: the first 128 bits of SHA-256("phr/stanza/1" ‖ E), in hexadecimal}
     *
     * @param share the point E of the stanza; see {@link org.phrkit.age.AgeHeader#shares}
     */
    public static String tag(byte[] share) {
        MessageDigest digest = Sha256.start();
        digest.update(TAG_LABEL);
        return HexFormat.of().formatHex(digest.digest(share), 0, TAG_SIZE_BYTES);
    }

    /** {@return what to ask the store} */
    public Request request() {
        return request;
    }

    /**
     * {@return what opens the report, of the store's answer: X25519(c, R) is what age would have computed with the
     * whole key} A wrong answer opens nothing. The identity knows one stanza and no other, and lives on when this is
     * destroyed; the caller closes it.
     *
     * @param answer the point R
     * @param recipient whom the stanza is to: X25519(r, P), as the store computes it from the grant
     * @throws MediationException if the recipient is of another kind than the doctor's
     */
    public Identity identity(CurvePoint answer, KeyRecipient recipient) throws MediationException {
        if (mlKemSeed.isPresent() && recipient instanceof HybridRecipient hybrid) {
            return Identity.ofHybrid(hybrid, mlKemSeed.get().expose(), agreement(answer));
        }
        if (mlKemSeed.isEmpty() && recipient instanceof X25519Recipient plain) {
            return Identity.ofX25519(plain, agreement(answer));
        }
        throw new MediationException("the answer names a recipient of another kind");
    }

    private X25519Agreement agreement(CurvePoint answer) {
        SecretBytes shared = answer.sharedWith(unblind);
        byte[] only = ephemeral.bytes();
        return new X25519Agreement() {
            @Override
            public byte[] agree(byte[] point) {
                return shared.expose().clone();
            }

            @Override
            public boolean isFor(byte[] point) {
                return Arrays.equals(only, point);
            }

            @Override
            public void destroyed() {
                shared.destroy();
            }
        };
    }

    /** X25519(c, R), to be compared. */
    SecretBytes shared(CurvePoint answer) {
        return answer.sharedWith(unblind);
    }

    /** Overwrites what takes the blind off. */
    @Override
    public void destroy() {
        unblind.destroy();
    }

    @Override
    public boolean isDestroyed() {
        return unblind.isDestroyed();
    }

    @Override
    public void close() {
        destroy();
    }

    /** Names the stanza. */
    @Override
    public String toString() {
        return "Opening[" + request.tag + "]";
    }
}
