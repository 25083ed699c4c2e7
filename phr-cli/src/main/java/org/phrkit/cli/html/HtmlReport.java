package org.phrkit.cli.html;

import java.util.List;

/**
 * A report for people as one HTML file: it needs no network and no script, and forbids both to itself; it reads in
 * light and in dark, on a telephone and on paper. All text that is given is shown as text, whatever it holds. Calls add
 * to the page in their order; the verdict comes first and how it was made last. The same calls give the same bytes.
 */
public final class HtmlReport {
    private final String title;
    private final String subject;
    private final StringBuilder verdict = new StringBuilder();
    private final StringBuilder asked = new StringBuilder();
    private final StringBuilder warnings = new StringBuilder();
    private final StringBuilder facts = new StringBuilder();
    private final StringBuilder sections = new StringBuilder();
    private final StringBuilder made = new StringBuilder();
    private Block block = Block.NONE;

    /**
     * @param title what kind of report this is
     * @param subject what it is about, such as the name of a file
     */
    public HtmlReport(String title, String subject) {
        this.title = title;
        this.subject = subject;
    }

    /** The answer to all that was asked, yes or no, and in a sentence. */
    public HtmlReport verdict(boolean holds, String sentence) {
        verdict.setLength(0);
        verdict.append("<div id=\"verdict\" class=\"verdict ")
                .append(holds ? "yes" : "no")
                .append("\" data-holds=\"")
                .append(holds)
                .append("\">\n<p class=\"answer\">")
                .append(answer(holds))
                .append("</p>\n<p>")
                .append(Markup.escape(sentence))
                .append("</p>\n</div>\n");
        return this;
    }

    /** One of the properties that were asked for, whether the table has it, and what was found. */
    public HtmlReport asked(String property, boolean holds, String found) {
        asked.append("<tr class=\"")
                .append(holds ? "yes" : "no")
                .append("\">")
                .append(heading("row", property))
                .append("<td class=\"answer\">")
                .append(answer(holds))
                .append("</td><td>")
                .append(Markup.escape(found))
                .append("</td></tr>\n");
        return this;
    }

    /** Something that the reader must know before using the figures. */
    public HtmlReport warning(String sentence) {
        warnings.append("<p class=\"warning\"><strong>Warning:</strong> ")
                .append(Markup.escape(sentence))
                .append("</p>\n");
        return this;
    }

    /** A plain fact about what was looked at, such as its number of rows. */
    public HtmlReport fact(String label, String value) {
        pair(facts, label, value);
        return this;
    }

    /** Begins a section; rows, tables and plots that follow are in it. */
    public HtmlReport section(String heading, String introduction) {
        next(Block.NONE);
        if (!sections.isEmpty()) {
            sections.append("</section>\n");
        }
        sections.append("<section>\n<h2>").append(Markup.escape(heading)).append("</h2>\n");
        if (!introduction.isEmpty()) {
            sections.append("<p>").append(Markup.escape(introduction)).append("</p>\n");
        }
        return this;
    }

    /** One figure, and what it means in a short plain sentence. */
    public HtmlReport row(String label, String value, String meaning) {
        next(Block.ROWS);
        sections.append("<tr>")
                .append(heading("row", label))
                .append("<td class=\"figure\">")
                .append(Markup.escape(value))
                .append("</td><td>")
                .append(Markup.escape(meaning))
                .append("</td></tr>\n");
        return this;
    }

    /**
     * A table of figures, each row of which begins with what it is about.
     *
     * @throws IllegalArgumentException where a row is not as long as the headings
     */
    public HtmlReport table(String caption, List<String> headings, List<List<String>> rows) {
        return table("figures", caption, headings, rows);
    }

    /**
     * A table of words, each row of which begins with what it is about.
     *
     * @throws IllegalArgumentException where a row is not as long as the headings
     */
    public HtmlReport words(String caption, List<String> headings, List<List<String>> rows) {
        return table("figures words", caption, headings, rows);
    }

