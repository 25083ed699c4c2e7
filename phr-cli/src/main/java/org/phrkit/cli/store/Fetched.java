package org.phrkit.cli.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.KeyIdentity;
import org.phrkit.client.StoreClient;
import org.phrkit.report.GrantChain;
import org.phrkit.report.ReportReader;
import org.phrkit.sign.SigningKey;

/** Reports as they come from the store. */
final class Fetched {
    private Fetched() {}

    /** Through which grants a report came to the user; none where the manifest names him. */
    static GrantChain grants(StoreClient.Readers readers, SigningKey signing) {
        String me = signing.verificationKey().fingerprintHex();
        return readers.all().stream()
                .filter(reader -> reader.signer().equals(me))
                .map(StoreClient.Reader::grants)
                .findFirst()
                .orElse(GrantChain.NONE);
    }

    /** Opens a report, which must be the one that was asked for, and for the user. */
    static ReportReader open(InputStream in, String report, KeyIdentity identity, SigningKey signing, GrantChain grants)
            throws IOException {
        return ReportReader.open(
                List.of(identity),
                in,
                new ReportReader.Expectation(
                        Optional.empty(),
                        Optional.of(report),
                        Optional.empty(),
                        Optional.of(signing.verificationKey())),
                grants,
                Instant.now());
    }
}
