package org.phrkit.dist;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How a command is used.
 *
 * @param purpose what for, as a sentence that ends with a colon
 * @param lines what is typed
 */
record Example(String purpose, List<String> lines) {
    private static final String FILE = "examples.txt";

    private static final int INDENT = 4;

    Example {
        lines = List.copyOf(lines);
    }

    /** The examples of a command: the one with which its help begins, and those of the file. */
    static List<Example> of(CommandSpec command) throws IOException {
        List<String> first = String.format(command.usageMessage().headerHeading())
                .strip()
                .lines()
                .toList();
        List<Example> examples = new ArrayList<>();
        examples.add(new Example(
                first.get(0),
                first.stream().skip(1).map(line -> line.substring(2)).toList()));
        examples.addAll(further().getOrDefault(command.qualifiedName(), List.of()));
        return examples;
    }

    /**
     * Further examples of each command, by its whole name. In their file, a line {@code == COMMAND} begins those of a
     * command, a line that is not indented a purpose, and indented lines are typed.
     */
    static Map<String, List<Example>> further() throws IOException {
        Map<String, List<Example>> all = new LinkedHashMap<>();
        List<Example> ofCommand = new ArrayList<>();
        try (InputStream file = Example.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new FileNotFoundException(FILE);
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("== ")) {
                    ofCommand = new ArrayList<>();
                    all.put(line.substring(3), ofCommand);
                } else if (line.startsWith(" ")) {
                    Example last = ofCommand.remove(ofCommand.size() - 1);
                    List<String> lines = new ArrayList<>(last.lines());
                    lines.add(line.substring(INDENT));
                    ofCommand.add(new Example(last.purpose(), lines));
                } else if (!line.isBlank()) {
                    ofCommand.add(new Example(line, List.of()));
                }
            }
        }
        return all;
    }

    String roff() {
        StringBuilder roff =
                new StringBuilder(".PP\n").append(Roff.text(purpose)).append("\n.PP\n.RS 4\n.nf\n");
        lines.forEach(line -> roff.append(Roff.text(line)).append('\n'));
        return roff.append(".fi\n.RE\n").toString();
    }
}
