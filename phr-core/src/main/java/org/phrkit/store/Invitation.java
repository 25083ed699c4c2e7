package org.phrkit.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * An invitation to a store: {@code https://host:8440/#CODE.FINGERPRINT}. What stands behind {@code #} is never part of a
 * request for a page, so that no log of a proxy holds it.
 *
 * @param origin where the store is, {@code https://host:port}
 * @param code 128 random bits as 32 hexadecimal digits, good for one account
 * @param store the fingerprint of the store's key, 32 hexadecimal digits: by it a client knows the store
 */
public record Invitation(URI origin, String code, String store) {
    private static final int CODE_SIZE_BYTES = 16;

    /**
     * {@return a new code}
     *
     * @param random where random bytes come from
     */
    public static String newCode(SecureRandom random) {
        byte[] code = new byte[CODE_SIZE_BYTES];
        random.nextBytes(code);
        return HexFormat.of().formatHex(code);
    }

    /**
     * Reads the text of an invitation.
     *
     * @param text the text to read
     * @return the invitation
     * @throws StoreFormatException if it is anything else
     */
    public static Invitation parse(String text) throws StoreFormatException {
        int mark = text.indexOf('#');
        String secret = text.substring(mark + 1);
        if (mark < 0
                || secret.length() != 65
                || secret.charAt(32) != '.'
                || !Statement.isHex(secret.substring(0, 32), 32)
                || !Statement.isHex(secret.substring(33), 32)) {
            throw new StoreFormatException("is not an address, # and 65 characters");
        }
        return new Invitation(origin(text.substring(0, mark)), secret.substring(0, 32), secret.substring(33));
    }

    /**
     * {@return the address of a store: scheme, host and perhaps port, and nothing behind them but a slash}
     *
     * @param text the text of an invitation
     * @throws StoreFormatException if it is anything else, or plain HTTP to another machine
     */
    public static URI origin(String text) throws StoreFormatException {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean isPlain = "http".equals(uri.getScheme());
            if (uri.getHost() == null
                    || (!isPlain && !"https".equals(uri.getScheme()))
                    || !uri.toString().equals(uri.getScheme() + "://" + uri.getRawAuthority())
                    || uri.getRawUserInfo() != null) {
                throw new StoreFormatException("the address of a store is https://HOST or https://HOST:PORT");
            }
            if (isPlain && !isLoopback(uri.getHost())) {
                throw new StoreFormatException("http:// is only for a store on this machine");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new StoreFormatException("the address of a store is https://HOST or https://HOST:PORT");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** {@return the text that is handed out. It holds the code} It holds the code. */
    public String exposeText() {
        return origin + "/#" + code + "." + store;
    }

    /** Without the code. */
    @Override
    public String toString() {
        return "Invitation[" + origin + "]";
    }
}
