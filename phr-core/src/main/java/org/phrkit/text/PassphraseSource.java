package org.phrkit.text;

import java.io.IOException;

/** Supplies a passphrase, and is asked only when one is needed. */
@FunctionalInterface
public interface PassphraseSource {
    /**
     * {@return the passphrase, in an array of its own; whoever asked overwrites it after use}
     *
     * @throws IOException if reading or writing fails
     */
    char[] get() throws IOException;
}
