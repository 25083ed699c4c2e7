package org.phrkit.server.accounts;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;

/**
 * What an account's owner keeps here for herself, encrypted to what only she has: her keys and contacts, for the pages. For
 * several threads at once.
 */
public final class Vaults {
    /** The largest vault. */
    public static final int LARGEST_BYTES = 1 << 17;

    private final Database database;
    private final Accounts accounts;

    public Vaults(Database database, Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /**
     * A vault.
     *
     * @param tag by which a change of it is asked for
     * @param bytes an age file
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Vault(String tag, byte[] bytes) {}

    /** The vault of an account, if it has one. */
    public Optional<Vault> of(String account) throws Problem {
        return database.read(handle -> find(handle, account));
    }

    private static Optional<Vault> find(Handle handle, String account) {
        return handle.createQuery("select tag, bytes from vault where account = ?")
                .bind(0, account)
                .map(ConstructorMapper.of(Vault.class))
                .findFirst();
    }

    /**
     * Keeps another vault.
     *
     * @param before the tag of the one that it replaces; nothing for the first
     * @return its tag
     * @throws Problem CHANGED if another one is there
     */
    public String keep(Caller caller, Optional<String> before, byte[] bytes) throws Problem {
        AgeFile.require(bytes, LARGEST_BYTES, "the vault");
        String tag = accounts.newId();
        return database.write(handle -> {
            if (!find(handle, caller.account()).map(Vault::tag).equals(before)) {
                throw new Problem(Problem.Kind.CHANGED, "another page of the account changed it: read it again");
            }
            handle.execute(
                    "insert or replace into vault (account, tag, bytes) values (?, ?, ?)",
                    caller.account(),
                    tag,
                    bytes);
            return tag;
        });
    }
}
