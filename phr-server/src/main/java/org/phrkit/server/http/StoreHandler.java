package org.phrkit.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.log.LogTree;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.storage.StorageException;
import org.phrkit.transparency.TreeHead;

/**
 * Answers requests by their routes. What goes to the log is the route's template, the status, size and time: no name, no
 * key, nothing that was sent.
 */
public final class StoreHandler extends Handler.Abstract {
    private static final Logger LOG = System.getLogger("org.phrkit.server");

    /** How long the body of a signed request may take. */
    private static final long BODY_SECONDS = 30;

    private final List<Route> routes;
    private final Authentication authentication;
    private final Limits limits;
    private final LogTree tree;
    private final Connections connections;
    private final Metrics metrics;

    StoreHandler(
            List<Route> routes,
            Authentication authentication,
            Limits limits,
            LogTree tree,
            Connections connections,
            Metrics metrics) {
        this.routes = routes;
        this.authentication = authentication;
        this.limits = limits;
        this.tree = tree;
        this.connections = connections;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        connections.begin(request);
        Optional<Route> route = find(request);
        if (route.isEmpty() || !route.get().audience().hasBody()) {
            answer(route, request, response, new byte[0], callback);
            return true;
        }
        if (request.getLength() > Call.LARGEST_BODY_BYTES) {
            send("-", Answer.problem(Call.tooLarge()), request, response, callback);
            return true;
        }
        // No thread waits for the body, else a few strangers who send slowly have all of them.
        CompletableFuture<byte[]> body = new CompletableFuture<>();
        Content.Source.asByteArrayAsync(request, Call.LARGEST_BODY_BYTES, Promise.Invocable.toPromise(body));
        if (body.isDone()) {
            answer(route, request, response, body, callback);
        } else {
            CompletableFuture<byte[]> unused = body.orTimeout(BODY_SECONDS, TimeUnit.SECONDS)
                    .whenCompleteAsync(
                            (bytes, failure) -> answer(route, request, response, body, callback),
                            request.getComponents().getExecutor());
        }
        return true;
    }

