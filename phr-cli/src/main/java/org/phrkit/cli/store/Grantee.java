package org.phrkit.cli.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalLong;
import org.phrkit.age.AgeHeader;
import org.phrkit.age.KeyRecipient;
import org.phrkit.client.StoreClient;
import org.phrkit.mediation.MediatedRecipient;
import org.phrkit.mediation.Opening;
import org.phrkit.mediation.ReportPart;
import org.phrkit.report.Reader;

/**
 * A reader for whom a report is left at a store.
 *
 * @param reader as manifest or grant name him
 * @param ofTitle opens the title, without the store
 * @param part the report's part of the key, for who opens it together with the store; the store is to keep it
 */
record Grantee(Reader reader, KeyRecipient ofTitle, Optional<ReportPart> part) implements AutoCloseable {
    /** Who opens by himself. */
    static Grantee of(Reader reader) {
        return new Grantee(reader, reader.recipient(), Optional.empty());
    }

    /** Who opens together with the store: the number is drawn for this stanza alone. */
    static Grantee of(Reader plain, MediatedRecipient mediated, SecureRandom random) {
        ReportPart part = ReportPart.generate(random);
        return new Grantee(
                new Reader(part.recipient(mediated), plain.signer(), plain.mayGrant()),
                plain.recipient(),
                Optional.of(part));
    }

    /** The fingerprint of the key that he signs with. */
    String fingerprint() {
        return reader.signer().orElseThrow().fingerprintHex();
    }

    /** Overwrites the report's part, which the store has by now and nobody else keeps. */
    @Override
    public void close() {
        part.ifPresent(ReportPart::close);
    }

    /** What the store is told of an opening. */
    Optional<StoreClient.Mediated> mediated(AgeHeader header, int index, OptionalLong maxOpens) throws IOException {
        if (part.isEmpty()) {
            return Optional.empty();
        }
        String tag = Opening.tag(header.shares().get(index));
        return Optional.of(new StoreClient.Mediated(part.get(), tag, maxOpens));
    }
}
