package org.phrkit.input;

/** Thrown by {@link Utf8} when bytes that should be UTF-8 text are not. It shows none of them. */
public final class NotUtf8Exception extends BadInputException {
    private static final long serialVersionUID = 1L;

    private final String encoding;

    NotUtf8Exception(String encoding) {
        super(encoding.isEmpty() ? "is not text in UTF-8" : "is text in " + encoding + ", where UTF-8 is expected");
        this.encoding = encoding;
    }

    /** {@return what encoding it is in, where its first bytes tell, by a name that {@code iconv} knows; else empty} */
    public String encoding() {
        return encoding;
    }
}
