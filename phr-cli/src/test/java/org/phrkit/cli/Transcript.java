package org.phrkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

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
    static final Path LAUNCHER = Path.of(System.getProperty("phr.launcher"));

    /** Of each command. */
    static final Map<String, String> ENVIRONMENT = Map.of("COLUMNS", "80", "XDG_CONFIG_HOME", ".config");

    private static final int LIMIT_SECONDS = 60;

    private Transcript() {}

    /** Runs the commands of a transcript in a folder, and writes down what really happened in the same form. */
    static String replay(String transcript, Path folder) throws IOException, InterruptedException {
        return replay(transcript, folder, command -> Map.of());
    }

    /** The same in the folder of a worker, which runs what need not be a process of its own. */
    static String replay(String transcript, TranscriptWorker worker) throws IOException, InterruptedException {
        return replay(transcript, worker.folder(), worker::environment);
    }

    /** The same with a worker of its own. */
    static String replayInOneJvm(String transcript, Path folder) throws IOException, InterruptedException {
        try (TranscriptWorker worker = new TranscriptWorker(folder)) {
            return replay(transcript, worker);
        }
    }

    private static String replay(String transcript, Path folder, Function<String, Map<String, String>> environment)
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
                String command = line.substring(2);
                happened.append(run(command, folder, environment.apply(command)));
            }
        }
        return happened.toString();
    }

    private static boolean startsBlock(String line) {
        return line.startsWith("== ") || line.startsWith("$ ");
    }

    /** How the command ended, and all that it wrote. */
    private static String run(String command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("phr-transcript", ".out");
        Path err = Files.createTempFile("phr-transcript", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
            builder.environment().put("PATH", LAUNCHER.getParent() + ":" + System.getenv("PATH"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(ENVIRONMENT);
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + command);
            }
            int status = process.exitValue();
            String output = Files.readString(out, UTF_8);
            String error = Files.readString(err, UTF_8);
            return (status == 0 ? "" : "? " + status + "\n")
                    + output
                    + (output.isEmpty() || output.endsWith("\n") ? "" : "\\\n")
                    + (error.isEmpty() ? "" : "2>\n" + error);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
