package org.phrkit.split;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.phrkit.text.HiddenCharacters;

/**
 * A share as a text file that a person can print: what it is for in {@code #} comments, then its words in numbered
 * rows. The numbers may be left out, so the words alone are a share file too.
 * Its text form ({@link #toString}) shows no word of the share; {@link #exposeText} does.
 *
 * @param share the share
 * @param holder who keeps it; may be empty
 * @param restores the public key that belongs to the secret, in whatever form names it; may be empty
 */
public record ShareFile(Share share, String holder, String restores) {
    /** The largest share file that is read. */
    public static final int LIMIT_BYTES = 1 << 16;

    static final String HOLDER = "# for: ";
    static final String RESTORES = "# restores: ";
    private static final int WORDS_A_ROW = 3;
    private static final int LIMIT_NAME = 200;

    /**
     * Refuses text that would not stay on its line.
     *
     * @param share the share
     * @param holder who keeps it
     * @param restores the public key that belongs to the secret, in whatever form names it
     */
    public ShareFile {
        requireLine(holder);
        requireLine(restores);
    }

    static void requireLine(String text) {
        if (HiddenCharacters.areIn(text) || !text.equals(text.strip()) || text.length() > LIMIT_NAME) {
            throw new IllegalArgumentException(
                    "a name must be one line of at most " + LIMIT_NAME + " characters, without blanks around it");
        }
    }

    /**
     * {@return the text of the file} It holds the share.
     *
     * @param policy by which the secret was split
     * @param created the day of the split
     */
    public String exposeText(Policy policy, LocalDate created) {
        return exposeText(policy, created, "phr share combine");
    }

    /**
     * {@return the same, of a secret that another command restores}
     *
     * @param policy how many groups and shares are needed
     * @param created the day of the split
     * @param command what its keeper is told to type before the names of share files
     */
    public String exposeText(Policy policy, LocalDate created, String command) {
        ShareFile.requireLine(command);
        StringBuilder text = new StringBuilder(ShareInstructions.of(this, policy, created, command)).append('\n');
        String[] words = share.exposeMnemonic().split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            boolean last = i % WORDS_A_ROW == WORDS_A_ROW - 1 || i == words.length - 1;
            text.append(String.format(Locale.ROOT, last ? "%3d %s" : "%3d %-10s", i + 1, words[i]))
                    .append(last ? "\n" : "");
        }
        return text.toString();
    }

    /**
     * Reads a share file, or a part of it that holds all the words.
     *
     * @param text the text to read
     * @return the share file
     * @throws ShareException.Malformed if the words are not those of a share, or a number does not stand before the
     *     word that it counts; names the line
     */
    public static ShareFile parse(String text) throws ShareException.Malformed {
        String holder = "";
        String restores = "";
        List<String> words = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        int lineNumber = 0;
        String unmarked = text.startsWith("\ufeff") ? text.substring(1) : text;
        for (String line : unmarked.split("\r?\n", -1)) {
            lineNumber++;
            if (line.startsWith("#")) {
                holder = line.startsWith(HOLDER) ? comment(line, HOLDER) : holder;
                restores = line.startsWith(RESTORES) ? comment(line, RESTORES) : restores;
                continue;
            }
            for (String token : line.strip().split("\\s+", -1)) {
                if (token.matches("[0-9]{1,3}[.)]?")) {
                    if (Integer.parseInt(token.replaceAll("[.)]", "")) != words.size() + 1) {
                        throw new ShareException.Malformed(
                                        "a number does not count the word behind it: a row is missing, or out of order")
                                .onLine(lineNumber);
                    }
                } else if (!token.isEmpty()) {
                    words.add(token);
                    lines.add(lineNumber);
                }
            }
        }
        try {
            return new ShareFile(Share.parse(String.join(" ", words)), holder, restores);
        } catch (ShareException.Malformed e) {
            throw e.wordNumber() == 0 ? e : e.onLine(lines.get(e.wordNumber() - 1));
        }
    }

    private static String comment(String line, String name) throws ShareException.Malformed {
        String value = line.substring(name.length()).strip();
        try {
            requireLine(value);
        } catch (IllegalArgumentException e) {
            throw new ShareException.Malformed("a comment is not proper: " + e.getMessage());
        }
        return value;
    }
}
