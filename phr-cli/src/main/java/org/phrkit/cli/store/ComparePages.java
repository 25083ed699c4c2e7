package org.phrkit.cli.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Input;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.client.ServedPage;
import org.phrkit.client.StoreException;
import org.phrkit.store.Invitation;
import org.phrkit.store.StoreFormatException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a store serves to browsers. */
@Command(
        name = "pages",
        headerHeading = "Check that a store serves the pages that this version has:%n"
                + "  phr-server pages > pages.txt%n"
                + "  phr store pages https://store.example:8440 pages.txt%n%n",
        description = {
            "Print the SHA-384 of each file of the pages that a store serves, as a browser loads them.",
            "Whoever serves pages can change them. phr-server pages prints the list of a version: give it as "
                    + "LIST, and the exit status is 3 if a file differs."
        })
final class ComparePages implements Callable<Integer> {
    private static final int LIMIT_BYTES = 1 << 20;

    @Parameters(index = "0", paramLabel = "URL", description = "The address of the store: https://HOST[:PORT].")
    private String url = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LIST",
            description = "The file with what phr-server pages printed; - for standard input.")
    private @Nullable String list;

    @Override
    public Integer call() throws IOException {
        URI origin;
        try {
            origin = Invitation.origin(url);
        } catch (StoreFormatException e) {
            throw new Failure(ExitCode.USAGE, e.problem());
        }
        List<ServedPage> pages;
        try {
            pages = ServedPage.load(origin, Clock.systemUTC(), new SecureRandom());
        } catch (StoreException e) {
            throw StoreFolder.failure(e);
        }
        pages.forEach(System.out::println);
        Set<String> differing = new TreeSet<>();
        pages.stream().filter(page -> !page.isAsListed()).forEach(page -> differing.add(page.path()));
        if (list != null) {
            compare(pages, differing);
        }
        differing.forEach(path -> Terminal.say(path + ": is not what the list says"));
        return differing.isEmpty() ? ExitCode.DONE : ExitCode.NO;
    }

    private void compare(List<ServedPage> pages, Set<String> differing) throws IOException {
        Set<String> served = new TreeSet<>();
        pages.forEach(page -> served.add(page.toString()));
        Set<String> expected = new TreeSet<>();
        try (InputStream in = new Input(list).open()) {
            new String(in.readNBytes(LIMIT_BYTES), StandardCharsets.ISO_8859_1)
                    .lines()
                    .forEach(expected::add);
        }
        for (Set<String> one : List.of(served, expected)) {
            Set<String> other = one == served ? expected : served;
            one.stream()
                    .filter(line -> !other.contains(line))
                    .forEach(line -> differing.add(line.substring(line.indexOf(' ') + 1)));
        }
    }
}
