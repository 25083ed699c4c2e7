package org.phrkit.cli.verify;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.shell.Terminal;

/** What the reader of a verdict must know, a sentence each: told on the terminal at once, and kept for the page. */
final class Warnings {
    private final boolean areStrict;
    private final List<String> sentences = new ArrayList<>();

    /**
     * None so far.
     *
     * @param areStrict whether each is a no
     */
    Warnings(boolean areStrict) {
        this.areStrict = areStrict;
    }

    void add(String sentence) {
        Terminal.warning(sentence);
        sentences.add(sentence);
    }

    /** In the order in which they were told. */
    List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** Whether there is one, and it is a no. */
    boolean areNo() {
        return areStrict && !sentences.isEmpty();
    }
}
