package org.phrkit.cli.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private String report() throws IOException {
        return new Example(DATA.resolve("flchain.csv"), release()).report().text();
    }

    /** Rows in their order in fives, each with the quasi-identifiers of the first: 5-anonymous, and a bad release. */
    private Path release() throws IOException {
        StringBuilder release = new StringBuilder();
        String[] first = {};
        int row = -1;
        for (String line : Files.readAllLines(DATA.resolve("flchain.csv"))) {
            String[] cells = line.split(",", -1);
            if (row % 5 == 0 && row < 7870) {
                first = cells;
            }
            if (row++ >= 0) {
                for (int quasi : new int[] {0, 1, 2, 8}) {
                    cells[quasi] = first[quasi];
                }
            }
            release.append(String.join(",", cells)).append('\n');
        }
        return Files.writeString(folder.resolve("release.csv"), release);
    }

    @Test
    void theVerdictIsReadAndNothingIsLoaded() throws IOException, InterruptedException {
        String page = report();
        assertThat(page).doesNotContain("http:", "https:", " src=", " href=", "url(", "@import");
        Opened opened = open(page);
        assertThat(opened.dom())
                .containsOnlyOnce("id=\"verdict\" class=\"verdict yes\" data-holds=\"true\"")
                .containsSubsequence("id=\"verdict\"", ">Yes<", "The table is 5-anonymous.")
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
