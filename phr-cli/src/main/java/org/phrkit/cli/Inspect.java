package org.phrkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.age.Age;
import org.phrkit.age.AgeException;
import org.phrkit.age.Inspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what can be seen of an encrypted file without a key. */
@Command(
        name = "inspect",
        description = {
            "Say what anyone can see of an encrypted file: the kinds of its recipients and its sizes.",
            "Nothing is authenticated by this: that takes a key."
        })
final class Inspect implements Callable<Integer> {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file; - or nothing is standard input.")
    private @Nullable String file;

    @Override
    public Integer call() throws IOException, Failure {
        Input input = new Input(file);
        try (InputStream in = input.open()) {
            Inspection seen = Age.inspect(in);
            System.out.println(json ? json(seen) : text(seen));
        } catch (AgeException e) {
            throw Failure.of(e, input.name());
        }
        return ExitCode.DONE;
    }

    private static String text(Inspection seen) {
        return "format      age-encryption.org/v1"
                + "\nrecipients  " + String.join(", ", seen.recipientKinds())
                + "\nheader      " + seen.headerSizeBytes() + " bytes"
                + "\npayload     " + seen.payloadSizeBytes() + " bytes"
                + "\nplaintext   " + seen.plaintextSizeBytes() + " bytes";
    }

    private static String json(Inspection seen) {
        return new Json()
                .add("format", "age-encryption.org/v1")
                .add("recipients", seen.recipientKinds())
                .add("headerSizeBytes", seen.headerSizeBytes())
                .add("payloadSizeBytes", seen.payloadSizeBytes())
                .add("plaintextSizeBytes", seen.plaintextSizeBytes())
                .text();
    }
}
