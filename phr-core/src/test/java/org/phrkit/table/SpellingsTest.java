package org.phrkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.phrkit.testing.Seeds;

class SpellingsTest {
    private static final ColumnSpec SPEC = new ColumnSpec("illness", Role.SENSITIVE, Kind.CATEGORY);
    private static final List<String> WORDS =
            List.of("hiv", "stra\u00dfe", "caf\u00e9 au lait", "\u03bf\u03b4\u03cc\u03c2", "ox 2", "none");
    private static final List<String> CODES = List.of("null", "n/a", "unknown", "-9", ".", "");

    private static TextColumn column(String... texts) {
        return new TextColumn(SPEC, List.of(texts));
    }

    private static TextColumn folded(String... texts) {
        return column(texts).folded(List.of());
    }

    @Test
    void caseBlanksAndUnicodeFormMakeNoValue() {
        assertThat(folded("hiv", "hiv ", "HIV", "\u00a0H\u0131v", "\uff28\uff29\uff36", "h\u200biv\t", "flu")
                        .levels())
                .containsExactly("hiv", "flu");
        assertThat(folded("stra\u00dfe", "STRASSE", "STRA\u1e9eE").levels()).containsExactly("stra\u00dfe");
        assertThat(folded("caf\u00e9", "cafe\u0301", "CAFE\u0301").levels()).containsExactly("caf\u00e9");
        assertThat(folded("a b", "a  \u2003b", "ab").levels()).containsExactly("a b", "ab");
    }

    @Test
    void usualCodesOfMissingCellsAreNone() {
        TextColumn column = folded("hiv", "unknown", "NULL", "-9", " . ", "none");
        assertThat(column.levels()).containsExactly("hiv", "none");
        assertThat(column.missingCount()).isEqualTo(4);
        TextColumn declared = column("hiv", "Keine Angabe", "keine angabe").folded(List.of("Keine Angabe"));
        assertThat(declared.missingCount()).isEqualTo(2);
        ColumnSpec spec = SPEC.withMissing(List.of("x"));
        assertThat(new TextColumn(spec, List.of("hiv", "X")).folded(List.of()).missingCount())
                .isEqualTo(1);
    }

    @Test
    void theLevelsOfAnOrdinalAreWhatSomebodyWrote() {
        ColumnSpec spec = new ColumnSpec("stage", Role.SENSITIVE, Kind.ORDINAL, List.of("i", "I"));
        TextColumn column = new TextColumn(spec, List.of("i", "I"));
        assertThat(column.folded(List.of())).isEqualTo(column);
    }

    @Test
    void countsValuesThatAreThere() {
        assertThat(Spellings.of(column("hiv", "hiv", "HIV", "flu", "NULL", "?"), List.of()))
                .contains(new Spellings("illness", 2, 2));
        assertThat(Spellings.of(column("hiv", "flu", "flu"), List.of())).isEmpty();
        TextColumn without = column("hiv", "HIV", "NULL").withMissing(List.of("HIV", "NULL"));
        assertThat(Spellings.of(without, List.of())).isEmpty();
        assertThat(Spellings.of(column("x", "X "), List.of("X"))).contains(new Spellings("illness", 0, 2));
        assertThat(new Spellings("illness", 2, 1)).hasToString("Spellings[\"illness\", 2, 1]");
    }

    /** Texts are written from words in ways that change no word: who knows the words counts them. */
    @Test
    void wordsAreCountedHoweverTheyAreWritten() {
        Seeds.forEach(300, random -> {
            List<String> texts = new ArrayList<>();
            List<Integer> words = new ArrayList<>();
            for (int row = 1 + random.nextInt(30); row > 0; row--) {
                int word = random.nextInt(WORDS.size() + CODES.size());
                words.add(word < WORDS.size() ? word : -1);
                texts.add(written(word < WORDS.size() ? WORDS.get(word) : CODES.get(word - WORDS.size()), random));
            }
            TextColumn column = new TextColumn(SPEC, texts);
            TextColumn folded = column.folded(List.of());
            Map<Integer, Integer> codeOf = new HashMap<>();
            Map<Integer, Set<String>> textsOf = new HashMap<>();
            for (int row = 0; row < texts.size(); row++) {
                int word = words.get(row);
                assertThat(folded.isMissing(row)).isEqualTo(word < 0);
                assertThat(codeOf.computeIfAbsent(word, key -> codeOf.size() - (codeOf.containsKey(-1) ? 1 : 0)))
                        .isEqualTo(word < 0 ? codeOf.get(-1) : folded.code(row));
                textsOf.computeIfAbsent(word, key -> new HashSet<>()).add(texts.get(row));
            }
            int missing = textsOf.getOrDefault(-1, Set.of()).size();
            textsOf.remove(-1);
            assertThat(folded.levels()).hasSize(textsOf.size());
            int alike = textsOf.values().stream()
                    .mapToInt(Collection::size)
                    .filter(size -> size > 1)
                    .sum();
            Optional<Spellings> found = Spellings.of(column, List.of());
            assertThat(found.map(Spellings::alike).orElse(0)).isEqualTo(alike);
            assertThat(found.map(Spellings::missing).orElse(0)).isEqualTo(missing);
            assertThat(folded.folded(List.of())).isEqualTo(folded);
        });
    }

    private static String written(String word, SplittableRandom random) {
        String text =
                switch (random.nextInt(4)) {
                    case 0 -> word.toUpperCase(Locale.ROOT);
                    case 1 -> word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
                    default -> word;
                };
        text = random.nextInt(3) == 0 ? Normalizer.normalize(text, Normalizer.Form.NFD) : text;
        text = random.nextInt(4) == 0 ? text.replace(" ", " \u00a0") : text;
        return switch (random.nextInt(5)) {
            case 0 -> " " + text;
            case 1 -> text + "\u3000 ";
            case 2 -> "\ufeff" + text;
            default -> text;
        };
    }
}
