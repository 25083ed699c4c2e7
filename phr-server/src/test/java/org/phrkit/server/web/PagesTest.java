package org.phrkit.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/phrkit/server/web");
    private static final Pattern INTEGRITY = Pattern.compile("(?:href|src)=\"([^\"]*)\" integrity=\"([^\"]*)\"");

    final Pages pages = Pages.load();

    private Pages.Page page(String path) {
        return pages.all().stream()
                .filter(page -> page.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** A file that is served is listed, and none that is listed is missing. */
    @Test
    void theListOfFilesIsTheFolder() throws Exception {
        try (var files = Files.walk(FOLDER)) {
            assertThat(Files.readAllLines(FOLDER.resolve("files.txt")))
                    .containsExactlyElementsOf(files.filter(Files::isRegularFile)
                            .map(file -> FOLDER.relativize(file).toString())
                            .filter(name -> !name.endsWith(".d.ts")
                                    && !name.equals("files.txt")
                                    && !name.endsWith("SHA384SUMS"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    /** What a browser checks is what is served: computed here anew. */
    @Test
    void theDocumentNamesTheHashOfEveryModuleAndStyle() throws Exception {
        String document = new String(page("/").bytes(), StandardCharsets.UTF_8);
        TreeSet<String> named = new TreeSet<>();
        Matcher matcher = INTEGRITY.matcher(document);
        while (matcher.find()) {
            assertThat(matcher.group(2)).isEqualTo(sha384(page(matcher.group(1)).bytes()));
            named.add(matcher.group(1));
        }
        assertThat(named).contains("/vendor/crypto.js", "/vendor/view.js").doesNotContain("/vendor/pdf.js");
        assertThat(document).doesNotContain("integrity=\"\"", "<style", "style=", "onclick", "javascript:");
        for (String script : document.split("<script", -1)) {
            assertThat(script.startsWith(" ") ? script : " src=").contains(" src=");
        }
    }

    @Test
    void theListHasTheHashOfEveryFile() throws Exception {
        List<String> lines = pages.list().lines().toList();
        assertThat(lines).hasSize(pages.all().size() - 1);
        for (String line : lines) {
            String path = line.substring(line.indexOf(' ') + 1);
            assertThat(line).isEqualTo(sha384(page(path).bytes()) + " " + path);
        }
        assertThat(new String(page(Pages.LIST_PATH).bytes(), StandardCharsets.UTF_8))
                .isEqualTo(pages.list());
    }

    /** What others wrote is what was bundled: its hashes are committed beside it. */
    @Test
    void theBundlesAreThoseThatWereWrittenDown() throws Exception {
        for (String line : Files.readAllLines(FOLDER.resolve("vendor/SHA384SUMS"))) {
            String[] parts = line.split("  ", -1);
            assertThat(page("/vendor/" + parts[1]).integrity()).isEqualTo(parts[0]);
        }
    }

    @Test
    void nothingButTheStoreItselfIsLoaded() {
        for (Pages.Page page : pages.all()) {
            String policy = page.fields().getOrDefault("Content-Security-Policy", "");
            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe", "http", "*");
            if (page.path().startsWith("/viewer")) {
                assertThat(policy).startsWith("sandbox allow-scripts;").doesNotContain("allow-same-origin");
            } else if (!page.path().equals("/vendor/pdf.js")) {
                assertThat(policy).contains("require-trusted-types-for 'script'", "frame-ancestors 'none'");
                assertThat(page.fields()).doesNotContainKey("Access-Control-Allow-Origin");
            }
        }
    }

    private static String sha384(byte[] bytes) throws Exception {
        return "sha384-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-384").digest(bytes));
    }
}
