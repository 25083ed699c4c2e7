package org.phrkit.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.phrkit.server.log.LogTree;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.OwnFile;
import org.phrkit.server.storage.PartKeys;
import org.phrkit.server.storage.Revocations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies of a store, and what is made of them. */
final class Backups {
    private static final List<String> SMALL_FILES = List.of(
            Configuration.FILE, "store.key", Store.LOG_KEY, "tls.key", "tls.pem", "tls-next.key", "tls-next.pem");
    private static final String DATABASE = "store.db";

    /** In a backup, the signed head of the log, which itself is in none. */
    private static final String HEAD = "log.head";

    private Backups() {}

    /** Copies a store. */
    @Command(
            name = "backup",
            headerHeading = "Copy a store while it runs:%n" + "  phr-server backup /srv/phr /backups/2026-11-26%n%n",
            description = {
                "Copy a store to a new folder, whether it is being served or not: database, payloads and keys.",
                "The copy holds neither the list of revocations nor the log: what was erased or taken back since the "
                        + "copy was made ends again when the copy is restored. Nor does it hold the keys that protect the "
                        + "store's key parts."
            })
    static final class Backup implements Callable<Integer> {
        @Mixin
        private FolderOptions folder = new FolderOptions();

        @Parameters(index = "1", paramLabel = "BACKUP", description = "A folder that does not exist yet.")
        private Path target = Path.of("");

        @Override
        public Integer call() throws IOException, Refused, Problem {
            if (Files.exists(target)) {
                throw new Refused(target + ": already exists");
            }
            Path part = target.resolveSibling(target.getFileName() + ".part");
            deleteAll(part);
            Blobs.makeFolder(part);
            try (Store store = folder.open()) {
                store.database().copyTo(part.resolve(DATABASE));
                for (String name : SMALL_FILES) {
                    copyIfThere(store.folder().resolve(name), part.resolve(name));
                }
                copyIfThere(store.folder().resolve(LogTree.FOLDER).resolve("checkpoint"), part.resolve(HEAD));
                // The database is older than the files: each payload that it names is there, or was erased since.
                Blobs copies = Blobs.in(part);
                for (String report : store.blobs().allPayloads()) {
                    Path copy = copies.payload(report);
                    Blobs.makeFolder(copy.resolveSibling(""));
                    copyIfThere(store.blobs().payload(report), copy);
                }
            }
            moveWhole(part, target);
            try (Store store = folder.open()) {
                long now = store.clock().instant().getEpochSecond();
                store.database()
                        .write(handle ->
                                handle.execute("insert or replace into done (what, at) values ('backup', ?)", now));
            }
            return 0;
        }
    }

    private static String count(List<String> faults) {
        return faults.isEmpty() ? "no fault" : faults.size() == 1 ? "1 fault" : faults.size() + " faults";
    }

    private static void copyIfThere(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (NoSuchFileException e) {
            // It is not there, or went away in the meantime.
            Files.deleteIfExists(to);
        }
    }

    /** Gives a folder its name once all that it holds is on the disk. */
    private static void moveWhole(Path part, Path target) throws IOException {
        for (Path file : all(part)) {
            if (Files.isDirectory(file)) {
                Blobs.sync(file);
            } else {
                OwnFile.sync(file);
            }
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        Blobs.sync(target.toAbsolutePath().resolveSibling(""));
    }

    private static List<Path> all(Path folder) throws IOException {
        try (var found = Files.walk(folder)) {
            return found.toList();
        }
    }

    /** Removes a folder with all that it holds, if it is there. */
    static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files = all(folder);
        for (int i = files.size() - 1; i >= 0; i--) {
            Files.delete(files.get(i));
        }
    }

