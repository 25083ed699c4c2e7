package org.phrkit.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the pages that a store serves.
 *
 * @param path where it is
 * @param integrity the SHA-384 of what was served, as Subresource Integrity writes it: {@code sha384-…}
 * @param isAsListed whether the store's own list has the same
 */
public record ServedPage(String path, String integrity, boolean isAsListed) {
    private static final String LIST = "/pages.txt";
    private static final Pattern LINE = Pattern.compile("(sha384-[A-Za-z0-9+/]{64}) (/[A-Za-z0-9./_-]{0,200})");
    private static final int MOST_FILES = 1000;

    /**
     * Loads all files that a store lists, like a browser that does not know the store: with whatever key it has.
     *
     * @param origin the store's address
     * @param clock tells the time for which requests are signed
     * @param random where random bytes come from
     * @return the pages
     * @throws StoreException.Malformed if its list is none
     */
    public static List<ServedPage> load(URI origin, Clock clock, SecureRandom random) throws StoreException {
        Http http = new Http(origin, new PinnedKeys(Optional.empty()), clock, random);
        List<String> lines =
                new String(bytes(http, LIST), StandardCharsets.US_ASCII).lines().toList();
        if (lines.isEmpty() || lines.size() > MOST_FILES) {
            throw new StoreException.Malformed("the store's list of its pages is none");
        }
        List<ServedPage> pages = new ArrayList<>();
        for (String line : lines) {
            Matcher listed = LINE.matcher(line);
            if (!listed.matches()) {
                throw new StoreException.Malformed("the store's list of its pages is none");
            }
            String integrity = integrity(bytes(http, listed.group(2)));
            pages.add(new ServedPage(listed.group(2), integrity, integrity.equals(listed.group(1))));
        }
        return pages;
    }

    private static byte[] bytes(Http http, String path) throws StoreException {
        return Http.bytes(http.ask(new Http.Ask("GET", path)));
    }

    private static String integrity(byte[] bytes) {
        try {
            return "sha384-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-384").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-384", e);
        }
    }

    /** A line of a list. */
    @Override
    public String toString() {
        return integrity + " " + path;
    }
}