    private HtmlReport table(String style, String caption, List<String> headings, List<List<String>> rows) {
        next(Block.NONE);
        scrollable(caption).append("<table class=\"").append(style).append("\">\n<caption><span>");
        sections.append(Markup.escape(caption)).append("</span></caption>\n<thead><tr>");
        headings.forEach(heading -> sections.append(heading("col", heading)));
        sections.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            if (row.isEmpty() || row.size() != headings.size()) {
                throw new IllegalArgumentException("a row must have as many cells as there are headings");
            }
            sections.append("<tr>").append(heading("row", row.get(0)));
            row.stream().skip(1).forEach(cell -> sections.append("<td>")
                    .append(Markup.escape(cell))
                    .append("</td>"));
            sections.append("</tr>\n");
        }
        sections.append("</tbody>\n</table>\n</div>\n");
        return this;
    }

    /** A plot, under its title and above a sentence that says how to read it. */
    public HtmlReport plot(Plot plot, String caption) {
        next(Block.PLOTS);
        sections.append("<figure>\n<p class=\"title\">")
                .append(Markup.escape(plot.title()))
                .append("</p>\n");
        if (plot.isLarge()) {
            scrollable(plot.title()).append(plot.svg()).append("</div>\n");
        } else {
            sections.append(plot.svg());
        }
        if (!caption.isEmpty()) {
            sections.append("<figcaption>").append(Markup.escape(caption)).append("</figcaption>\n");
        }
        sections.append("</figure>\n");
        return this;
    }

    /** How the report came to be: the program's version, a file's name or its SHA-256, an option. */
    public HtmlReport made(String label, String value) {
        pair(made, label, value);
        return this;
    }

    /**
     * The whole page, to be written as UTF-8.
     *
     * @throws IllegalStateException where no verdict was given
     */
    public String text() {
        if (verdict.isEmpty()) {
            throw new IllegalStateException("a report needs a verdict");
        }
        next(Block.NONE);
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta http-equiv=\"Content-Security-Policy\"")
                .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
                .append(Markup.escape(title + ": " + subject))
                .append("</title>\n<style>\n")
                .append(PageStyle.TEXT)
                .append(PlotStyle.TEXT)
                .append("</style>\n</head>\n<body>\n<main>\n<header>\n<h1>")
                .append(Markup.escape(title))
                .append("</h1>\n<p class=\"subject\">")
                .append(Markup.escape(subject))
                .append("</p>\n</header>\n")
                .append(verdict);
        if (!asked.isEmpty()) {
            page.append("<table class=\"rows\">\n<thead><tr>")
                    .append(heading("col", "Asked"))
                    .append(heading("col", "Answer"))
                    .append(heading("col", "Found"))
                    .append("</tr></thead>\n<tbody>\n")
                    .append(asked)
                    .append("</tbody>\n</table>\n");
        }
        page.append(warnings);
        list(page, "facts", facts);
        page.append(sections).append(sections.isEmpty() ? "" : "</section>\n");
        if (!made.isEmpty()) {
            page.append("<footer>\n<h2>How this report was made</h2>\n");
            list(page, "made", made);
            page.append("</footer>\n");
        }
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    /** Wider than the page, on a telephone, it scrolls by itself, also with the keyboard. */
    private StringBuilder scrollable(String label) {
        return sections.append("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"")
                .append(Markup.escape(label))
                .append("\">\n");
    }

    private void next(Block following) {
        if (following == block) {
            return;
        }
        if (following != Block.NONE && sections.isEmpty()) {
            throw new IllegalStateException("rows and plots are part of a section");
        }
        sections.append(block.end).append(following.start);
        block = following;
    }

    private static String answer(boolean holds) {
        return holds ? "Yes" : "No";
    }

    private static String heading(String scope, String text) {
        return "<th scope=\"" + scope + "\">" + Markup.escape(text) + "</th>";
    }

    private static void pair(StringBuilder list, String label, String value) {
        list.append("<div><dt>")
                .append(Markup.escape(label))
                .append("</dt><dd>")
                .append(Markup.escape(value))
                .append("</dd></div>\n");
    }

    private static void list(StringBuilder page, String style, StringBuilder pairs) {
        if (!pairs.isEmpty()) {
            page.append("<dl class=\"").append(style).append("\">\n");
            page.append(pairs).append("</dl>\n");
        }
    }

    /** What stands open in a section. */
    private enum Block {
        NONE("", ""),
        ROWS(
                "<table class=\"rows\">\n<thead><tr>" + heading("col", "Figure") + heading("col", "Value")
                        + heading("col", "What it means") + "</tr></thead>\n<tbody>\n",
                "</tbody>\n</table>\n"),
        PLOTS("<div class=\"plots\">\n", "</div>\n");

        private final String start;
        private final String end;

        Block(String start, String end) {
            this.start = start;
            this.end = end;
        }
    }
}
