package org.phrkit.cli.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.phrkit.cli.Peer;

/** Chromium opens the report: it has nothing to complain of, loads nothing, and shows the verdict. */
class HtmlReportIT {
    private static final Path DATA = Path.of(System.getProperty("phr.root"), "examples/data");

    @TempDir
    private Path folder;

    private record Opened(String dom, String log) {}

    private Opened open(String page) throws IOException, InterruptedException {
        Peer.need("chromium");
        Path file = Files.writeString(folder.resolve("report.html"), page);
        Path dom = folder.resolve("dom");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--v=0",
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("chromium is still running after two minutes");
        }
        return new Opened(Files.readString(dom, UTF_8), Files.readString(log, UTF_8));
    }

    private String report() throws IOException, InterruptedException {
        String columns = DATA.resolve("flchain-columns.csv").toString();
        String original = DATA.resolve("flchain.csv").toString();
        phr("aggregate", "-k", "5", "-c", columns, "-o", "release.csv", original);
        phr("verify", "release", "-k", "5", "-c", columns, "--original", original, "--report", "r.html", "release.csv");
        return Files.readString(folder.resolve("r.html"), UTF_8);
    }

    private void phr(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("phr.root") + "/phr"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("said"), UTF_8))
                .isZero();
    }

    @Test
    void theVerdictIsReadAndNothingIsLoaded() throws IOException, InterruptedException {
        String page = report();
        assertThat(page).doesNotContain("http:", "https:", " src=", " href=", "url(", "@import");
        Opened opened = open(page);
        assertThat(opened.dom())
                .containsOnlyOnce("id=\"verdict\" class=\"verdict yes\" data-holds=\"true\"")
                .containsSubsequence(
                        "id=\"verdict\"", ">Yes<", "The table is 5-anonymous in rows", ">Risk<", ">Utility<")
                .contains("</svg>");
        assertThat(opened.log()).doesNotContain("CONSOLE");
    }

    /** What the page is not made with, the browser refuses, and says so where the test above looks. */
    @Test
    void aScriptOrAPictureFromElsewhereWouldBeRefused() throws IOException, InterruptedException {
        String page = report().replace(
                        "</main>",
                        "<script>document.title = 'ran'</script><img src=\"http://127.0.0.1:9/a.png\"></main>");
        Opened opened = open(page);
        assertThat(opened.dom()).doesNotContain("<title>ran</title>");
        assertThat(opened.log()).contains("CONSOLE").contains("Content Security Policy");
    }
}
