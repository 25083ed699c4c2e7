package org.phrkit.cli.store;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.phrkit.age.Identity;
import org.phrkit.age.KeyIdentity;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.client.StoreClient;
import org.phrkit.report.GrantChain;
import org.phrkit.report.ReportReader;
import org.phrkit.sign.SigningKey;
import org.phrkit.store.PluginIdentity;

/** Opens reports as they come from the store. */
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

    /** Whether the user opens it together with the store, which counts that. */
    static boolean isMediated(StoreFolder folder, StoreClient.Readers readers) throws IOException {
        String me = folder.fingerprint();
        return readers.all().stream()
                .anyMatch(reader ->
                        reader.signer().equals(me) && reader.openings().isPresent());
    }

    /**
     * What opens a report: the user's key, or, where it was granted to one who opens together with the store, that and the
     * store. Then it is counted. The caller closes it; that closes the user's key too, if it is that.
     */
    static Identity identity(
            StoreClient client, StoreFolder folder, String report, StoreClient.Readers readers, KeyIdentity own)
            throws IOException {
        if (!isMediated(folder, readers)) {
            return own;
        }
        try (PluginIdentity doctor = folder.doctor()) {
            return client.mediation()
                    .open(doctor.doctor(), client.header(report).header(), Optional.of(report))
                    .orElseThrow(() -> new Failure(
                            ExitCode.NO_KEY,
                            "report " + report + ": the store no longer opens it for this device",
                            "it was taken back, or the device is asleep: see phr store device list"));
        }
    }

    /**
     * Opens a report, which must be the one that was asked for, and for the user. What its sender and its granters saw of
     * the store's log must be what the user sees.
     */
    static ReportReader open(
            StoreClient client,
            InputStream in,
            String report,
            List<Identity> identities,
            SigningKey signing,
            GrantChain grants)
            throws IOException {
        ReportReader opened = ReportReader.open(
                identities,
                in,
                new ReportReader.Expectation(
                        Optional.empty(),
                        Optional.of(report),
                        Optional.empty(),
                        Optional.of(signing.verificationKey())),
                grants,
                Instant.now());
        try {
            List<String> carried = new ArrayList<>();
            opened.manifest().checkpoint().ifPresent(carried::add);
            grants.grants().forEach(grant -> grant.statement().checkpoint().ifPresent(carried::add));
            client.log().compare(carried);
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }
}
