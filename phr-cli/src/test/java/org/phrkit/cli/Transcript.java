package org.phrkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One case of the command line as it looks at a terminal. Lines of a transcript file:
 *
 * <pre>
 * # what it is about, before all else
 * == NAME        what follows, up to the next line of another kind, is a file of that name
 * $ COMMAND      is run by sh, with phr on the PATH
 * ? STATUS       its exit status, where it is not 0
 * text           its standard output, with a backslash where the last line feed is missing;
 *                and after a line "2&gt;" its standard error
 * </pre>
 */
final class Transcript {
    /** Of a command. */
    static final int LIMIT_SECONDS = 60;

    private Transcript() {}

    /** How a command ended, and all that it wrote. */
    record End(int status, String output, String error) {
        private String text() {
            return (status == 0 ? "" : "? " + status + "\n")
                    + output
                    + (output.isEmpty() || output.endsWith("\n") ? "" : "\\\n")
                    + (error.isEmpty() ? "" : "2>\n" + error);
        }
    }

    /** What runs a command. */
    private interface Runner {
        End run(String command) throws IOException, InterruptedException;
    }

    /** Runs the commands of a transcript in a folder, and writes down what really happened in the same form. */
    static String replay(String transcript, Path folder) throws IOException, InterruptedException {
        return replay(transcript, folder, command -> run(command, folder, Map.of()));
    }

    /** The same, but commands that need no shell share a JVM, and all take the compiler that is at work at once. */
    static String replayInOneJvm(String transcript, Path folder) throws IOException, InterruptedException {
        try (TranscriptWorker worker = new TranscriptWorker(folder)) {
            return replay(
                    transcript,
                    folder,
                    command -> TranscriptWorker.understands(command)
                            ? worker.run(command)
                            : run(command, folder, Map.of("PHR_JAVA_OPTS", TranscriptWorker.QUICK_COMPILER)));
        }
    }

    private static String replay(String transcript, Path folder, Runner runner)
            throws IOException, InterruptedException {
        StringBuilder happened = new StringBuilder();
        List<String> lines = transcript.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            String line = lines.get(at++);
            List<String> block = new ArrayList<>();
            boolean takesBlock = line.startsWith("== ") || line.startsWith("$ ");
            while (takesBlock && at < lines.size() && !startsBlock(lines.get(at))) {
                block.add(lines.get(at++) + "\n");
            }
            happened.append(line).append('\n');
            if (line.startsWith("== ")) {
                block.forEach(happened::append);
                Files.writeString(folder.resolve(line.substring(3)), String.join("", block));
            } else if (line.startsWith("$ ")) {
                happened.append(runner.run(line.substring(2)).text());
            }
        }
        return happened.toString();
    }

    private static boolean startsBlock(String line) {
        return line.startsWith("== ") || line.startsWith("$ ");
    }

    static String stillRunning(String command) {
        return "still running after " + LIMIT_SECONDS + " s: " + command;
    }

    private static End run(String command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("phr-transcript", ".out");
        Path err = Files.createTempFile("phr-transcript", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            Path launcher = Path.of(System.getProperty("phr.launcher"));
            builder.environment().put("PATH", launcher.getParent() + ":" + System.getenv("PATH"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("COLUMNS", "80");
            builder.environment().put("XDG_CONFIG_HOME", ".config");
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(stillRunning(command));
            }
            return new End(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
