package org.phrkit.server.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.phrkit.server.accounts.Limits;
import org.phrkit.server.problem.Problem;

/**
 * Answers requests by their routes. What goes to the log is the route's template, the status, size and time: no name, no
 * key, nothing that was sent.
 */
public final class StoreHandler extends Handler.Abstract {
    private static final Logger LOG = System.getLogger("org.phrkit.server");

    private final List<Route> routes;
    private final Authentication authentication;
    private final Limits limits;

    StoreHandler(List<Route> routes, Authentication authentication, Limits limits) {
        this.routes = routes;
        this.authentication = authentication;
        this.limits = limits;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        long start = System.nanoTime();
        String path = request.getHttpURI().getPath();
        Answer answer;
        String shown = "-";
        try {
            Optional<Route> route = find(request.getMethod(), path);
            shown = route.map(Route::template).orElse("-");
            answer = route.isPresent() ? answer(route.get(), path, request) : none(request, path);
        } catch (Problem e) {
            answer = Answer.problem(e);
        } catch (NoSuchFileException e) {
            answer = Answer.problem(new Problem(Problem.Kind.GONE, "it went away in the meantime"));
        } catch (IOException | HttpException.RuntimeException e) {
            // The client went away, or what it sends is no HTTP: the connection ends with it.
            LOG.log(Logger.Level.DEBUG, "a request ended early");
            callback.failed(e);
            return true;
        } catch (RuntimeException e) {
            logBug(shown, e);
            answer = Answer.problem(new Problem(Problem.Kind.BUG, "the log of the store says more"));
        }
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        long millis = (System.nanoTime() - start) / 1_000_000;
        LOG.log(
                Logger.Level.INFO,
                request.getMethod() + " " + shown + " " + answer.status() + " " + answer.sizeBytes() + " bytes "
                        + millis + " ms");
        boolean isHead = request.getMethod().equals("HEAD");
        answer.send(response, isHead, request.getComponents().getByteBufferPool(), callback);
        return true;
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

    private Answer answer(Route route, String path, Request request) throws Problem, IOException {
        Call call = new Call(request, route.match(path).orElseThrow());
        Route.Audience audience = route.audience();
        if (audience.isSigned()) {
            call.readBody();
            authentication.check(call, audience == Route.Audience.NEWCOMER);
            if (audience != Route.Audience.NEWCOMER
                    && !audience.has(call.caller().role())) {
                throw new Problem(Problem.Kind.FORBIDDEN, "it is for other roles");
            }
        } else if (audience == Route.Audience.ANYONE) {
            limits.take(Limits.Measure.STRANGERS, call.address());
        }
        return route.action().answer(call);
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
