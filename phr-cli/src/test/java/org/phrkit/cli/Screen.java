package org.phrkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A terminal with a shell in a folder, which a test types into and looks at: that of a tmux of its own. */
final class Screen implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ROWS = 30;

    /** What is waited for. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private final Path folder;
    private final Path own;

    /** Skips the test where there is no tmux. */
    Screen(Path folder, int columns) throws IOException, InterruptedException {
        Peer.need("tmux");
        this.folder = folder;
        this.own = Files.createTempDirectory("phr-screen");
        tmux("-u", "-f", "/dev/null", "new-session", "-d", "-x", columns + "", "-y", ROWS + "", "sh");
        // The prompt of the superuser is another.
        awaitLines("the shell", lines -> !lines.isEmpty());
        type("PS1='$ '; clear");
        awaitLines("an empty screen", lines -> lines.equals(List.of("$")));
    }

    private String tmux(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("tmux", "-S", own.resolve("socket").toString()));
        command.addAll(List.of(words));
        Path said = own.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(List.of("TMUX", "COLUMNS", "LINES", "NO_COLOR", "ENV"));
        environment.put("PATH", Transcript.LAUNCHER.getParent() + ":" + System.getenv("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("XDG_CONFIG_HOME", ".config");
        int status = builder.start().waitFor();
        String text = Files.readString(said, UTF_8);
        if (status != 0) {
            throw new IOException("tmux " + words[0] + " ended with " + status + ": " + text);
        }
        return text;
    }

    /** Types text as it is, and the key of its end. */
    void type(String text) throws IOException, InterruptedException {
        tmux("send-keys", "-l", text);
        press("Enter");
    }

    /** Presses a key, by tmux's name for it. */
    void press(String key) throws IOException, InterruptedException {
        tmux("send-keys", key);
    }

    /** The lines that are seen, without blanks at their ends, and without those that are blank. */
    private List<String> lines() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p")
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** All of it, with the marks of colours. */
    String coloured() throws IOException, InterruptedException {
        return tmux("capture-pane", "-p", "-e");
    }

    /** Waits until a line matches a regular expression, and returns the lines that are seen then. */
    List<String> awaitLine(String pattern) throws IOException, InterruptedException {
        return awaitLines("a line " + pattern, lines -> lines.stream().anyMatch(line -> line.matches(pattern)));
    }

    /** Waits until the last line is that of a shell that waits for a command, and returns those before it. */
    List<String> awaitPrompt() throws IOException, InterruptedException {
        List<String> lines = awaitLines(
                "the shell",
                seen -> seen.size() > 1 && seen.get(seen.size() - 1).equals("$"));
        return lines.subList(0, lines.size() - 1);
    }

    /** Waits until the lines that are seen are so, and returns these: the next look may find others. */
    private List<String> awaitLines(String what, Predicate<List<String>> condition)
            throws IOException, InterruptedException {
        List<String> seen = new ArrayList<>();
        await(what, () -> {
            seen.clear();
            seen.addAll(lines());
            return condition.test(seen);
        });
        return seen;
    }

    /** Waits until something holds. */
    void await(String what, Condition condition) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.holds()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited in vain for " + what + "; seen is " + lines());
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            tmux("kill-server");
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(own.resolve("said"));
            Files.deleteIfExists(own.resolve("socket"));
            Files.deleteIfExists(own);
        }
    }
}
