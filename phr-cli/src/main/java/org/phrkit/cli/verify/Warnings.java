package org.phrkit.cli.verify;

import java.util.ArrayList;
import java.util.List;
import org.phrkit.cli.shell.Terminal;

/** What the reader of a verdict must know, a sentence each: told on the terminal at once, and kept for the page. */
public final class Warnings {
    private final boolean areStrict;
    private final List<String> sentences = new ArrayList<>();

    /**
     * None so far.
     *
     * @param areStrict whether each is a no
     */
    public Warnings(boolean areStrict) {
        this.areStrict = areStrict;
    }

    /** Tells one, and keeps it. */
    public void add(String sentence) {
        Terminal.warning(sentence);
        sentences.add(sentence);
    }

    /** In the order in which they were told. */
    public List<String> sentences() {
        return List.copyOf(sentences);
    }

    /** Whether there is one, and it is a no. */
    public boolean areNo() {
        return areStrict && !sentences.isEmpty();
    }
}
