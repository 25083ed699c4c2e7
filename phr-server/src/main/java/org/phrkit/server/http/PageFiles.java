package org.phrkit.server.http;

import java.util.List;
import org.phrkit.server.problem.Problem;
import org.phrkit.server.web.Pages;

/** The files of the pages. They are in the jar and tell nothing, so whoever loads them is not counted. */
final class PageFiles {
    private final Pages pages = Pages.load();

    List<Route> routes() {
        return pages.all().stream()
                .map(page -> new Route("GET", page.path(), Route.Audience.VISITOR, call -> answer(call, page)))
                .toList();
    }

    private static Answer answer(Call call, Pages.Page page) throws Problem {
        String tag = "\"" + page.integrity() + "\"";
        String encodings = call.field("accept-encoding");
        boolean isZipped = encodings != null && encodings.contains("gzip");
        Answer answer = new Answer(tag.equals(call.field("if-none-match")) ? 304 : 200);
        page.fields().forEach(answer::with);
        answer.with("ETag", tag).with("Vary", "Accept-Encoding");
        if (answer.status() == 304) {
            return answer;
        }
        return isZipped ? answer.with("Content-Encoding", "gzip").bytes(page.zipped()) : answer.bytes(page.bytes());
    }
}
