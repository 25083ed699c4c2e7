package org.phrkit.server.storage;

/** A disk or a database that does not do what it must: the request fails, and the reason goes to the log. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
