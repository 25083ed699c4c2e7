package org.phrkit.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.phrkit.cli.shell.ExitCode;
import org.phrkit.cli.shell.Failure;
import org.phrkit.sign.ContentHash;
import org.phrkit.spark.Sources.Format;
import org.phrkit.table.Csv;
import org.phrkit.table.Dialect;
import org.phrkit.table.Table;

/**
 * A folder of the parts of a release. It grows beside its place under a hidden name; {@link #commit} gives it its name, and
 * then the file {@code _SUCCESS}, without which it is not whole. Closed without that, nothing is left of it.
 */
final class ReleaseFolder implements AutoCloseable {
    private final String name;
    private final FileSystem system;
    private final Configuration configuration;
    private final Path target;
    private final Path partial;
    private boolean isCommitted;

    /** A part that was written. */
    private record Part(String name, long sizeBytes) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    private ReleaseFolder(String name, FileSystem system, Configuration configuration, Path target) {
        this.name = name;
        this.system = system;
        this.configuration = configuration;
        this.target = target;
        this.partial =
                new Path(target.getParent(), ".phr-" + Long.toHexString(new SecureRandom().nextLong()) + ".part");
    }

    /**
     * Prepares one.
     *
     * @param isForced whether one of the same name is replaced
     * @throws Failure if there is one and it is not to be replaced, or something else of this name
     */
    static ReleaseFolder open(String name, boolean isForced, Configuration configuration) throws IOException {
        Path target = Sources.path(name, configuration);
        FileSystem system = target.getFileSystem(configuration);
        Failure.requireUsage(target.getParent() != null, name + ": is no name of a folder");
        if (system.exists(target)) {
            if (!isForced) {
                throw new Failure(ExitCode.COULD_NOT, name + ": already exists", "use -f to replace it");
            }
            requireRelease(name, system, target);
        }
        if (!system.exists(target.getParent())) {
            throw new Failure(ExitCode.COULD_NOT, name + ": its folder does not exist");
        }
        // Of a local file system, which would write a hidden file beside each.
        system.setWriteChecksum(false);
        ReleaseFolder folder = new ReleaseFolder(name, system, configuration, target);
        system.mkdirs(folder.partial);
        system.deleteOnExit(folder.partial);
        return folder;
    }

    /** The same, to be read by its owner alone. */
    static ReleaseFolder openPrivate(String name, boolean isForced, Configuration configuration) throws IOException {
        ReleaseFolder folder = open(name, isForced, configuration);
        folder.system.setPermission(folder.partial, new FsPermission("700"));
        return folder;
    }

    /** What is replaced is a release, and no folder of other things. */
    private static void requireRelease(String name, FileSystem system, Path target) throws IOException {
        if (!system.getFileStatus(target).isDirectory()) {
            throw new Failure(ExitCode.COULD_NOT, name + ": is a file, and a release is written as a folder");
        }
        for (FileStatus file : system.listStatus(target)) {
            String found = file.getPath().getName();
            boolean isPart = file.isFile()
                    && (found.startsWith("part-")
                            || found.startsWith(".part-")
                            || found.startsWith("_")
                            || found.startsWith("._"));
            if (!isPart) {
                throw new Failure(
                        ExitCode.COULD_NOT, name + ": is a folder that has other files than those of a release");
            }
        }
    }

