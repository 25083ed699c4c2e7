package org.phrkit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.phrkit.cli.shell.CommandHelp;
import picocli.CommandLine;

/** What README.md and the pages in docs tell to type, and the commands that there are. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");

    /** A block of lines for a shell, which may be indented. */
    private static final Pattern BLOCK =
            Pattern.compile("^ *```(?:sh|console)\n(.*?)^ *```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern ANY_BLOCK = Pattern.compile("^ *```.*?^ *```$", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern INLINE = Pattern.compile("`([^`]+)`");

    /** Begins like a command, but is a text inside our files. */
    private static final Pattern NO_COMMAND = Pattern.compile("phr (?:report|share commitment)\\b.*");

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachLineToTypeIsParsed(Path page) {
        assertThat(BLOCK.matcher(read(page))
                        .results()
                        .map((MatchResult block) -> block.group(1))
                        .flatMap(block -> Typed.in(block).stream())
                        .map(Typed::refusal)
                        .flatMap(Optional::stream))
                .as("lines of " + page + " that are refused")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatTheTextNamesIsThere(Path page) {
        String text = ANY_BLOCK.matcher(read(page)).replaceAll("");
        assertThat(INLINE.matcher(text)
                        .results()
                        .map((MatchResult inline) -> inline.group(1).replace('\n', ' '))
                        .filter(inline -> !NO_COMMAND.matcher(inline).matches())
                        .flatMap(inline -> Typed.in(inline).stream())
                        .map(Typed::unknown)
                        .flatMap(Optional::stream))
                .as("commands and options in the text of " + page)
                .isEmpty();
    }

    @Test
    void eachCommandIsMentioned() throws IOException {
        String all = pages().stream().map(DocumentedCommandsTest::read).collect(Collectors.joining("\n"));
        assertThat(Typed.COMMANDS.stream()
                        .flatMap(command -> CommandHelp.withAllBelow(command).stream())
                        .map((CommandLine command) -> command.getCommandSpec().qualifiedName())
                        .filter(name -> !all.contains(name)))
                .as("commands that no page mentions")
                .isEmpty();
    }
}
