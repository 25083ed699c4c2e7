package org.phrkit.cli;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A JVM that runs one command after another, where each would start its own. It lives in the folder of a transcript,
 * which can be emptied for the next. Commands are run by sh as they are elsewhere, and find a script as {@code phr},
 * which asks the JVM to read and write its own standard streams.
 */
final class TranscriptWorker implements AutoCloseable {
    /** A command of a second gains nothing from the other compiler, which takes a third of its time. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    /** What concerns the process of a command: its terminal, its limits, its environment, its signals, its descriptors. */
    private static final Pattern NEEDS_ITS_OWN_PROCESS =
            Pattern.compile("setsid|script -|timeout |kill |ulimit|umask|/dev/f|[<>]&-|\\b[A-Z_]+=\\S* phr| & ");

    private static final Path CLI = Path.of(System.getProperty("phr.root"), "phr-cli");
    private static final Path JAR = CLI.resolve("target/phr.jar");
    private static final Path ARCHIVE = JAR.resolveSibling("phr-" + System.getProperty("java.version") + ".jsa");

    private final Path folder;
    private final Path letters;
    private final Process process;

    TranscriptWorker(Path folder) throws IOException, InterruptedException {
        this.folder = folder.toRealPath();
        this.letters = Files.createTempDirectory("phr-worker");
        sh(letters, "mkfifo request reply");
        // Documentation finds the examples and the jar beside phr.
        Files.createSymbolicLink(letters.resolve("phr"), CLI.resolve("src/test/worker/phr"));
        Files.createSymbolicLink(letters.resolve("examples"), CLI.resolveSibling("examples"));
        Files.createSymbolicLink(letters.resolve("phr-cli"), CLI);
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xlog:disable",
                "-Xlog:all=off",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.io=ALL-UNNAMED"));
        if (Files.exists(ARCHIVE)) {
            line.add("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        line.addAll(List.of("-cp", JAR + File.pathSeparator + CLI.resolve("target/test-classes")));
        line.addAll(List.of(Commands.class.getName(), letters.toString()));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Transcript.ENVIRONMENT);
        process = builder.start();
    }

    Path folder() {
        return folder;
    }

    /** What a command is to find in its environment, besides that of all. */
    Map<String, String> environment(String command) {
        if (NEEDS_ITS_OWN_PROCESS.matcher(command).find()) {
            return Map.of("PHR_JAVA_OPTS", QUICK_COMPILER);
        }
        return Map.of(
                "PHR_JAVA_OPTS",
                QUICK_COMPILER,
                "PHR_LAUNCHER",
                Transcript.LAUNCHER.toString(),
                "PHR_FOLDER",
                folder.toString(),
                "PHR_WORKER",
                letters.toString(),
                "PATH",
                letters + ":" + System.getenv("PATH"));
    }

    /** Leaves nothing of what a transcript wrote. */
    void emptyFolder() throws IOException, InterruptedException {
        sh(folder, "chmod -R u+rwX . && find . -mindepth 1 -delete");
    }

    private static void sh(Path folder, String command) throws IOException, InterruptedException {
        int status = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("ended with " + status + ": " + command);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        try {
            sh(letters, "rm -r \"$PWD\"");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The program of the JVM. */
    static final class Commands {
        private Commands() {}

        public static void main(String[] letters) throws Exception {
            endWithParent(System.in);
            Charset ofWords = Charset.forName(System.getProperty("sun.jnu.encoding"));
            while (true) {
                byte[] request = Files.readAllBytes(Path.of(letters[0], "request"));
                String[] fields = new String(request, ofWords).split("\0", -1);
                // Each ends with a zero, so that nothing follows the last.
                String[] words = Arrays.copyOfRange(fields, 1, fields.length - 1);
                Files.writeString(Path.of(letters[0], "reply"), run("/proc/" + fields[0] + "/fd/", words) + "\n");
            }
        }

        private static void endWithParent(InputStream parent) {
            Thread thread = new Thread(() -> {
                try {
                    parent.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // That is the end of it, too.
                }
                Runtime.getRuntime().halt(0);
            });
            thread.setDaemon(true);
            thread.start();
        }

        private static String run(String descriptors, String... words) throws ReflectiveOperationException {
            // Appended, as the streams of the other process have written already, and will again.
            try (FileInputStream in = new FileInputStream(descriptors + 0);
                    FileOutputStream out = new FileOutputStream(descriptors + 1, true);
                    FileOutputStream err = new FileOutputStream(descriptors + 2, true)) {
                System.setIn(new BufferedInputStream(in));
                int ownOut = exchange(FileDescriptor.out, number(out.getFD()));
                int ownErr = exchange(FileDescriptor.err, number(err.getFD()));
                try {
                    return Integer.toString(Phr.run(words));
                } finally {
                    System.out.flush();
                    System.err.flush();
                    exchange(FileDescriptor.out, ownOut);
                    exchange(FileDescriptor.err, ownErr);
                }
            } catch (IOException e) {
                return "unable";
            }
        }

        private static Field number() throws NoSuchFieldException {
            Field number = FileDescriptor.class.getDeclaredField("fd");
            number.setAccessible(true);
            return number;
        }

        private static int number(FileDescriptor of) throws ReflectiveOperationException {
            return number().getInt(of);
        }

        /** Also for channels that have been made of it. */
        private static int exchange(FileDescriptor of, int newNumber) throws ReflectiveOperationException {
            int old = number(of);
            number().setInt(of, newNumber);
            return old;
        }
    }
}