    /**
     * Writes each partition to a file, its rows sorted by their cells, so that their order says nothing.
     *
     * @param pairing where the lines of the original go, of a release that carries the numbers of its rows; null if nowhere
     * @return what the parts joined in the order of their names would be, with one header line
     */
    ContentHash writeCsv(SparkSession spark, SparkTable released, Dialect dialect, @Nullable ReleaseFolder pairing)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> sent = context.broadcast(new SerializableConfiguration(configuration));
        Broadcast<TableColumns> columns = context.broadcast(released.columns());
        DialectForm form = DialectForm.of(dialect);
        String folder = partial.toUri().toString();
        String ofLines = pairing == null ? null : pairing.partial.toUri().toString();
        List<Part> parts = new ArrayList<>(Problem.thrown(() -> released.pieces()
                .mapPartitionsWithIndex(
                        (index, pieces) -> {
                            List<Piece> all = new ArrayList<>();
                            pieces.forEachRemaining(piece -> {
                                if (piece.rowCount() > 0) {
                                    all.add(piece);
                                }
                            });
                            return all.isEmpty()
                                    ? List.<Part>of().iterator()
                                    : List.of(write(
                                                    Piece.join(all),
                                                    columns.value(),
                                                    index,
                                                    folder,
                                                    ofLines,
                                                    form.dialect(),
                                                    sent.value().value()))
                                            .iterator();
                        },
                        false)
                .collect()));
        parts.sort(Comparator.comparing(Part::name));
        TableColumns written = released.columns().select(RowPairing.others(released.columns()));
        return hash(parts, JoinedParts.header(written.empty(), dialect));
    }

    private static Part write(
            Piece rows,
            TableColumns columns,
            int index,
            String folder,
            @Nullable String ofLines,
            Dialect dialect,
            Configuration configuration)
            throws IOException {
        String name = String.format(Locale.ROOT, "part-%05d%s", index, Format.CSV.suffix());
        int[] others = RowPairing.others(columns);
        Table table = rows.columns(others).table(columns.select(others));
        int[] order = table.sortedRows();
        if (ofLines != null) {
            write(
                    RowPairing.lines(rows.table(columns)).select(order),
                    name,
                    new Path(URI.create(ofLines)),
                    Dialect.STANDARD,
                    configuration);
        }
        return write(table.select(order), name, new Path(URI.create(folder)), dialect, configuration);
    }

    private static Part write(Table table, String name, Path folder, Dialect dialect, Configuration configuration)
            throws IOException {
        FileSystem system = folder.getFileSystem(configuration);
        system.setWriteChecksum(false);
        // Two attempts at a task may be under way at the same time.
        Path attempt = new Path(folder, "." + name + "-" + TaskContext.get().taskAttemptId());
        try (OutputStream out = system.create(attempt, true)) {
            Csv.write(table, out, dialect);
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
        Path part = new Path(folder, name);
        // One that was written before a task was lost is the same.
        system.delete(part, false);
        if (!system.rename(attempt, part)) {
            throw new IOException(name + ": cannot be given its name");
        }
        return new Part(name, system.getFileStatus(part).getLen());
    }

    /** Writes each partition to a Parquet file, its rows sorted likewise; numbers, dates and texts have their types. */
    void writeParquet(SparkSession spark, SparkTable released) throws IOException {
        Problem.thrown(() -> {
            released.dataset(spark)
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(partial.toUri().toString());
            return 0;
        });
    }

    private ContentHash hash(List<Part> parts, byte[] header) throws IOException {
        List<Sources.Source> written = parts.stream()
                .map(part -> new Sources.Source(
                        part.name(), new Path(partial, part.name()).toUri().toString(), part.sizeBytes()))
                .toList();
        return JoinedParts.hash(written, header, configuration);
    }

    /** The size of all parts. */
    long sizeBytes() throws IOException {
        long size = 0;
        for (FileStatus file : system.listStatus(isCommitted ? target : partial)) {
            size += file.getLen();
        }
        return size;
    }

    /** Gives the folder its name, and then says that it is whole. */
    void commit() throws IOException {
        for (FileStatus file : system.listStatus(partial)) {
            if (!file.getPath().getName().startsWith("part-")) {
                // An attempt that failed, or was one too many.
                system.delete(file.getPath(), true);
            }
        }
        Path replaced = new Path(partial.getParent(), partial.getName() + "-replaced");
        boolean isReplacing = system.exists(target);
        if (isReplacing) {
            rename(target, replaced);
        }
        try {
            rename(partial, target);
        } catch (IOException e) {
            if (isReplacing) {
                rename(replaced, target);
            }
            throw e;
        }
        isCommitted = true;
        system.create(new Path(target, Sources.SUCCESS), true).close();
        system.cancelDeleteOnExit(partial);
        system.delete(replaced, true);
    }

    private void rename(Path from, Path to) throws IOException {
        if (!system.rename(from, to)) {
            throw new IOException(name + ": cannot be given its name");
        }
    }

    @Override
    public void close() throws IOException {
        if (!isCommitted) {
            system.delete(partial, true);
        }
    }
}
