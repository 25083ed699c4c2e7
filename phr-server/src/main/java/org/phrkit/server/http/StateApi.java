package org.phrkit.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.phrkit.json.MalformedJsonException;
import org.phrkit.server.accounts.Accounts;
import org.phrkit.server.log.LogTree;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Blobs;
import org.phrkit.server.storage.Database;

/** How the store is, in numbers, and how much each account may leave; for administrators. */
final class StateApi {
    private final Database database;
    private final Accounts accounts;
    private final LogTree tree;
    private final Blobs blobs;

    StateApi(Database database, Accounts accounts, LogTree tree, Blobs blobs) {
        this.database = database;
        this.accounts = accounts;
        this.tree = tree;
        this.blobs = blobs;
    }

    List<Route> routes() {
        Route.Audience audience = Route.Audience.ADMINISTRATOR;
        return List.of(
                new Route("GET", "/v1/state", audience, call -> state()),
                new Route("PUT", "/v1/accounts/{account}/quota", audience, this::setQuota));
    }

    private Answer state() throws Problem {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("accounts", number("select count(*) from account"));
        members.put("reports", number("select count(*) from report"));
        members.put("bytes", number("select coalesce(sum(used_bytes), 0) from account"));
        members.put("freeBytes", blobs.freeBytes());
        members.put("logSize", tree.checkpoint().head().size());
        members.put("revocations", number("select revocations from applied"));
        Optional<Long> backup = database.read(handle -> handle.createQuery("select at from done where what = 'backup'")
                .mapTo(Long.class)
                .findFirst());
        backup.ifPresent(at -> members.put("backup", Api.time(at)));
        return Answer.json(200, members);
    }

    private long number(String query) throws Problem {
        return database.read(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    private Answer setQuota(Call call) throws Problem {
        try {
            accounts.setQuota(
                    call.variable("account"),
                    call.json(Set.of("bytes"), Set.of()).integer("bytes", 0, Long.MAX_VALUE));
        } catch (MalformedJsonException e) {
            throw Problem.malformed("the body " + e.problem());
        }
        return Answer.done();
    }
}
