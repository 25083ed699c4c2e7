package org.phrkit.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenCharactersTest {
    private static final Pattern BY_CATEGORY = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\t', '\n', '\r', 0x1b, 0x7f, 0x85, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x2028, 0x2029, 0x202e,
                0x2066, 0xd800, 0xdfff, 0xfdd0, 0xfdef, 0xfeff, 0xfffe, 0xffff, 0x1fffe, 0xe0001, 0x10ffff
            })
    void whatDoesNotShowIsHidden(int c) {
        assertThat(HiddenCharacters.isHidden(c)).isTrue();
        assertThat(HiddenCharacters.areIn("a" + Character.toString(c))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {' ', '~', 0xa0, 0xe9, 0x3a9, 0x5d0, 0x627, 0x3000, 0xe000, 0xfdcf, 0xfdf0, 0xfffd, 0x1f600})
    void whatShowsIsNot(int c) {
        assertThat(HiddenCharacters.isHidden(c)).isFalse();
        assertThat(HiddenCharacters.areIn("a" + Character.toString(c))).isFalse();
    }

    @Test
    void everyOtherCodePointIsJudgedByItsCategoryAlone() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean isNoncharacter = c % 0x10000 >= 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
            assertThat(HiddenCharacters.isHidden(c))
                    .as("U+%04X", c)
                    .isEqualTo(isNoncharacter
                            || BY_CATEGORY.matcher(Character.toString(c)).matches());
        }
    }

    @Test
    void eachIsReplacedByOne() {
        assertThat(HiddenCharacters.replacedIn("a\u202eb\ud800\n\ud83d\ude00"))
                .isEqualTo("a\ufffdb\ufffd\ufffd\ud83d\ude00");
        assertThat(HiddenCharacters.replacedIn("Gr\u00fcezi")).isEqualTo("Gr\u00fcezi");
    }
}
