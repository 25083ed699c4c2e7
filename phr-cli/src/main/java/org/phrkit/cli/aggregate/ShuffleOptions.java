package org.phrkit.cli.aggregate;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.Failure;
import org.phrkit.input.BadInputException;
import org.phrkit.pseudonym.ShuffleKey;
import picocli.CommandLine.Option;

/** The options for a secret order of the rows. */
final class ShuffleOptions {
    @Option(
            names = "--shuffle",
            description =
                    "Write the rows in a random order that is stored nowhere, because the order of the original may "
                            + "reveal who they are.")
    private boolean shuffle;

    @Option(
            names = "--shuffle-key",
            paramLabel = "FILE",
            description =
                    "Write the rows in an order that this secret key determines; the same key gives the same order "
                            + "again. openssl rand -hex 32 makes a key.")
    private @Nullable String file;

    boolean areGiven() {
        return shuffle || file != null;
    }

    /** The key of the order; empty if rows are not shuffled. */
    Optional<ShuffleKey> read() throws IOException {
        if (file == null) {
            return shuffle ? Optional.of(ShuffleKey.random(new SecureRandom())) : Optional.empty();
        }
        Input input = new Input(file);
        try (InputStream in = input.open()) {
            return Optional.of(ShuffleKey.read(in));
        } catch (BadInputException e) {
            throw Failure.of(e, input.name());
        }
    }
}
