package org.phrkit.dist;

/** The language of manual pages. */
final class Roff {
    private Roff() {}

    /** A text in which nothing is an instruction. Hyphens are written as they are typed. */
    static String text(String text) {
        String escaped = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }

    /** An argument of a macro. */
    static String argument(String text) {
        return "\"" + text(text).replace("\"", "\\(dq") + "\"";
    }
}
