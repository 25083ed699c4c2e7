package org.phrkit.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.store.ContactCard;
import org.phrkit.store.SignedStatement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes one's own card. */
@Command(
        name = "card",
        description = {
            "Write your contact card: your name and your public keys, signed. Others take it with phr contacts add.",
            "They compare its fingerprint with you before they rely on it."
        })
final class Card implements Callable<Integer> {
    @Mixin
    private OutputOptions outputOptions = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        SignedStatement card = StoreFolder.ofUser().card();
        try (Output out = outputOptions.open(Output.Privacy.SHARED)) {
            out.stream().write(card.json().getBytes(StandardCharsets.UTF_8));
            out.commit();
        }
        Terminal.say("fingerprint: " + ContactCard.of(card).signer().fingerprint());
        return ExitCode.DONE;
    }
}
