package org.phrkit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JVM in the folder of a transcript that runs one command after another, where each would start its own. Its
 * standard streams are files, as those of a command run by itself; a socket tells it the words of each command, and
 * takes the exit status back.
 */
final class TranscriptWorker implements AutoCloseable {
    /** A command of a second gains nothing from the other compiler, which takes a third of its time. */
    static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private static final String WORD = "([-A-Za-z0-9_./=,:@+%]+|'[ -&(-~]*'|\"[ !#%-\\[\\]^_a-~]*\")";
    private static final Pattern PLAIN_COMMAND = Pattern.compile("phr( " + WORD + ")*");

    private static final Path JAR = Path.of(System.getProperty("phr.root"), "phr-cli/target/phr.jar");
    private static final Path ARCHIVE = JAR.resolveSibling("phr-" + System.getProperty("java.version") + ".jsa");
    private static final Path TEST_CLASSES = Path.of("target/test-classes").toAbsolutePath();

    private final Path folder;
    private final Path out;
    private final Path err;
    private @Nullable Process process;
    private @Nullable Socket socket;

    TranscriptWorker(Path folder) throws IOException {
        this.folder = folder;
        this.out = Files.createTempFile("phr-worker", ".out");
        this.err = Files.createTempFile("phr-worker", ".err");
    }

    /** Whether a command is {@code phr} with words that mean to sh what they are. */
    static boolean understands(String command) {
        return PLAIN_COMMAND.matcher(command).matches();
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile(WORD).matcher(command.substring("phr".length()));
        while (word.find()) {
            boolean isQuoted = word.group().startsWith("'") || word.group().startsWith("\"");
            words.add(isQuoted ? word.group().substring(1, word.group().length() - 1) : word.group());
        }
        return words;
    }

    /** Runs a command that it understands. */
    Transcript.End run(String command) throws IOException {
        Socket connection = socket == null ? start() : socket;
        socket = connection;
        List<String> words = words(command);
        DataOutputStream commands = new DataOutputStream(new BufferedOutputStream(connection.getOutputStream()));
        commands.writeInt(words.size());
        for (String word : words) {
            commands.writeUTF(word);
        }
        commands.flush();
        try {
            int status = new DataInputStream(connection.getInputStream()).readInt();
            Transcript.End end = new Transcript.End(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
            // The worker appends to them.
            Files.writeString(out, "");
            Files.writeString(err, "");
            return end;
        } catch (SocketTimeoutException e) {
            throw new AssertionError(Transcript.stillRunning(command), e);
        } catch (EOFException e) {
            throw new AssertionError("ended its JVM: " + command + "\n" + Files.readString(err, UTF_8), e);
        }
    }

    /** As the launcher starts a command. */
    private Socket start() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-Xlog:disable",
                    "-Xlog:all=off",
                    "-XX:+UseSerialGC",
                    QUICK_COMPILER));
            if (Files.exists(ARCHIVE)) {
                line.add("-XX:SharedArchiveFile=" + ARCHIVE);
            }
            line.addAll(List.of("-cp", JAR + File.pathSeparator + TEST_CLASSES, Commands.class.getName()));
            line.add(Integer.toString(server.getLocalPort()));
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
            builder.environment().put("COLUMNS", "80");
            builder.environment().put("XDG_CONFIG_HOME", ".config");
            process = builder.start();
            server.setSoTimeout(Transcript.LIMIT_SECONDS * 1000);
            Socket connection = server.accept();
            connection.setSoTimeout(Transcript.LIMIT_SECONDS * 1000);
            return connection;
        }
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
        }
        if (process != null) {
            process.destroyForcibly();
        }
        Files.delete(out);
        Files.delete(err);
    }

    /** The program of the JVM. */
    static final class Commands {
        private Commands() {}

        public static void main(String[] port) throws IOException {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port[0]))) {
                DataInputStream commands = new DataInputStream(socket.getInputStream());
                DataOutputStream statuses = new DataOutputStream(socket.getOutputStream());
                while (true) {
                    String[] words = new String[commands.readInt()];
                    for (int i = 0; i < words.length; i++) {
                        words[i] = commands.readUTF();
                    }
                    // A command closes what it has read.
                    System.setIn(InputStream.nullInputStream());
                    int status = Phr.run(words);
                    System.out.flush();
                    System.err.flush();
                    statuses.writeInt(status);
                }
            }
        }
    }
}
