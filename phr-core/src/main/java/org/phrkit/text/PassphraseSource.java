package org.phrkit.text;

import java.io.IOException;

/** Where a passphrase comes from; asked only when one is needed. */
@FunctionalInterface
public interface PassphraseSource {
    /** The passphrase, in an array of its own; whoever asked overwrites it after use. */
    char[] get() throws IOException;
}
