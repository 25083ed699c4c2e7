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
    private static final Map<String, Integer> INDEX = index();

    private Words() {}

    static String word(int index) {
        return LIST.get(index);
    }

    /** The index of a word, or -1. */
    static int index(String word) {
        return INDEX.getOrDefault(word, -1);
    }

    /**
     * The word with the same first four letters, which no other word of the list has; else the one that takes the
     * fewest typing mistakes to become {@code word}, the first of several.
     */
    static String nearest(String word) {
        String nearest = LIST.get(0);
        for (String candidate : LIST) {
            if (word.length() >= PREFIX && candidate.startsWith(word.substring(0, PREFIX))) {
                return candidate;
            }
        }
        int least = Integer.MAX_VALUE;
        for (String candidate : LIST) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Characters left out, added, replaced, or swapped with their neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] distance = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distance[i][j] = i + j;
                    continue;
                }
                int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int least = Math.min(replaced, Math.min(distance[i - 1][j], distance[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                distance[i][j] = swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
            }
        }
        return distance[a.length()][b.length()];
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
            index.put(LIST.get(i), i);
        }
        return index;
    }
}
