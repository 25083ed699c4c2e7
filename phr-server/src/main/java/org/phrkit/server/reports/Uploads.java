package org.phrkit.server.reports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.accounts.Caller;
import org.phrkit.server.accounts.Suspensions;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.StorageException;

/**
 * Payloads that arrive in parts, as tus 1.0.0 has it. How much is there is the size of the file, so that it is true after
 * any crash. For several threads at once; each upload has one writer at a time.
 */
public final class Uploads {
    /** How long an upload may take. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final int MOST_OPEN = 8;

    /** An upload to which nothing was added for so long ends where its account needs the place. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Database database;
    private final Blobs blobs;
    private final Accounts accounts;
    private final Clock clock;
    private final long largestBytes;
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    /** The digest of what arrived since this process began to write an upload, if it began at its start. */
    private static final class Running {
        private final ReentrantLock lock = new ReentrantLock();
        private final MessageDigest digest = Blobs.startSha256();
        private long digestedBytes;
        private volatile boolean ended;
    }

    /**
     * An upload that is not committed.
     *
     * @param account who began it
     * @param sizeBytes how large it will be
     * @param expires in seconds since 1970
     */
    public record Upload(String id, String account, long sizeBytes, long expires) {}

    /** Where bytes come from. */
    @FunctionalInterface
    public interface Source {
        /** The next bytes; {@code null} at the end. They are used up before the next call. */
        @org.jspecify.annotations.Nullable
        ByteBuffer next() throws IOException;
    }

    /** @param largestBytes the largest payload that is taken */
    public Uploads(Database database, Blobs blobs, Accounts accounts, Clock clock, long largestBytes) {
        this.database = database;
        this.blobs = blobs;
        this.accounts = accounts;
        this.clock = clock;
        this.largestBytes = largestBytes;
    }

    /** The largest payload that is taken. */
    public long largestBytes() {
        return largestBytes;
    }

    /** Begins an upload; its size counts at once. */
    public Upload create(Caller caller, long sizeBytes) throws Problem, IOException {
        if (sizeBytes > largestBytes) {
            throw new Problem(Problem.Kind.TOO_LARGE, "the store takes at most " + largestBytes + " bytes");
        }
        endAnIdleOne(caller);
        String id = accounts.newId();
        try {
            blobs.createUpload(id);
            return database.write(handle -> insert(handle, caller, id, sizeBytes));
        } catch (Problem | IOException | RuntimeException e) {
            blobs.deleteUpload(id);
            throw e;
        }
    }

    /** Where an account has as many as it may, those that broke off do not bar it for a day. */
    private void endAnIdleOne(Caller caller) throws Problem, IOException {
        List<String> open = database.read(
                handle -> handle.createQuery("select id from upload where account = ? order by expires, id")
                        .bind(0, caller.account())
                        .mapTo(String.class)
                        .list());
        if (open.size() < MOST_OPEN) {
            return;
        }
        Instant before = clock.instant().minus(IDLE);
        for (String id : open) {
            if (blobs.uploadTime(id).isBefore(before)) {
                end(id);
                return;
            }
        }
    }

    private Upload insert(Handle handle, Caller caller, String id, long sizeBytes) throws Problem {
        int open = handle.createQuery("select count(*) from upload where account = ?")
                .bind(0, caller.account())
                .mapTo(Integer.class)
                .one();
        if (open >= MOST_OPEN) {
            throw new Problem(Problem.Kind.CONFLICT, "an account has at most " + MOST_OPEN + " uploads at once");
        }
        long left = handle.createQuery("select quota_bytes - used_bytes"
                        + " - coalesce((select sum(size_bytes) from upload where account = account.id), 0)"
                        + " from account where id = ?")
                .bind(0, caller.account())
                .mapTo(Long.class)
                .one();
        if (sizeBytes > left) {
            throw new Problem(Problem.Kind.NO_ROOM, "the account's quota is used up");
        }
        long expires = clock.instant().plus(LIFETIME).getEpochSecond();
        handle.createUpdate(
                        "insert into upload (id, account, size_bytes, expires) values (:id, :account, :size, :expires)")
                .bind("id", id)
                .bind("account", caller.account())
                .bind("size", sizeBytes)
                .bind("expires", expires)
                .execute();
        return new Upload(id, caller.account(), sizeBytes, expires);
    }

