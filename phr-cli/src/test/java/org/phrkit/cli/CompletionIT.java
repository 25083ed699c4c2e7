package org.phrkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell makes of the tab key, once it has read what {@code phr completion} prints. */
class CompletionIT {
    @TempDir
    private Path folder;

    private String run(String command) throws IOException, InterruptedException {
        return Transcript.replay("$ " + command + "\n", folder);
    }

    /** Script makes the terminal; phr then prints its arguments, as the shell has completed them. */
    @ParameterizedTest
    @ValueSource(strings = {"bash --norc --noprofile -i", "zsh -f -i"})
    void completesWordsAndFiles(String shell) throws IOException, InterruptedException {
        Peer.need(shell.split(" ", 2)[0]);
        Peer.need("script");
        for (String name : List.of("my.card", "my.key", "report.age", "report.csv", "report.pdf")) {
            Files.writeString(folder.resolve(name), "");
        }
        run("phr completion " + shell.split(" ", 2)[0] + " > words");
        String typed = String.join(
                "",
                "phr dec\\t -i m\\t rep\\t\\n",
                "phr encrypt --passphrase-f\\tx report.p\\t\\n",
                "phr aggregate --refine des\\t rep\\t\\n",
                "phr aggregate --missing imp\\t\\n",
                "exit\\n");
        String happened = run("(printf '. ./words\\nphr() { echo \"GIVEN $*.\" | tr -s \" \"; }\\n'; sleep 3; printf '"
                + typed.replace("\\n", "\\n'; sleep 2; printf '") + "') | script -qec '" + shell + "' /dev/null");
        List<String> given = Pattern.compile("GIVEN ([^$\\r\\n]*)\\.")
                .matcher(happened)
                .results()
                .map((MatchResult result) -> result.group(1).replace('=', ' ').strip())
                .toList();
        assertThat(given)
                .as(happened)
                .containsExactly(
                        "decrypt -i my.key report.age",
                        "encrypt --passphrase-file x report.pdf",
                        "aggregate --refine descent report.csv",
                        "aggregate --missing impute");
    }
}
