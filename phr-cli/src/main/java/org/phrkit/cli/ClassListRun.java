package org.phrkit.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.stream.Stream;
import org.phrkit.mediation.DoctorPart;
import org.phrkit.store.PluginIdentity;
import org.phrkit.store.RequestKey;

/**
 * Runs every command once on a small input, or with the argument {@code phr-exchange} those alone that make keys, encrypt and
 * decrypt. The build starts it with {@code -XX:DumpLoadedClassList}, and from the list makes an archive in which the classes
 * stand ready when a command starts for real: the smaller it is, the sooner.
 */
final class ClassListRun {
    private ClassListRun() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("phr-class-list");
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            String key = folder.resolve("key").toString();
            String recipient = folder.resolve("recipient").toString();
            String table = folder.resolve("table.csv").toString();
            String sealed = folder.resolve("table.age").toString();
            String release = folder.resolve("release.csv").toString();
            Files.writeString(Path.of(table), "a,b\n1,x\n2,y\n3,x\n4,y\n");
            Phr.run("keygen", "-o", key);
            Phr.run("keygen", "--public", "-o", recipient, key);
            Phr.run("encrypt", "-R", recipient, "-o", sealed, table);
            Phr.run("decrypt", "-i", key, "-o", folder.resolve("opened").toString(), sealed);
            String signer = folder.resolve("signer").toString();
            String report = folder.resolve("report.age").toString();
            Phr.run("keygen", "--signing", "--unencrypted", "-o", signer);
            Phr.run("encrypt", "-s", signer, "-R", recipient, "-o", report, table);
            Phr.run("decrypt", "-i", key, "-o", folder.resolve("report").toString(), report);
            if (args.length > 0 && args[0].equals("phr-exchange")) {
                return;
            }
            Phr.run("--version");
            Phr.run("--help");
            Phr.run("inspect", sealed);
            Phr.run("inspect", "--json", sealed);
            Path shares = folder.resolve("shares");
            Phr.run("verify", "file", "-i", key, "--json", report);
            Phr.run("share", "split", "-t", "2", "-n", "2", "-d", shares.toString(), "-s", signer, key);
            String first = shares.resolve("share-1-of-2.txt").toString();
            String second = shares.resolve("share-2-of-2.txt").toString();
            Phr.run(
                    "verify",
                    "shares",
                    "--manifest",
                    shares.resolve("shares.json").toString(),
                    first,
                    second);
            Phr.run(
                    "decrypt",
                    "--share",
                    first,
                    "--share",
                    second,
                    "-o",
                    folder.resolve("more").toString(),
                    sealed);
            Phr.run("aggregate", "-k", "2", "--quasi", "a", "--sensitive", "b", "-o", release, table);
            Phr.run("verify", "release", "-k", "2", "--quasi", "a", "--original", table, release);
            String listed = folder.resolve("listed.csv").toString();
            String manifest = folder.resolve("listed.json").toString();
            Phr.run(
                    "aggregate",
                    "-k",
                    "2",
                    "--quasi",
                    "a",
                    "--sensitive",
                    "b",
                    "--manifest",
                    manifest,
                    "-s",
                    signer,
                    "-o",
                    listed,
                    table);
            Phr.run("verify", "release", "--manifest", manifest, "--from", signer + ".pub", "--quasi", "a", listed);
            Phr.run("encrypt");
            runPlugin();
        } finally {
            delete(folder);
        }
    }

    /** Runs the plugin as age starts it, for a store that does not exist. */
    private static void runPlugin() {
        SecureRandom random = new SecureRandom();
        PluginIdentity identity = new PluginIdentity(
                "0".repeat(32),
                DoctorPart.generate(random),
                RequestKey.generate(random),
                "0".repeat(32),
                URI.create("https://127.0.0.1:1"));
        String said = "-> add-identity " + identity.exposeText() + "\n\n-> recipient-stanza 0 X25519 " + "A".repeat(43)
                + "\n" + "A".repeat(43) + "\n-> done\n\n-> ok\n\n";
        AgePluginPhr.run(
                new ByteArrayInputStream(said.getBytes(StandardCharsets.US_ASCII)),
                OutputStream.nullOutputStream(),
                "--age-plugin=identity-v1");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
