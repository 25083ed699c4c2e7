package org.phrkit.server.storage;

import java.nio.file.FileSystemException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** A disk or a database that does not do what it must: the request fails, and the reason goes to the log. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether there is no room on the disk. */
    public boolean isDiskFull() {
        for (Throwable each = getCause(); each != null; each = each.getCause()) {
            boolean isFull =
                    each instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
            if (isFull || isDiskFull(each)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an error of a file says so; the JDK has no type for it. */
    public static boolean isDiskFull(Throwable e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason != null && (reason.contains("No space left") || reason.contains("Disk quota exceeded"));
    }
}