    private void answer(
            Optional<Route> route,
            Request request,
            Response response,
            CompletableFuture<byte[]> body,
            Callback callback) {
        try {
            answer(route, request, response, body.join(), callback);
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalStateException) {
                send("-", Answer.problem(Call.tooLarge()), request, response, callback);
            } else if (e.getCause() instanceof TimeoutException) {
                Problem late = Problem.malformed("the body did not arrive within " + BODY_SECONDS + " s");
                send("-", Answer.problem(late), request, response, callback);
            } else {
                LOG.log(Logger.Level.DEBUG, "a request ended early");
                callback.failed(e.getCause());
            }
        }
    }

    private void answer(Optional<Route> route, Request request, Response response, byte[] body, Callback callback) {
        String shown = route.map(it -> it.method() + " " + it.template()).orElse("-");
        String path = request.getHttpURI().getPath();
        Answer answer;
        try {
            answer = route.isPresent() ? answer(route.get(), path, request, body) : none(request, path);
        } catch (Problem e) {
            answer = Answer.problem(e);
        } catch (NoSuchFileException e) {
            answer = Answer.problem(new Problem(Problem.Kind.GONE, "it went away in the meantime"));
        } catch (FileSystemException e) {
            answer = Answer.problem(problem(shown, new StorageException("a file cannot be used", e)));
        } catch (HttpException.RuntimeException e) {
            answer = Answer.problem(Problem.malformed("the address is not understood"));
        } catch (IOException e) {
            // The client went away, or what it sends is no HTTP: the connection ends with it.
            LOG.log(Logger.Level.DEBUG, "a request ended early");
            callback.failed(e);
            return;
        } catch (RuntimeException e) {
            answer = Answer.problem(problem(shown, e));
        }
        send(shown, answer, request, response, callback);
    }

    private static Problem problem(String shown, RuntimeException e) {
        if (e instanceof StorageException storage && storage.isDiskFull()) {
            LOG.log(Logger.Level.ERROR, "the disk is full");
            return new Problem(Problem.Kind.NO_ROOM, "the store's disk does not take it");
        }
        logBug(shown, e);
        return new Problem(Problem.Kind.BUG, "the log of the store says more");
    }

    private void send(String shown, Answer answer, Request request, Response response, Callback callback) {
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        long nanos = System.nanoTime() - request.getHeadersNanoTime();
        metrics.answered(shown, answer.status(), answer.sizeBytes(), nanos / 1e9);
        LOG.log(
                Logger.Level.INFO,
                shown + " " + answer.status() + " " + answer.sizeBytes() + " bytes " + nanos / 1_000_000 + " ms");
        boolean isHead = request.getMethod().equals("HEAD");
        answer.send(response, isHead, request.getComponents().getByteBufferPool(), callback);
    }

    private Optional<Route> find(Request request) {
        String path = request.getHttpURI().getPath();
        String named = request.getHeaders().get("X-HTTP-Method-Override");
        if (named != null && request.getMethod().equals("POST")) {
            // Where tus says so. A signature is of the method that was sent, and of no other.
            Optional<Route> route = find(named, path).filter(it -> it.audience() == Route.Audience.HOLDER_OF_ADDRESS);
            if (route.isPresent()) {
                return route;
            }
        }
        return find(request.getMethod(), path);
    }

    private Optional<Route> find(String method, String path) {
        // HEAD is GET without the body, but where it has a route of its own.
        Optional<Route> exact = routes.stream()
                .filter(route ->
                        route.method().equals(method) && route.match(path).isPresent())
                .findFirst();
        return exact.isPresent() || !method.equals("HEAD") ? exact : find("GET", path);
    }

    private Answer none(Request request, String path) throws Problem {
        limits.take(Limits.Measure.STRANGERS, new Call(request, Map.of()).address());
        List<String> methods = new ArrayList<>();
        for (Route route : routes) {
            if (route.match(path).isPresent()) {
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw Problem.notFound();
        }
        return Answer.problem(new Problem(Problem.Kind.METHOD, "it takes " + String.join(", ", methods)))
                .with("Allow", String.join(", ", methods));
    }

    private Answer answer(Route route, String path, Request request, byte[] body) throws Problem, IOException {
        Call call = new Call(request, route.match(path).orElseThrow());
        Route.Audience audience = route.audience();
        call.bring(body);
        if (audience.isSigned()) {
            authentication.check(call, audience == Route.Audience.NEWCOMER);
            if (audience != Route.Audience.NEWCOMER
                    && !audience.has(call.caller().role())) {
                throw new Problem(Problem.Kind.FORBIDDEN, "it is for other roles");
            }
        } else if (audience == Route.Audience.ANYONE || audience == Route.Audience.STRANGER) {
            limits.take(Limits.Measure.STRANGERS, call.address());
        }
        try {
            Answer answer = route.action().answer(call);
            // A client that has seen the same asks no more of the log.
            TreeHead head = tree.checkpoint().head();
            return audience.isSigned() ? answer.with(LogApi.HEAD_FIELD, head.size() + " " + head.root()) : answer;
        } catch (Problem e) {
            if (audience == Route.Audience.HOLDER_OF_ADDRESS && e.kind() == Problem.Kind.NOT_FOUND) {
                // Whoever tries addresses is slowed, and whoever holds one is not.
                limits.take(Limits.Measure.STRANGERS, call.address());
            }
            throw e;
        }
    }

    /** Types and places of a bug; messages may hold anything. */
    private static void logBug(String template, Throwable e) {
        StringBuilder text = new StringBuilder("a bug at " + template + ":");
        for (Throwable each = e; each != null; each = each.getCause()) {
            text.append(' ').append(each.getClass().getName());
            StackTraceElement[] frames = each.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, 8); i++) {
                text.append(" at ").append(frames[i]);
            }
        }
        LOG.log(Logger.Level.ERROR, text.toString());
    }
}
