package org.phrkit.cli.exchange;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.files.Folders;
import org.phrkit.cli.files.Leftovers;
import org.phrkit.cli.files.Output;
import org.phrkit.cli.files.OutputOptions;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.cli.shell.ProgressLine;
import org.phrkit.cli.shell.ProgressOptions;
import org.phrkit.cli.shell.Terminal;
import org.phrkit.input.BadInputException;

/**
 * Many files, each of which becomes a new file below a folder. Two files that would get one name are refused before
 * the first is written. No name leads out of the folder: each is made of the names of files that exist, and what stands
 * in its way is not followed if it is a link. What fails keeps nothing else from being done.
 */
final class Batch {
    /** What a file is called afterwards. */
    enum Naming {
        ENCRYPTED(Output.Privacy.SHARED) {
            @Override
            String of(String name) {
                return name + ENDING;
            }
        },
        DECRYPTED(Output.Privacy.PRIVATE) {
            @Override
            String of(String name) throws Failure {
                String plain = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : "";
                // "...age" would be "..", and lead out of the folder.
                if (plain.isEmpty() || plain.equals(".") || plain.equals("..")) {
                    throw new Failure(
                            ExitCode.COULD_NOT,
                            "its name is not of the form NAME.age, which gives the output its name",
                            "rename it, or decrypt it by itself with -o FILE");
                }
                return plain;
            }

            @Override
            boolean isRead(String name) {
                return !name.endsWith(ENDING + GrantOptions.ENDING);
            }
        };

        private static final String ENDING = ".age";

        private final Output.Privacy privacy;

        Naming(Output.Privacy privacy) {
            this.privacy = privacy;
        }

        abstract String of(String name) throws Failure;

        /** Whether a file below a folder is to be processed, and does not merely belong to another file. */
        boolean isRead(String name) {
            return true;
        }
    }

    /** The work on one file. Several threads do it at once, with different files. */
    interface Work {
        /** Returns what there is to say of it, a line each. */
        List<String> apply(Path source, OutputOptions target) throws IOException;
    }

    /** One file and its new name below the folder, or the reason why it cannot be processed. */
    private record Job(Path source, Path target, @Nullable Failure problem) {}

    /** The outcome for a file. */
    private record End(List<String> lines, @Nullable Failure problem, boolean isSkipped) {
        private static final End SKIPPED = new End(List.of(), null, true);
    }

    private final Naming naming;
    private final Path folder;
    private final OutputOptions output;
    private final boolean skipsExisting;
    private final List<Job> jobs = new ArrayList<>();

    private Batch(Naming naming, Path folder, OutputOptions output, boolean skipsExisting) {
        this.naming = naming;
        this.folder = folder;
        this.output = output;
        this.skipsExisting = skipsExisting;
    }

    /** @param output the conditions of writing, under which each of them is written */
    static Batch of(
            List<String> files,
            boolean recursive,
            Naming naming,
            Path folder,
            OutputOptions output,
            boolean skipsExisting)
            throws IOException {
        Batch batch = new Batch(naming, folder, output, skipsExisting);
        for (String file : files) {
            Failure.requireUsage(!file.equals("-"), "--each needs files with names, and standard input has none");
            Path path = Path.of(file);
            if (!Files.isDirectory(path)) {
                batch.add(path, Path.of(""));
            } else if (recursive) {
                batch.addTree(path);
            } else {
                throw new Failure(
                        ExitCode.USAGE, file + ": is a folder", "use --recursive to process all files below it");
            }
        }
        batch.requireOneEach();
        return batch;
    }

