package org.phrkit.server.http;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.phrkit.server.problem.Problem;

/** What no route answers, as the other problems are answered: nothing of what was sent is in it. */
final class Errors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean isHead = request.getMethod().equals("HEAD");
        Answer.problem(problem(response.getStatus()))
                .send(response, isHead, request.getComponents().getByteBufferPool(), callback);
        return true;
    }

    private static Problem problem(int status) {
        if (status == Problem.Kind.STOPPING.status()) {
            return new Problem(Problem.Kind.STOPPING, "ask again in a minute", 60);
        }
        return status >= 500
                ? new Problem(Problem.Kind.BUG, "the request could not be answered")
                : Problem.malformed("it is not a request that the store accepts");
    }
}
