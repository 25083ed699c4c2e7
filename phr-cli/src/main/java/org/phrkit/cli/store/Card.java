package org.phrkit.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.StoreClient;
import org.phrkit.client.StoreException;
import org.phrkit.store.CardProof;
import org.phrkit.store.ContactCard;
import org.phrkit.store.HandedCard;
import org.phrkit.store.SignedStatement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the user's own contact card. */
@Command(
        name = "card",
        headerHeading = "Write your contact card, for everyone who is to send you reports:%n"
                + "  phr store card -o anna.card%n%n",
        description = {
            "Write your contact card: your name and your public keys, signed.",
            "Others take it with phr contacts add, and compare its fingerprint with you before they rely on it.",
            "Where the store answers, the card also records the state of the store's log, so that its holders "
                    + "notice if the store shows them another log."
        })
final class Card implements Callable<Integer> {
    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        StoreFolder folder = StoreFolder.ofUser();
        SignedStatement card = folder.card();
        Optional<CardProof> proof = folder.at(client -> proof(client, card));
        try (Output out = outputOptions.open(Output.Privacy.SHARED)) {
            out.stream().write(new HandedCard(card, proof).json().getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
        Terminal.say("fingerprint: " + ContactCard.of(card).signer().fingerprint());
        return ExitCode.DONE;
    }

    /** Nothing hinders one from writing a card; what the log shows wrong does. */
    private static Optional<CardProof> proof(StoreClient client, SignedStatement card) throws IOException {
        try {
            Optional<CardProof> proof = client.log().proofOf(card);
            if (proof.isEmpty()) {
                Terminal.warning("the store's log has no entry of your card; those who take it cannot compare it");
            }
            return proof;
        } catch (StoreException.Unreachable | StoreException.Refused e) {
            Terminal.warning("the card does not say where it stands in the store's log: " + e.getMessage());
            return Optional.empty();
        }
    }
}
