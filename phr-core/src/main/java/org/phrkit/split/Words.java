package org.phrkit.split;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The 1024 words of the standard, in its order (SLIP-0039, "Wordlist"). */
final class Words {
    static final String RESOURCE = "words.txt";

    private static final int PREFIX = 4;

    private static final List<String> LIST = load();
    /** By the first four letters, which no two words have in common. */
    private static final Map<String, Integer> INDEX = index();

    private Words() {}

    static String word(int index) {
        return LIST.get(index);
    }

    /** The index of a word, of which the first four letters or more are enough, or -1. */
    static int index(String word) {
        if (word.length() < PREFIX) {
            return -1;
        }
        int index = INDEX.getOrDefault(word.substring(0, PREFIX), -1);
        return index >= 0 && word(index).startsWith(word) ? index : -1;
    }

    private static List<String> load() {
        try (InputStream in = Words.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the word list is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("the word list cannot be read", e);
        }
    }

    private static Map<String, Integer> index() {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < LIST.size(); i++) {
            index.put(LIST.get(i).substring(0, PREFIX), i);
        }
        return index;
    }
}
