package org.phrkit.cli.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String HOSTILE = "<script>alert('1')</script><img src=x onerror=\"f()\">\" onclick=\"f()";

    /** Every place that takes text is given markup. */
    private static HtmlReport hostile() {
        Plot plot = Plot.histogram(HOSTILE, new double[] {1}, new double[] {2});
        return new HtmlReport(HOSTILE, HOSTILE)
                .verdict(true, HOSTILE)
                .asked(HOSTILE, true, HOSTILE)
                .fact(HOSTILE, HOSTILE)
                .warning(HOSTILE)
                .section(HOSTILE, HOSTILE)
                .row(HOSTILE, HOSTILE, HOSTILE)
                .table(HOSTILE, List.of(HOSTILE, HOSTILE), List.of(List.of(HOSTILE, HOSTILE)))
                .plot(plot, HOSTILE)
                .made(HOSTILE, HOSTILE);
    }

    @Test
    void allTextStaysText() {
        String page = hostile().text();
        assertThat(page).doesNotContain("<script", "<img").doesNotContainPattern("<[^>]*\\son[a-z]+=\"");
        assertThat(page.split("&lt;script&gt;", -1)).hasSizeGreaterThan(18);
    }

    @Test
    void thePageForbidsItselfNetworkAndScript() {
        assertThat(hostile().text())
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                .doesNotContain("http:", "https:", "@import", "url(");
    }

    @Test
    void theVerdictComesFirstAndHowItWasMadeLast() {
        String page = new HtmlReport("title", "subject")
                .made("Program", "phr 1")
                .section("Risk", "")
                .row("a", "1", "one")
                .warning("careful")
                .verdict(false, "no: the table is not 3-anonymous")
                .asked("3-anonymous", false, "2 rows")
                .text();
        assertThat(page).containsSubsequence("data-holds=\"false\"", ">No<", "not 3-anonymous", "2 rows", "careful");
        assertThat(page).containsSubsequence("careful", "Risk", "one", "phr 1");
    }

    @Test
    void everyElementThatIsOpenedIsClosed() {
        String page = hostile()
                .section("b", "")
                .plot(Plot.classSizes("x", new int[] {1}, 1), "")
                .text();
        for (String element : List.of("table", "tbody", "section", "figure", "div", "svg", "dl", "footer", "main")) {
            int opened = page.split("<" + element + "[ >]", -1).length;
            assertThat(page.split("</" + element + ">", -1)).as(element).hasSize(opened);
        }
    }

    @Test
    void theSameCallsGiveTheSamePage() {
        assertThat(hostile().text()).isEqualTo(hostile().text());
        HtmlReport report = hostile();
        assertThat(report.text()).isEqualTo(report.text());
    }

    @Test
    void aReportHasAVerdictAndItsRowsASection() {
        assertThatIllegalStateException().isThrownBy(() -> new HtmlReport("a", "b").text());
        assertThatIllegalStateException().isThrownBy(() -> new HtmlReport("a", "b").row("a", "b", "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new HtmlReport("a", "b").section("c", "").table("t", List.of("x", "y"), List.of(List.of("1"))));
    }
}