    private void addTree(Path tree) throws IOException {
        if (isFolder(tree)) {
            throw new Failure(ExitCode.USAGE, tree + ": is the folder that is written to", "name another with -d DIR");
        }
        // As cp -r: "reports" is kept as a folder, "." is not one to keep.
        Path name = tree.normalize().getFileName();
        Path below = name == null || name.toString().equals("..") ? Path.of("") : name;
        List<Job> found = new ArrayList<>();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                return isFolder(visited) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!naming.isRead(String.valueOf(file.getFileName()))) {
                    return FileVisitResult.CONTINUE;
                }
                Path parent = below.resolve(tree.relativize(file)).getParent();
                if (Leftovers.is(file)) {
                    found.add(failed(file, Leftovers.PROBLEM, ""));
                    return FileVisitResult.CONTINUE;
                }
                found.add(
                        attributes.isSymbolicLink()
                                ? failed(file, "is a link, which is not followed", "name the file itself")
                                : job(file, parent == null ? Path.of("") : parent));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                found.add(new Job(file, file, Failure.of(e)));
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(Job::source));
        jobs.addAll(found);
    }

    private boolean isFolder(Path other) throws IOException {
        return Files.exists(folder) && Files.isSameFile(folder, other);
    }

    private void add(Path file, Path below) {
        jobs.add(job(file, below));
    }

    private Job job(Path file, Path below) {
        Path name = file.getFileName();
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return failed(file, "is not a regular file", "");
        }
        try {
            Path target = below.resolve(naming.of(String.valueOf(name)));
            // What is not text here would get another name, and perhaps that of another file.
            if (!Path.of(file.toString()).equals(file)) {
                throw new InvalidPathException("", "not text");
            }
            return new Job(file, target, null);
        } catch (InvalidPathException e) {
            return new Job(file, file, Failure.of(e));
        } catch (Failure e) {
            return failed(file, e.getMessage() + "", e.hint());
        }
    }

    private static Job failed(Path file, String problem, String hint) {
        return new Job(file, file, new Failure(ExitCode.COULD_NOT, file + ": " + problem, hint));
    }

    private void requireOneEach() throws IOException {
        Map<Path, Path> sources = new HashMap<>();
        Set<Path> read = new HashSet<>();
        for (Job job : jobs) {
            if (job.problem == null) {
                Path other = sources.put(job.target, job.source);
                if (other != null) {
                    throw new Failure(
                            ExitCode.USAGE,
                            job.source + ": would be written to " + folder.resolve(job.target) + ", as " + other
                                    + " would",
                            "use --recursive with the folder that contains both");
                }
                if (Files.exists(job.source)) {
                    read.add(job.source.toRealPath());
                }
            }
        }
        for (Path target : sources.keySet()) {
            Path file = folder.resolve(target);
            if (output.isForced() && Files.exists(file) && read.contains(file.toRealPath())) {
                throw new Failure(ExitCode.USAGE, file + ": is both read and written");
            }
        }
    }

    /**
     * Processes all files, and lists those that failed.
     *
     * @param done what is said to have happened to the files
     * @param threads how many files are worked on at once, at most
     * @param shown how many are done
     * @throws Failure if any file failed
     */
    void run(Work work, String done, int threads, ProgressOptions shown) throws IOException {
        Folders.make(folder, naming.privacy == Output.Privacy.PRIVATE);
        End[] ends = new End[jobs.size()];
        AtomicInteger next = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, jobs.size())));
        try (ProgressLine progress = shown.start()) {
            AtomicInteger ended = new AtomicInteger();
            Runnable worker = () -> {
                for (int i = next.getAndIncrement(); i < ends.length; i = next.getAndIncrement()) {
                    ends[i] = end(jobs.get(i), work);
                    synchronized (progress) {
                        progress.report(ended.incrementAndGet(), ends.length);
                    }
                }
            };
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(workers.submit(worker));
            }
            for (Future<?> future : futures) {
                await(future);
            }
        } finally {
            next.set(ends.length);
            workers.shutdown();
        }
        conclude(List.of(ends), done);
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(ExitCode.COULD_NOT, "interrupted");
        } catch (ExecutionException e) {
            // A bug, or the end of the memory: for each file anew, it would be no less.
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private End end(Job job, Work work) {
        if (job.problem != null) {
            return new End(List.of(), job.problem, false);
        }
        Path target = folder.resolve(job.target);
        try {
            if (skipsExisting
                    && (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                            || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS))) {
                return End.SKIPPED;
            }
            if (Files.isSymbolicLink(target)) {
                throw new Failure(ExitCode.COULD_NOT, target + ": is a link, which is not followed");
            }
            Folders.makeBelow(folder, job.target.getParent(), naming.privacy == Output.Privacy.PRIVATE);
            return new End(work.apply(job.source, output.at(target)), null, false);
        } catch (BadInputException e) {
            return new End(List.of(), Failure.of(e, job.source.toString()), false);
        } catch (IOException e) {
            return new End(List.of(), named(Failure.of(e), job.source, target), false);
        }
    }

    /** A failure that does not name its file, with the name added. */
    private static Failure named(Failure failure, Path source, Path target) {
        String message = failure.getMessage() + "";
        return message.contains(source.toString()) || message.contains(target.toString())
                ? failure
                : new Failure(failure.exitCode(), source + ": " + message, failure.hint());
    }

    private static void conclude(List<End> ends, String done) throws Failure {
        ends.forEach(end -> end.lines.forEach(Terminal::say));
        long skipped = ends.stream().filter(End::isSkipped).count();
        long failed = ends.stream().filter(end -> end.problem != null).count();
        String files = ends.size() == 1 ? " file" : " files";
        Terminal.say((ends.size() - skipped - failed) + " of " + ends.size() + files + " " + done
                + (skipped == 0 ? "" : ", " + skipped + (skipped == 1 ? " was" : " were") + " there before"));
        if (failed == 0) {
            return;
        }
        for (End end : ends) {
            if (end.problem != null) {
                Terminal.error(end.problem);
            }
        }
        throw new Failure(
                ExitCode.COULD_NOT,
                failed + " of " + ends.size() + files + " failed"
                        + (failed == ends.size() ? "" : "; the other files are done"),
                "run the same command with --skip-existing for the rest");
    }
}
