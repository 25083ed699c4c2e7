package org.phrkit.age;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.phrkit.age.format.Header;
import org.phrkit.age.format.HeaderReader;
import org.phrkit.age.format.Stanza;
import org.phrkit.crypto.SecretBytes;
import org.phrkit.crypto.XWing;

/**
 * The header of a binary age file, without its payload. A store that keeps the two apart grants a file by its header
 * alone, whatever the size of the payload. Header and payload one after the other are an ordinary age file.
 *
 * <p>A new header is around the same file key. C2SP age.md forbids two files with one file key: the new header must take
 * the place of the old one. It takes nothing back from who kept the old header and the payload. Immutable.
 */
public final class AgeHeader {
    static final Set<String> KINDS = Set.of(X25519Recipient.STANZA_TYPE, HybridRecipient.STANZA_TYPE);

    private final Header header;

    private AgeHeader(Header header) {
        this.header = header;
    }

    /**
     * Reads a header. Nothing in it is authenticated by this.
     *
     * @param file stands at the payload then, which begins with its nonce
     * @return the header
     * @throws AgeException if it is not the header of a binary age file
     */
    public static AgeHeader read(BufferedInputStream file) throws IOException {
        Age.refuseConverted(file);
        return new AgeHeader(HeaderReader.read(file, AgeException.Header::new));
    }

    /**
     * Reads a header that stands alone.
     *
     * @param bytes the bytes to read
     * @return the header
     * @throws AgeException as {@link #read}, or if there is anything behind it
     */
    public static AgeHeader of(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        Header header = HeaderReader.read(in, AgeException.Header::new);
        if (in.available() > 0) {
            throw new AgeException.Header("there is data after it");
        }
        return new AgeHeader(header);
    }

    /** {@return the header as it stands in a file, up to the payload} */
    public byte[] bytes() {
        return header.encode();
    }

    /** {@return how many stanzas it has: one for each recipient, and perhaps others that mean nothing} */
    public int stanzas() {
        return header.stanzas().size();
    }

    /**
     * {@return the point of Curve25519 in each stanza that has one, of 32 bytes in little-endian order: what whoever
     * wrapped the file key drew for that recipient alone}
     *
     * @throws AgeException if a stanza of a kind that is known does not follow the format
     */
    public List<byte[]> shares() throws AgeException {
        List<byte[]> shares = new ArrayList<>();
        for (Stanza stanza : header.stanzas()) {
            share(stanza).ifPresent(shares::add);
        }
        return shares;
    }

    /** The point in a stanza, if it is of a kind that has one. */
    static Optional<byte[]> share(Stanza stanza) throws AgeException.Header {
        return switch (stanza.type()) {
            case X25519Recipient.STANZA_TYPE -> Optional.of(X25519Recipient.share(stanza));
            case HybridRecipient.STANZA_TYPE -> Optional.of(XWing.x25519Share(HybridRecipient.encapsulated(stanza)));
            default -> Optional.empty();
        };
    }

    /**
     * {@return the header for the recipients of this one and more} The stanzas that are there stay as they are.
     *
     * @param identities one of them opens this header, which must be authentic
     * @param more whom it is for besides; they are not looked for among those who are there, as stanzas do not
     *     name them
     * @param random where random bytes come from
     * @throws IllegalArgumentException if nobody is added, there would be more than go into one file, or post-quantum
     *     recipients and others
     * @throws AgeException if none of the identities opens it, it was altered, or a passphrase opens it
     */
    public AgeHeader adding(
            Collection<? extends Identity> identities, Collection<? extends KeyRecipient> more, SecureRandom random)
            throws IOException {
        Age.requireCompatible(more);
        try (SecretBytes fileKey = fileKey(identities)) {
            List<Stanza> stanzas = new ArrayList<>(header.stanzas());
            more.forEach(recipient -> stanzas.addAll(recipient.wrap(fileKey, random)));
            Set<String> kinds =
                    stanzas.stream().map(Stanza::type).filter(KINDS::contains).collect(Collectors.toSet());
            if (kinds.size() > 1) {
                throw new IllegalArgumentException(Age.MIXED);
            }
            return new AgeHeader(Age.header(fileKey, stanzas));
        }
    }

    /**
     * {@return the header for these recipients and no others} Who is left out cannot open it, and needs no new payload
     * to be kept out, as long as nobody gives him this one.
     *
     * @param identities one of them opens this header, which must be authentic; it is not carried over by itself
     * @param recipients whom the file is for
     * @param random where random bytes come from
     * @throws IllegalArgumentException as {@link Age#encrypt}
     * @throws AgeException as {@link #adding}
     */
    public AgeHeader only(
            Collection<? extends Identity> identities,
            Collection<? extends KeyRecipient> recipients,
            SecureRandom random)
            throws IOException {
        Age.requireCompatible(recipients);
        try (SecretBytes fileKey = fileKey(identities)) {
            return new AgeHeader(Age.header(fileKey, recipients, random));
        }
    }

    private SecretBytes fileKey(Collection<? extends Identity> identities) throws IOException {
        Opened opened = Opened.by(identities, header);
        if (opened.identity() instanceof ScryptIdentity) {
            opened.fileKey().destroy();
            throw new AgeException.Header(
                    "in a file with a passphrase, the header cannot be replaced without the content");
        }
        return opened.fileKey();
    }

    /** Says how many stanzas there are. */
    @Override
    public String toString() {
        return "AgeHeader[" + stanzas() + " stanzas]";
    }
}
