package org.phrkit.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.phrkit.server.log.Log;
import org.phrkit.server.log.LogTree;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.Database;
import org.phrkit.transparency.Checkpoint;
import org.phrkit.transparency.MerkleHash;
import org.phrkit.transparency.Tile;
import org.phrkit.transparency.TransparencyException;

/** The log, to whoever belongs to the store: its head and its tiles to all, and of its lines those about who asks. */
final class LogApi {
    /** With each answer to a signed request: how many entries the log has, and the hash over them. */
    static final String HEAD_FIELD = "phr-log-head";

    /** With a checkpoint: the hashes that prove that it extends the one that was asked about. */
    static final String CONSISTENCY_FIELD = "phr-log-consistency";

    private final Database database;
    private final LogTree tree;

    LogApi(Database database, LogTree tree) {
        this.database = database;
        this.tree = tree;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", "/v1/log/checkpoint", Route.Audience.MEMBER, this::checkpoint),
                new Route("GET", "/v1/log/lines", Route.Audience.MEMBER, this::lines),
                new Route("GET", "/v1/log/tile/{+tile}", Route.Audience.MEMBER, this::tile));
    }

    private Answer checkpoint(Call call) throws Problem, IOException {
        Checkpoint newest = tree.checkpoint();
        Answer answer = new Answer(200)
                .with("Content-Type", "text/plain; charset=utf-8")
                .with("Cache-Control", "no-store")
                .bytes(newest.note().getBytes(StandardCharsets.UTF_8));
        Optional<List<MerkleHash>> proof = tree.consistency(newest, number(call, "since"));
        proof.ifPresent(path -> answer.with(
                CONSISTENCY_FIELD, path.stream().map(MerkleHash::toString).collect(Collectors.joining(","))));
        return answer;
    }

    private static long number(Call call, String name) throws Problem {
        String text = call.parameter(name, "0");
        if (!text.matches("0|[1-9][0-9]{0,14}")) {
            throw Problem.malformed(name + " is a number of entries");
        }
        return Long.parseLong(text);
    }

    private Answer tile(Call call) throws Problem, IOException {
        try {
            Tile tile = Tile.parse("tile/" + call.variable("tile"));
            return new Answer(200)
                    .with("Content-Type", "application/octet-stream")
                    .with("Cache-Control", "private, no-store")
                    .bytes(tree.tile(tile).orElseThrow(Problem::notFound));
        } catch (TransparencyException e) {
            throw Problem.notFound();
        }
    }

    private Answer lines(Call call) throws Problem {
        Log.Page page =
                Log.lines(database, call.caller().account(), call.caller().signer(), number(call, "from"));
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Log.Line line : page.lines()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("index", line.index());
            each.put("salt", Api.base64(line.salt()));
            each.put("line", line.line());
            lines.add(each);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("lines", lines);
        members.put("more", page.more());
        return Answer.json(200, members);
    }
}
