package org.phrkit.server.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.phrkit.server.problem.Problem;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded database: SQLite in WAL mode. Readers run beside each other; changes are made by one thread, which
 * commits those that wait together, so that many clients share one write to the disk. What was committed is on the disk
 * (synchronous=FULL); what was deleted is overwritten (secure_delete). For several threads at once.
 */
public final class Database implements AutoCloseable {
    private static final int MOST_TOGETHER = 256;
    private static final int READERS = 8;
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /** How long those who write wait at most for those who read, where the log of changes is emptied. */
    private static final int TRUNCATE_TIMEOUT_MILLIS = 50;

    private final HikariDataSource readers;
    private final Jdbi reading;
    private final Connection connection;
    private final Jdbi writing;
    private final BlockingQueue<Waiting<?>> waiting = new LinkedBlockingQueue<>();
    /** What the writer ends behind. */
    private final Waiting<?> last = new Waiting<>(handle -> true, new CompletableFuture<>());

    private final Thread writer;
    private volatile boolean closed;
    private volatile boolean holdsErased;
    private volatile Committed committed = handle -> {};

    /** What is done with the database. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Handle handle) throws Problem;
    }

    /** What is done behind a commit and before anybody is told of it. */
    @FunctionalInterface
    public interface Committed {
        void with(Handle handle) throws IOException;
    }

    /** A change that waits for its turn. */
    private record Waiting<T>(Work<T> work, CompletableFuture<T> done) {}

    private Database(HikariDataSource readers, Connection connection) {
        this.readers = readers;
        this.reading = Jdbi.create(readers);
        this.connection = connection;
        this.writing = Jdbi.create(connection);
        this.writer = new Thread(this::writeAll, "database");
        writer.setDaemon(true);
        writer.start();
    }

    /** Opens a database, and makes or brings up to date what is in it. */
    public static Database open(Path file) throws IOException {
        OwnFile.touch(file);
        SQLiteDataSource source = source(file, SQLiteConfig.TransactionMode.DEFERRED);
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/phrkit/server/storage")
                .load()
                .migrate();
        HikariConfig configuration = new HikariConfig();
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(READERS);
        configuration.setPoolName("readers");
        try {
            return new Database(
                    new HikariDataSource(configuration),
                    source(file, SQLiteConfig.TransactionMode.IMMEDIATE).getConnection());
        } catch (SQLException e) {
            throw new StorageException("the database cannot be opened", e);
        }
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode) {
        SQLiteConfig configuration = new SQLiteConfig();
        configuration.setJournalMode(SQLiteConfig.JournalMode.WAL);
        configuration.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        configuration.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        configuration.enforceForeignKeys(true);
        configuration.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        configuration.setTransactionMode(mode);
        SQLiteDataSource source = new SQLiteDataSource(configuration);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /**
     * Says what is done after each commit, by the thread that commits. Where it fails, so do all changes that were
     * committed together, though they stand; it is to do then with the next ones what it could not.
     */
    public void afterCommit(Committed what) {
        committed = what;
    }

    /** Looks something up. */
    public <T> T read(Work<T> work) throws Problem {
        try (Handle handle = reading.open()) {
            return work.with(handle);
        } catch (JdbiException e) {
            throw new StorageException("the database cannot be read", e);
        }
    }

    /**
     * Changes something. What the work throws takes back what it did, and nothing of others. When this returns, the
     * change is on the disk.
     */
    public <T> T write(Work<T> work) throws Problem {
        Waiting<T> mine = new Waiting<>(work, new CompletableFuture<>());
        waiting.add(mine);
        if (closed && waiting.remove(mine)) {
            throw new Problem(Problem.Kind.STOPPING, "the store is stopping");
        }
        try {
            return mine.done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw new StorageException("a change could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted", e);
        }
    }

    private void writeAll() {
        List<Waiting<?>> batch = new ArrayList<>();
        do {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                // Nobody interrupts this thread; if somebody did, who waits would wait for ever.
                continue;
            }
            waiting.drainTo(batch, MOST_TOGETHER - 1);
            writeTogether(batch);
        } while (!batch.contains(last));
    }

    private void writeTogether(List<Waiting<?>> batch) {
        List<Runnable> answers = new ArrayList<>();
        // In SQL, and not by the driver's own transactions: that begins the next one at once, which locks others out,
        // and
        // after a commit that failed it believes in one that SQLite has ended.
        try (Handle handle = writing.open()) {
            handle.execute("begin immediate");
            for (Waiting<?> each : batch) {
                answers.add(write(handle, each));
            }
            handle.execute("commit");
        } catch (RuntimeException | Error e) {
            rollBack(e);
            batch.forEach(each -> each.done.completeExceptionally(e));
            return;
        }
        try (Handle handle = writing.open()) {
            committed.with(handle);
            answers.forEach(Runnable::run);
        } catch (IOException | RuntimeException | Error e) {
            batch.forEach(each -> each.done.completeExceptionally(e));
        }
    }

    private void rollBack(Throwable e) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        } catch (SQLException again) {
            // A full disk makes SQLite roll back by itself.
            e.addSuppressed(again);
        }
    }

    /** Does one change; the answer is given when all are on the disk. */
    private static <T> Runnable write(Handle handle, Waiting<T> each) {
        handle.execute("savepoint one");
        try {
            T result = each.work.with(handle);
            handle.execute("release one");
            return () -> each.done.complete(result);
        } catch (Problem | RuntimeException e) {
            handle.execute("rollback to one");
            handle.execute("release one");
            return () -> each.done.completeExceptionally(e);
        }
    }

    /** Writes all to a new file, as it is at one moment. */
    public void copyTo(Path file) throws Problem, IOException {
        OwnFile.touch(file);
        read(handle -> handle.execute("vacuum into ?", file.toString()));
        OwnFile.sync(file);
    }

    /** What is wrong with the file; empty where nothing is. */
    public List<String> faults() throws Problem {
        List<String> found = read(handle ->
                handle.createQuery("pragma integrity_check").mapTo(String.class).list());
        return found.equals(List.of("ok")) ? List.of() : found;
    }

    /**
     * Brings all changes into the file itself, and empties the log of changes, where deleted rows might still stand. While
     * somebody reads, as a backup does, that cannot be: {@link #truncateLogIfDue} tries again.
     */
    public void truncateLog() throws Problem {
        holdsErased = true;
        holdsErased = read(handle -> {
            handle.execute("pragma busy_timeout = " + TRUNCATE_TIMEOUT_MILLIS);
            try {
                return handle.createQuery("pragma wal_checkpoint(truncate)")
                        .mapTo(Boolean.class)
                        .first();
            } finally {
                handle.execute("pragma busy_timeout = " + BUSY_TIMEOUT_MILLIS);
            }
        });
    }

    /** Has {@link #truncateLogIfDue} empty the log of changes, for what is deleted meanwhile. */
    public void truncateSoon() {
        holdsErased = true;
    }

    /** Empties the log of changes, where that could not be before. */
    public void truncateLogIfDue() throws Problem {
        if (holdsErased) {
            truncateLog();
        }
    }

    @Override
    public void close() {
        closed = true;
        waiting.add(last);
        try {
            writer.join();
            readers.close();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new StorageException("the database cannot be closed", e);
        }
    }
}
