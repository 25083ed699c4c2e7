package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation tells a reader to type, typed from an empty folder: the blocks marked {@code sh} of a page, in
 * order, each stopping at the first line that fails. Those marked {@code console} are for the folder of the sources.
 */
class DocumentationIT {
    private static final Path ROOT = Path.of(System.getProperty("phr.root"));
    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    static List<String> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .filter(page -> !blocks(page).isEmpty())
                    .map(page -> ROOT.relativize(page).toString())
                    .toList();
        }
    }

    private static List<String> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void canBeTyped(String page, @TempDir Path folder) throws IOException, InterruptedException {
        if (page.equals("docs/formats.md")) {
            List.of("age", "minisign", "openssl").forEach(Peer::need);
        }
        int number = 0;
        Path script = Files.createTempFile("phr-block", ".sh");
        try {
            for (String block : blocks(ROOT.resolve(page))) {
                Files.writeString(script, block);
                String happened = Transcript.replayInOneJvm("$ sh -e -x '" + script + "'\n", folder);
                assertThat(happened.lines().skip(1).findFirst().orElse(""))
                        .as("block " + ++number + " of " + page + "\n" + happened)
                        .doesNotStartWith("? ");
            }
        } finally {
            Files.delete(script);
        }
    }
}