    /** An upload by its id, which is the right to it, while its account is not suspended. */
    public Upload find(String id) throws Problem {
        long now = clock.instant().getEpochSecond();
        return database.read(handle -> handle.createQuery(
                                "select upload.id, account, size_bytes, expires from upload join account on account.id ="
                                        + " upload.account where upload.id = ? and not " + Suspensions.IS)
                        .bind(0, id)
                        .map((row, context) ->
                                new Upload(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
                        .findFirst())
                .filter(upload -> upload.expires > now)
                .orElseThrow(Problem::notFound);
    }

    /** How much of it is there. */
    public long offset(Upload upload) throws IOException {
        return blobs.uploadSize(upload.id);
    }

    /**
     * Takes bytes at the end of an upload. What arrived before the source ends or fails is kept.
     *
     * @param offset where the client believes the end to be
     * @return where the end is now
     * @throws Problem CONFLICT if it is elsewhere; LOCKED if another request writes
     */
    public long append(Upload upload, long offset, Source source) throws Problem, IOException {
        Running mine = running.computeIfAbsent(upload.id, id -> new Running());
        if (!mine.lock.tryLock()) {
            throw new Problem(Problem.Kind.LOCKED, "another request is writing this upload", 1);
        }
        try (FileChannel file = blobs.appendTo(upload.id)) {
            if (file.size() != offset) {
                throw new Problem(Problem.Kind.CONFLICT, "the upload does not end at this offset");
            }
            return append(upload, mine, file, source);
        } catch (NoSuchFileException e) {
            running.remove(upload.id, mine);
            throw Problem.notFound();
        } finally {
            mine.lock.unlock();
        }
    }

    private static long append(Upload upload, Running mine, FileChannel file, Source source)
            throws Problem, IOException {
        long size = file.size();
        for (ByteBuffer bytes = source.next(); bytes != null; bytes = source.next()) {
            if (mine.ended) {
                // Else a writer that does not stop goes on filling the disk, and no quota counts it.
                throw Problem.notFound();
            }
            if (bytes.remaining() > upload.sizeBytes - size) {
                throw new Problem(Problem.Kind.TOO_LARGE, "there is more than was announced");
            }
            ByteBuffer digested = bytes.duplicate();
            long before = size;
            try {
                while (bytes.hasRemaining()) {
                    size += file.write(bytes);
                }
            } catch (IOException e) {
                throw new Problem(Problem.Kind.NO_ROOM, "the store's disk does not take it");
            }
            if (mine.digestedBytes == before) {
                mine.digest.update(digested);
                mine.digestedBytes = size;
            }
        }
        return size;
    }

    /** Ends an upload that is not wanted any more. */
    public void delete(Upload upload) throws Problem, IOException {
        end(upload.id);
    }

    private void end(String id) throws Problem, IOException {
        database.write(handle -> handle.execute("delete from upload where id = ?", id));
        forget(id);
    }

    /** Removes what is left of one that no row knows any more. */
    private void forget(String id) throws IOException {
        blobs.deleteUpload(id);
        Running writer = running.remove(id);
        if (writer != null) {
            writer.ended = true;
        }
    }

    /**
     * The SHA-256 of an upload that is whole.
     *
     * @throws Problem CONFLICT if it is not
     */
    String sha256(Upload upload) throws Problem, IOException {
        if (offset(upload) != upload.sizeBytes) {
            throw new Problem(Problem.Kind.CONFLICT, "the upload is not complete");
        }
        Running mine = running.get(upload.id);
        if (mine != null && mine.lock.tryLock()) {
            try {
                if (mine.digestedBytes == upload.sizeBytes) {
                    return HexFormat.of().formatHex(((MessageDigest) mine.digest.clone()).digest());
                }
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            } finally {
                mine.lock.unlock();
            }
        }
        return blobs.uploadSha256(upload.id);
    }

    /** Forgets one that became a report, whose row went with it. */
    void forget(Upload upload) throws IOException {
        forget(upload.id);
    }

    /** Removes uploads that are too old. */
    public void sweep() throws Problem, IOException {
        long now = clock.instant().getEpochSecond();
        List<String> old = database.read(handle -> handle.createQuery("select id from upload where expires <= ?")
                .bind(0, now)
                .mapTo(String.class)
                .list());
        for (String id : old) {
            end(id);
        }
    }

    /**
     * Removes files that no row knows, as a crash leaves them, and rows without a file, as a backup has them. Only while
     * nobody uploads.
     */
    public void sweepLeftovers() {
        try {
            Set<String> files = new HashSet<>(blobs.allUploads());
            Set<String> rows = new HashSet<>(database.read(handle -> handle.createQuery("select id from upload")
                    .mapTo(String.class)
                    .list()));
            for (String id : files) {
                if (!rows.contains(id)) {
                    blobs.deleteUpload(id);
                }
            }
            for (String id : rows) {
                if (!files.contains(id)) {
                    end(id);
                }
            }
        } catch (IOException | Problem e) {
            throw new StorageException("leftovers cannot be removed", e);
        }
    }
}
