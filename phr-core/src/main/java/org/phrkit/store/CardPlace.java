package org.phrkit.store;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.phrkit.crypto.Sha256;
import org.phrkit.transparency.KeyWatch;
import org.phrkit.transparency.LogEntry;

/**
 * The part of a {@link CardProof} that is kept with a contact: which entries of a store's log have to be what.
 *
 * @param store the fingerprint of the key of the store, 32 hexadecimal digits
 * @param number of the key that the card is, by the owner's log key
 * @param count of the entries, that of the card and those after it
 * @param sha256 of all of them, one behind the other, in hexadecimal
 */
public record CardPlace(String store, int number, int count, String sha256) {
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{32})\\.([1-9][0-9]{0,4})\\.([1-9][0-9]?)\\.([0-9a-f]{64})");

    static CardPlace of(String store, int number, List<LogEntry> entries) throws StoreFormatException {
        return parse(store + "." + number + "." + entries.size() + "." + hash(entries));
    }

    private static String hash(List<LogEntry> entries) {
        MessageDigest digest = Sha256.start();
        entries.forEach(entry -> digest.update(entry.bytes()));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return the text that {@link #parse} reads} */
    public String text() {
        return store + "." + number + "." + count + "." + sha256;
    }

    /**
     * Reads {@link #text}.
     *
     * @param text the text to read
     * @return the place
     * @throws StoreFormatException if it is anything else
     */
    public static CardPlace parse(String text) throws StoreFormatException {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new StoreFormatException("is not the place of a card in a store's log");
        }
        CardPlace place = new CardPlace(
                parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)), parts.group(4));
        if (place.last() > KeyWatch.MOST_KEYS || place.count > CardProof.MOST_ENTRIES) {
            throw new StoreFormatException("is not the place of a card in a store's log");
        }
        return place;
    }

    /** {@return the number of the last key that its owner knew of when the card was written} */
    public int last() {
        return number + count - 1;
    }

    /**
     * {@return whether these are the entries}
     *
     * @param entries those with the labels of the keys from {@link #number} to {@link #last}
     */
    public boolean isOf(List<LogEntry> entries) {
        return entries.size() == count && hash(entries).equals(sha256);
    }
}
