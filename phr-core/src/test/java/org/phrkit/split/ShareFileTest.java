package org.phrkit.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ShareFileTest {
    private static final Policy POLICY = Policy.of(2, 3);

    private final Share share = Slip39.split(new byte[32], POLICY, new char[0], 0, new SecureRandom())
            .get(0)
            .get(1);
    private final String text = new ShareFile(share, "Dr. Roe", "age1x").exposeText(POLICY, LocalDate.of(2026, 1, 2));

    @Test
    void whatIsWrittenIsReadAgain() throws ShareException {
        assertThat(text).startsWith("""
                        # phr key share 2 of 3
                        # for: Dr. Roe
                        # restores: age1x
                        # created: 2026-01-02
                        # needed: 2 of the 3 shares
                        """);
        assertThat(text.lines().filter(line -> !line.startsWith("#") && !line.isEmpty()))
                .hasSize(11);
        for (String form : new String[] {text, text.replace("\n", "\r\n"), text.replaceAll("(?m)^ *([0-9]+)", "$1.")}) {
            ShareFile read = ShareFile.parse(form);
            assertThat(read.share().exposeMnemonic()).isEqualTo(share.exposeMnemonic());
            assertThat(read.holder()).isEqualTo("Dr. Roe");
            assertThat(read.restores()).isEqualTo("age1x");
        }
    }

    @Test
    void theWordsAloneAreAShareFile() throws ShareException {
        ShareFile read = ShareFile.parse(share.exposeMnemonic());
        assertThat(read.share().exposeMnemonic()).isEqualTo(share.exposeMnemonic());
        assertThat(read.holder()).isEmpty();
        assertThat(read.restores()).isEmpty();
    }

    @Test
    void aMistakeIsNamedWithItsLine() {
        assertThatThrownBy(() -> ShareFile.parse(text.replaceFirst(" 4 [a-z]+", " 4 xyzzy")))
                .isInstanceOfSatisfying(ShareException.Malformed.class, e -> {
                    assertThat(e.wordNumber()).isEqualTo(4);
                    assertThat(e.lineNumber()).isEqualTo(12);
                })
                .hasMessageNotContaining("xyzzy");
        assertThatThrownBy(() -> ShareFile.parse(text.replaceFirst(" 4 ", " 5 ")))
                .isInstanceOfSatisfying(ShareException.Malformed.class, e -> assertThat(e.lineNumber())
                        .isEqualTo(12))
                .hasMessageContaining("number");
    }

    @Test
    void namesStayOnTheirLine() {
        for (String name : new String[] {"a\nb", "a\rb", "\u001b[31m", "\u202ea", " a", "a "}) {
            assertThatThrownBy(() -> new ShareFile(share, name, "")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new ShareFile(share, "", name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aCommentThatWouldHideSomethingIsMalformed() {
        for (String name : new String[] {ShareFile.HOLDER, ShareFile.RESTORES}) {
            assertThatThrownBy(() -> ShareFile.parse(text.replaceAll(name + ".*", name + "Dr. \u202eRoe")))
                    .isInstanceOf(ShareException.Malformed.class)
                    .hasMessageStartingWith("a comment is not proper: ");
        }
    }

    @Test
    void aNameHasAtMostTwoHundredCharacters() {
        assertThat(new ShareFile(share, "x".repeat(200), "").holder()).hasSize(200);
        assertThatThrownBy(() -> new ShareFile(share, "x".repeat(201), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Twenty words are six rows, and two words. */
    @Test
    void theLastRowEndsToo() throws ShareException {
        Share small = Slip39.split(new byte[16], POLICY, new char[0], 0, new SecureRandom())
                .get(0)
                .get(0);
        String file = new ShareFile(small, "", "").exposeText(POLICY, LocalDate.of(2026, 1, 2));
        assertThat(file).endsWith("\n").containsPattern("\n 19 [a-z]+ +20 [a-z]+\n$");
        assertThat(ShareFile.parse(file).share().exposeMnemonic()).isEqualTo(small.exposeMnemonic());
    }

    /** A word at the end of its row, and a fault that no single word has. */
    @Test
    void aLineIsNamedWhereThereIsOne() {
        assertThatThrownBy(() -> ShareFile.parse(text.replaceFirst(" 6 [a-z]+", " 6 xyzzy")))
                .isInstanceOfSatisfying(ShareException.Malformed.class, e -> assertThat(e.lineNumber())
                        .isEqualTo(12));
        assertThatThrownBy(() -> ShareFile.parse("# nothing\n"))
                .isInstanceOfSatisfying(ShareException.Malformed.class, e -> assertThat(e.lineNumber())
                        .isZero());
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws ShareException {
        String mark = "\ufeff" + ShareFile.HOLDER + "Dr. Roe\n" + share.exposeMnemonic();
        assertThat(ShareFile.parse(mark).holder()).isEqualTo("Dr. Roe");
    }
}