    /** Makes a store of a copy. */
    @Command(
            name = "restore",
            headerHeading = "Restore a store, with the list of revocations from the other disk:%n"
                    + "  phr-server restore --revocations /mnt/disk2/phr/revocations \\%n"
                    + "      /backups/2026-11-26 /srv/phr%n%n",
            description = {
                "Make a store from a backup.",
                "This needs the newest list of revocations, from the old folder or its second copy, so that nothing "
                        + "that has ended comes back. The folder \"log\" and the file \"part.keys\", which holds the keys that "
                        + "protect the store's key parts, are taken from beside the list.",
                "With --revocations-lost, all grants sleep until whoever granted them grants them again, doctors "
                        + "enrol again, and a new log begins."
            })
    static final class Restore implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "BACKUP", description = "The folder that phr-server backup made.")
        private Path backup = Path.of("");

        @Parameters(index = "1", paramLabel = "DIR", description = "A folder that does not exist yet.")
        private Path target = Path.of("");

        @Option(
                names = "--revocations",
                paramLabel = "FILE",
                description = "The file \"revocations\" of the old folder or of its second copy; both may be given.")
        private List<Path> revocations = new ArrayList<>();

        @Option(names = "--revocations-lost", description = "No list of revocations is left.")
        private boolean lost;

        @Option(
                names = "--parts-lost",
                description =
                        "The keys that protect the store's key parts are lost: end what cannot be decrypted without them.")
        private boolean partsLost;

        @Override
        public Integer call() throws IOException, Refused, Problem {
            if (revocations.isEmpty() == !lost) {
                throw new Refused(
                        "the newest list of revocations is needed",
                        "give --revocations FILE, or --revocations-lost if no list is left");
            }
            if (Files.exists(target)) {
                throw new Refused(target + ": already exists");
            }
            if (!Files.exists(backup.resolve(DATABASE))) {
                throw new Refused(backup + ": is not a backup of a store");
            }
            Path part = target.resolveSibling(target.getFileName() + ".part");
            deleteAll(part);
            copyAll(backup, part);
            if (lost) {
                int without = sleep(part);
                if (without > 0) {
                    System.err.println(
                            "phr-server: the parts of keys of " + without + " doctors ended: they enrol anew");
                }
                beginLog(part);
                Revocations.open(List.of(part.resolve(Store.REVOCATIONS))).close();
            } else {
                restoreList(part);
                restoreKeys(part);
                restoreLog(part);
            }
            Files.deleteIfExists(part.resolve(HEAD));
            try (Store store = Store.serve(part, Configuration.read(part, new Properties()))) {
                endLostParts(store);
                int ended = lost ? store.reports().endThoseWithoutPayload() : 0;
                if (ended > 0) {
                    System.err.println("phr-server: " + ended + " reports without a payload ended");
                }
                System.err.println(
                        "phr-server: restored; " + count(store.reports().faults()));
            }
            moveWhole(part, target);
            return 0;
        }

        static void copyAll(Path from, Path to) throws IOException {
            for (Path file : all(from)) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        /** The longest of the lists that were named, of which the others are beginnings. */
        private void restoreList(Path part) throws IOException, Refused {
            Path longest = revocations.get(0);
            for (Path file : revocations) {
                if (!Files.exists(file)) {
                    throw new NoSuchFileException(file.toString());
                }
                longest = Files.size(file) > Files.size(longest) ? file : longest;
            }
            Revocations.look(revocations).close();
            Files.copy(longest, part.resolve(Store.REVOCATIONS));
        }

        /** The keys that stand beside the lists, together: one may be of before the last was changed. */
        private void restoreKeys(Path part) throws IOException {
            List<Path> files = revocations.stream()
                    .map(list -> list.resolveSibling(PartKeys.FILE))
                    .toList();
            PartKeys keys = PartKeys.look(files, Clock.systemUTC(), new SecureRandom());
            if (!keys.isEmpty()) {
                keys.copyTo(part.resolve(PartKeys.FILE));
            }
        }

        /** What no key decrypts is said, and ends only where that was asked for. */
        private void endLostParts(Store store) throws Problem, Refused {
            PartKeys.Lost found = store.partKeys().lost(store.database());
            if (found.isNothing()) {
                return;
            }
            String what = "the parts of keys of " + found.accounts().size() + " doctors and of " + found.reports()
                    + " grants";
            if (!partsLost) {
                throw new Refused(
                        what + " cannot be decrypted",
                        "put \"" + PartKeys.FILE
                                + "\" beside the list of revocations; or --parts-lost: the doctors enrol"
                                + " anew, and are granted reports anew");
            }
            store.parts().endLost(found);
            System.err.println("phr-server: " + what + " ended");
            found.accounts().forEach(account -> System.err.println("phr-server: account " + account + " enrols anew"));
        }

        /** The longest of the logs beside the lists, which is no shorter than that of the backup. */
        private void restoreLog(Path part) throws IOException, Problem, Refused {
            List<Path> logs = revocations.stream()
                    .map(list -> list.resolveSibling(LogTree.FOLDER))
                    .filter(Files::isDirectory)
                    .toList();
            long known;
            try (Database database = Database.open(part.resolve(DATABASE))) {
                known = LogTree.known(database);
            }
            if (logs.isEmpty() && known == 0) {
                return;
            }
            Path longest = LogTree.longest(logs)
                    .orElseThrow(() -> new Refused(
                            "the newest log is needed: it is the folder \"log\" beside the list of revocations"));
            if (LogTree.size(longest) < known) {
                throw new Refused(longest + ": the log is older than the backup");
            }
            Blobs.makeFolder(part.resolve(LogTree.FOLDER));
            for (Path file : all(longest)) {
                if (!file.equals(longest)) {
                    Files.copy(
                            file,
                            part.resolve(LogTree.FOLDER).resolve(longest.relativize(file)),
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }

        /** A log with another key, so that nobody takes it for the one that was lost; the head of that is in it. */
        private static void beginLog(Path folder) throws IOException, Problem, Refused {
            Files.deleteIfExists(folder.resolve(Store.LOG_KEY));
            Path head = folder.resolve(HEAD);
            List<String> heads = Files.exists(head) ? List.of(Files.readString(head)) : List.of();
            try (Store store = Store.open(folder, Configuration.read(folder, new Properties()))) {
                Store.makeLogKey(folder, store.key());
                store.database().write(handle -> {
                    store.log().began(handle, heads);
                    return true;
                });
            }
        }

        /** Nobody but owners reads anything, and the database knows an empty list. */
        private static int sleep(Path folder) throws Problem, IOException {
            try (Database database = Database.open(folder.resolve(DATABASE))) {
                return database.write(handle -> {
                    int doctors = handle.createQuery("select count(distinct account) from part")
                            .mapTo(Integer.class)
                            .one();
                    handle.execute("update applied set revocations = 0");
                    handle.execute("delete from part");
                    handle.execute("update access set asleep = 1, part = null");
                    return doctors;
                });
            }
        }
    }

    /** Looks a store over. */
    @Command(
            name = "check",
            headerHeading = "Read every payload of a store against its hash:%n" + "  phr-server check /srv/phr%n%n",
            description =
                    "Check a store: the database, each payload against its SHA-256, both lists of revocations, and the "
                            + "log. Of a backup, which has neither key of a part nor log: database and payloads.")
    static final class Check implements Callable<Integer> {
        @Mixin
        private FolderOptions folder = new FolderOptions();

        @Override
        public Integer call() throws IOException, Refused, Problem {
            try (Store store = folder.open()) {
                List<String> faults = new ArrayList<>(store.database().faults());
                faults.addAll(store.reports().faults());
                boolean isBackup = Files.exists(store.folder().resolve(HEAD))
                        && !Files.exists(store.folder().resolve(LogTree.FOLDER));
                if (!isBackup) {
                    faults.addAll(store.partKeys().faults(store.database()));
                    faults.addAll(store.logFaults());
                }
                faults.forEach(System.out::println);
                System.err.println("phr-server: " + (isBackup ? "a backup: " : "") + count(faults));
                return faults.isEmpty() ? 0 : 3;
            }
        }
    }
}
