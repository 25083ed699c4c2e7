package org.phrkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the pages themselves, which Node and Chromium run against the built store. */
class PagesIT {
    private static final Path PAGES = Path.of("pages");
    private static final long MINUTES = 30;

    @TempDir
    Path scratch;

    private void run(String what, String... command) throws Exception {
        Path out = scratch.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .directory(PAGES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(out, StandardCharsets.UTF_8);
            assertThat(ended).as(what + " does not end: " + text).isTrue();
            assertThat(process.exitValue()).as(what + ": " + text).isZero();
        } finally {
            process.destroy();
        }
    }

    private static void requireNode() {
        assumeTrue(
                Files.isDirectory(PAGES.resolve("node_modules")),
                "skipped: the pages are tested by Node; npm ci in phr-server/pages brings what that needs");
    }

    @Test
    void theModulesOfThePagesHold() throws Exception {
        requireNode();
        run("the tests of the modules", "npm", "test", "--silent");
    }

    @Test
    void thePagesHoldInABrowser() throws Exception {
        requireNode();
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "skipped: there is no Chromium");
        run("the tests in a browser", "npm", "run", "--silent", "browser");
    }

    @Test
    void typesAndStyleHold() throws Exception {
        requireNode();
        run("the check of types and style", "npm", "run", "--silent", "check");
    }

    /** What is committed of others is what their packages give. */
    @Test
    void theBundlesAreMadeOfTheirPackages() throws Exception {
        requireNode();
        Path made = Files.createDirectory(scratch.resolve("made"));
        run("the bundle", "node", "bundle/bundle.mjs", made.toString());
        Path committed = Path.of("src/main/resources/org/phrkit/server/web/vendor");
        try (var files = Files.list(made)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(3);
            for (Path file : all) {
                assertThat(file).hasSameBinaryContentAs(committed.resolve(file.getFileName()));
            }
        }
    }
}
