package org.phrkit.server.accounts;

import java.util.List;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.server.storage.Revocations;

/**
 * Accounts that are shut out. Each change is a line of the list of revocations, so that a restored backup undoes none.
 * For several threads at once.
 */
public final class Suspensions {
    /** In a query of accounts: whether one is shut out. */
    public static final String IS = "coalesce(suspension_asked, suspended)";

    /** The same as a column. */
    static final String STANDS = IS + " as suspended";

    private final Database database;
    private final Revocations revocations;

    public Suspensions(Database database, Revocations revocations) {
        this.database = database;
        this.revocations = revocations;
    }

    /**
     * Shuts an account out, or lets it in again.
     *
     * @throws Problem NOT_FOUND where there is none
     */
    public void suspend(String account, boolean suspended) throws Problem {
        revocations.change(
                database,
                () -> {
                    requireThere(database, account);
                    return List.of(Revocations.Line.suspension(account, suspended));
                },
                handle -> handle.execute("update account set suspension_asked = null where id = ?", account));
    }

    /** The same beside a process that serves: it counts at once, and that process writes the line. */
    public static void ask(Database database, String account, boolean suspended) throws Problem {
        requireThere(database, account);
        database.write(handle ->
                handle.execute("update account set suspension_asked = ? where id = ?", suspended ? 1 : 0, account));
    }

    private static void requireThere(Database database, String account) throws Problem {
        boolean isThere = database.read(handle -> handle.createQuery("select count(*) from account where id = ?")
                .bind(0, account)
                .mapTo(Boolean.class)
                .one());
        if (!isThere) {
            throw Problem.notFound();
        }
    }

    /** Writes the lines of what was asked beside this process. */
    public void settle() throws Problem {
        if (!asked().isEmpty()) {
            revocations.change(database, this::asked, handle -> true);
        }
    }

    private List<Revocations.Line> asked() throws Problem {
        return database.read(handle -> handle.createQuery(
                        "select id, suspension_asked from account where suspension_asked is not null")
                .map((row, context) -> Revocations.Line.suspension(row.getString(1), row.getBoolean(2)))
                .list());
    }
}
