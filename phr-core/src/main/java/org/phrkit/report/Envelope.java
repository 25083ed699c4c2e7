package org.phrkit.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.phrkit.sign.SigningKey;

/**
 * Everything that stands on a report of schema 2 besides its files: sender, readers and time.
 *
 * @param sender signs it
 * @param readers each with one recipient of his own
 * @param created is cut to the second
 * @param checkpoint the last checkpoint of a log that the sender saw
 * @param padded whether zeros behind the files hide their exact size, for at most 12 % more ({@code tar} passes over them)
 */
public record Envelope(
        SigningKey sender, List<Reader> readers, Instant created, Optional<String> checkpoint, boolean padded) {
    /**
     * Copies the lists.
     *
     * @param sender signs it
     * @param readers each with one recipient of his own
     * @param created is cut to the second
     * @param checkpoint the last checkpoint of a log that the sender saw
     * @param padded whether zeros behind the files hide their exact size, for at most 12 % more ({@code tar} passes over them)
     */
    public Envelope {
        readers = List.copyOf(readers);
    }
}
