package org.phrkit.table;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.phrkit.input.BadInputException;
import org.phrkit.text.HiddenCharacters;

/**
 * The number of values of a column that differ in spelling alone: hiv, Hiv and HIV are three texts and one illness,
 * and NULL is none. No cell is kept.
 *
 * <p>Texts are alike that are the same in Unicode's compatibility form (NFKC), in upper case, without blanks around them,
 * with one blank for each row of blanks, and without characters that do not show. Source: Unicode Standard Annex 15, and
 * section 5.18 of the standard.
 *
 * @param column its name
 * @param alike the values that are like another one of the column
 * @param missing the values that usually stand for missing cells, or are like a text that does so here
 */
public record Spellings(String column, int alike, int missing) {
    /** Without words that may be an answer, such as none. */
    private static final Set<String> USUAL_MISSING = Arrays.stream(new String[] {
                "",
                "na",
                "n/a",
                "n.a.",
                "#n/a",
                "<na>",
                "nan",
                "null",
                "missing",
                "unknown",
                "not known",
                "not available",
                "?",
                "-",
                ".",
                "-9",
                "-99",
                "-999"
            })
            .map(Spellings::folded)
            .collect(Collectors.toUnmodifiableSet());

    /**
     * Counts the values of a column of texts.
     *
     * @param column the column
     * @param missing the texts that stand for missing cells, besides those that are missing already
     * @return empty where each text is a value of its own
     */
    public static Optional<Spellings> of(TextColumn column, Collection<String> missing) {
        List<String> texts = Arrays.stream(column.codes())
                .distinct()
                .filter(code -> code < column.levels().size())
                .mapToObj(column.levels()::get)
                .toList();
        Set<String> foldedMissing = folded(missing);
        List<String> values = texts.stream()
                .map(Spellings::folded)
                .filter(text -> !isMissing(text, foldedMissing))
                .toList();
        Map<String, Long> counts =
                values.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        int alike = (int) values.stream()
                .filter(text -> counts.getOrDefault(text, 0L) > 1)
                .count();
        Spellings found = new Spellings(column.spec().name(), alike, texts.size() - values.size());
        return found.alike == 0 && found.missing == 0 ? Optional.empty() : Optional.of(found);
    }

    /**
     * {@return what is the same for all texts that are alike}
     *
     * @param text the text of a cell
     */
    public static String folded(String text) {
        StringBuilder shown = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                shown.append(' ');
            } else if (!HiddenCharacters.isHidden(c)) {
                shown.appendCodePoint(c);
            }
        });
        // Lower case first: a capital sharp s has no upper case but itself, and the small one has SS.
        String upper = shown.toString().toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper, Normalizer.Form.NFKC).strip().replaceAll(" +", " ");
    }

    static Set<String> folded(Collection<String> texts) {
        return texts.stream().map(Spellings::folded).collect(Collectors.toSet());
    }

    /** Whether a folded text is no value. */
    static boolean isMissing(String folded, Set<String> foldedMissing) {
        return USUAL_MISSING.contains(folded) || foldedMissing.contains(folded);
    }

    /** Names the column, and counts. */
    @Override
    public String toString() {
        return "Spellings[" + BadInputException.quoted(column) + ", " + alike + ", " + missing + "]";
    }
}
