package org.phrkit.cli.store;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.age.HybridIdentity;
import org.phrkit.age.KeyIdentity;
import org.phrkit.cli.exchange.ShareOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.MediationClient;
import org.phrkit.client.Membership;
import org.phrkit.client.StoreClient;
import org.phrkit.mediation.KeyPart;
import org.phrkit.sign.SigningKey;
import org.phrkit.split.Policy;
import org.phrkit.store.ContactCard;
import org.phrkit.store.OwnerKeys;
import org.phrkit.store.PluginIdentity;
import org.phrkit.transparency.LogKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Enrols a doctor, who then opens reports together with the store. */
@Command(
        name = "enrol",
        headerHeading = "Open reports together with the store, and split the recovery key:%n"
                + "  phr store enrol -t 2 -n 3 -d shares%n%n",
        description = {
            "Open reports together with the store from now on, so that patients can take them back.",
            "The store gets one part of the key and this device another. Reports that patients encrypt to you "
                    + "afterwards open with both.",
            "One part goes into key shares (SLIP-39) together with the recovery key, and nowhere else: with T of "
                    + "the N shares, phr store recover brings everything back to an empty machine. Write -t 2 -n 3 -d DIR, "
                    + "as for phr share split.",
            "Hand out your contact card again afterwards: phr store card."
        })
final class Enrol implements Callable<Integer> {
    @Mixin
    private ShareOptions shareOptions = new ShareOptions();

    @Override
    public Integer call() throws IOException {
        Policy policy = shareOptions.policy();
        StoreFolder folder = StoreFolder.ofUser();
        Membership membership = folder.membership();
        if (folder.isDoctor() && folder.at(Enrol::opens)) {
            throw new Failure(ExitCode.COULD_NOT, "this device opens reports together with the store already");
        }
        try (KeyIdentity identity = folder.identity();
                SigningKey signing = folder.signing();
                SigningKey recovery = folder.recovery()) {
            try (MediationClient.Enrolled enrolled =
                    folder.at(client -> client.mediation().enrol(identity instanceof HybridIdentity))) {
                keep(folder, membership, enrolled, new Keys(identity, signing, recovery), policy);
            }
            Terminal.say("from now on, reports for you open together with the store; give out "
                    + "your new card: phr store card");
            Terminal.say("the shares hold the recovery key too: when each is with its keeper, destroy "
                    + folder.recoveryFile());
        }
        return ExitCode.DONE;
    }

    /** Whether a part of the store stands for this device: else one that is here is of no use. */
    private static boolean opens(StoreClient client) throws IOException {
        String mine = client.devices().stream()
                .filter(StoreClient.Device::isCurrent)
                .map(StoreClient.Device::key)
                .findFirst()
                .orElse("");
        return client.mediation().parts().stream()
                .anyMatch(part -> part.device().equals(mine) && part.state().equals("active"));
    }

    /** The keys of the account. */
    private record Keys(KeyIdentity identity, SigningKey signing, SigningKey recovery) {}

    /** The shares are written before the store shows the new card: nobody encrypts to what could be lost. */
    private void keep(
            StoreFolder folder, Membership membership, MediationClient.Enrolled enrolled, Keys keys, Policy policy)
            throws IOException {
        byte[] paper = enrolled.paper().exposeBytes();
        byte[] secret = Arrays.copyOf(paper, 2 * KeyPart.SIZE_BYTES);
        byte[] seed = keys.recovery.exposeSecret();
        System.arraycopy(seed, 0, secret, KeyPart.SIZE_BYTES, KeyPart.SIZE_BYTES);
        Optional<byte[]> mlKemSeed = enrolled.paper().isPostQuantum()
                ? Optional.of(Arrays.copyOfRange(paper, KeyPart.SIZE_BYTES, paper.length))
                : Optional.empty();
        try {
            byte[] encrypted =
                    new OwnerKeys(keys.identity, keys.signing, mlKemSeed).encrypt(keys.recovery, new SecureRandom());
            ContactCard before = folder.contactCard();
            ContactCard card = new ContactCard(
                    before.name(),
                    before.signer(),
                    before.recipient(),
                    Optional.of(enrolled.recipient()),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    before.logKey().or(() -> Optional.of(LogKey.generate(new SecureRandom()))));
            shareOptions.split(
                    secret,
                    PaperKey.name(keys.recovery.verificationKey(), membership),
                    "phr store recover",
                    policy,
                    Optional.empty());
            folder.keep(
                    new PluginIdentity(
                            enrolled.device().id(),
                            enrolled.device().part(),
                            membership.key(),
                            membership.store().fingerprintHex(),
                            membership.origin()),
                    enrolled.recipient());
            folder.keepCard(card.sign(keys.signing));
            // Last: what is here is of use then, though the answer gets lost.
            folder.at(client -> publish(client, card, keys.signing, encrypted));
        } finally {
            for (byte[] each : new byte[][] {paper, secret, seed}) {
                Arrays.fill(each, (byte) 0);
            }
            mlKemSeed.ifPresent(each -> Arrays.fill(each, (byte) 0));
        }
    }

    private static boolean publish(StoreClient client, ContactCard card, SigningKey signing, byte[] keys)
            throws IOException {
        client.mediation().keepKeys(keys);
        client.showCard(card.sign(signing));
        return true;
    }
}
